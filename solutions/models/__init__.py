from solutions.models.catalogue import Reference, Solution
from solutions.models.matches import Match, Ranking

__all__ = ["Match", "Ranking", "Reference", "Solution"]
