from solutions.models.advice import Question
from solutions.models.catalogue import Reference, Solution
from solutions.models.matches import Match, Ranking
from solutions.models.quality import QualityReport, Sweep

__all__ = [
    "Match",
    "QualityReport",
    "Question",
    "Ranking",
    "Reference",
    "Solution",
    "Sweep",
]
