"""What reviewers judge an application by, and how their points are put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LEAST, MOST = 1, 5
REVIEWERS = 2
FAR_APART = 2


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One question to a reviewer; `low` and `high` say what the ends of the scale mean."""

    code: str
    label: Promise
    question: Promise
    low: Promise
    high: Promise
    weight: int = 1


CRITERIA = (
    Criterion(
        code="problem",
        label=_("Problem"),
        question=_("Does it answer a problem that local governments have?"),
        low=_("A product that looks for a problem."),
        high=_("A problem that many members have written down as a need."),
        weight=2,
    ),
    Criterion(
        code="evidence",
        label=_("Evidence"),
        question=_("Do references show results in figures?"),
        low=_("Adjectives, or nobody to ask."),
        high=_("Results with units in two cities or more, and referees who answer."),
        weight=3,
    ),
    Criterion(
        code="readiness",
        label=_("Readiness"),
        question=_("Is it as far as the applicant says?"),
        low=_("An idea that is sold as a product."),
        high=_("In operation, with the people to put it into operation elsewhere."),
        weight=2,
    ),
    Criterion(
        code="reach",
        label=_("Reach"),
        question=_("Can members use it: their countries, languages and budgets?"),
        low=_("For one market and one language; no price is given."),
        high=_("Served in several countries of the network, with a range of prices."),
        weight=1,
    ),
    Criterion(
        code="openness",
        label=_("Openness"),
        question=_("Does the city stay free: its data, standards, a way out?"),
        low=_("Data and interfaces stay with the provider."),
        high=_("Open standards, data where the city wants it, a way out."),
        weight=1,
    ),
    Criterion(
        code="capacity",
        label=_("Capacity"),
        question=_("Can the applicant do this beside what it does already?"),
        low=_("Too few people, or nobody for work abroad."),
        high=_("Named people, work abroad before, finance in order."),
        weight=1,
    ),
)
CODES = frozenset(criterion.code for criterion in CRITERIA)


def is_whole(points: Mapping[str, int]) -> bool:
    """Whether every criterion has its points, and nothing else has."""
    return set(points) == CODES and all(
        LEAST <= value <= MOST for value in points.values()
    )


def mean(points: Mapping[str, int]) -> float:
    """The weighted mean of one reviewer's points, on the same scale.

    Criteria that came later are left out of what was judged before them.
    """
    judged = [c for c in CRITERIA if c.code in points]
    weight = sum(c.weight for c in judged)
    return sum(points[c.code] * c.weight for c in judged) / weight if weight else 0.0


def far_apart(judged: Sequence[Mapping[str, int]]) -> list[Criterion]:
    """Criteria about which reviewers ought to talk before anybody decides."""
    return [
        criterion
        for criterion in CRITERIA
        if (values := [p[criterion.code] for p in judged if criterion.code in p])
        and max(values) - min(values) >= FAR_APART
    ]
