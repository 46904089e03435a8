"""What an introduction can be about here."""

from django.utils.translation import gettext_lazy as _

from introductions.about import About
from solutions.models import Solution

SOLUTION = About(
    kind="solution",
    label=_("solution"),
    model=Solution,
    permission="solutions.view_solution",
    owner=lambda solution: solution.provider,
    sector=lambda solution: solution.sectors.first(),
)
