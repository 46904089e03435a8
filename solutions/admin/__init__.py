"""The secretariat's pages: the catalogue, advice to cities, weights and quality."""

from solutions.admin.catalogue import SolutionAdmin
from solutions.admin.matches import MatchAdmin
from solutions.admin.quality import QualityReportAdmin
from solutions.admin.questions import QuestionAdmin
from solutions.admin.weights import WeightSetAdmin

__all__ = [
    "MatchAdmin",
    "QualityReportAdmin",
    "QuestionAdmin",
    "SolutionAdmin",
    "WeightSetAdmin",
]
