"""How the Finder computes, in plain words with the numbers in force."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.weights import BARS, Weights
from solutions.wording import BARS as BAR_NAMES

TERMS: dict[str, tuple[str | Promise, str | Promise]] = {
    "T": (
        _("Texts"),
        _(
            "How close the provider's text is to yours in meaning, whatever the two "
            "languages. Nothing is translated for it."
        ),
    ),
    "A": (
        _("Solution areas"),
        _("How many of the areas you ask for the solution covers."),
    ),
    "Sx": (
        _("Sector"),
        _("Full for your sector, half for a related one, nothing for another."),
    ),
    "St": (
        _("Stage"),
        _("Full for the stage you are in, half for the one before or after it."),
    ),
    "C": (
        _("Experience"),
        _(
            "Full where it is used in your country, more than half for a "
            "neighbouring country, a little for any other."
        ),
    ),
    "B": (
        _("Budget"),
        _(
            "Full where the price starts within your budget; the further above it, "
            "the less. Prices of another currency are compared in US dollars."
        ),
    ),
    "L": (
        _("Languages"),
        _("Full for a shared language, half where English or an interpreter can help."),
    ),
    "R": (
        _("References"),
        _("Each verified reference counts, the first ones most; ten count as full."),
    ),
}


@dataclass(frozen=True)
class Term:
    """`points` at most, and `unstated` where one side does not state it."""

    name: str
    rule: str
    points: float
    unstated: float


@dataclass(frozen=True)
class Group:
    name: str
    points: float
    terms: list[Term]


def groups(weights: Weights) -> list[Group]:
    """The five bars with what each gathers; all their points add up to 100."""
    return [
        Group(
            str(BAR_NAMES[code]),
            round(sum(map(weights.points, terms)), 1),
            [_term(term, weights) for term in terms],
        )
        for code, terms in BARS.items()
    ]


def _term(code: str, weights: Weights) -> Term:
    name, rule = TERMS[code]
    points = weights.points(code)
    unstated = points * weights.missing[code]
    return Term(str(name), str(rule), round(points, 1), round(unstated, 1))
