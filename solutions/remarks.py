"""What a match leaves open, in the reader's language: gaps, and what would help."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from solutions.states import Dismissal

CHECKS = {
    "gate:country_served": gettext_lazy(
        "Ask whether the provider works in your country."
    ),
    "term:A": gettext_lazy("Solution areas are not stated on one side."),
    "term:Sx": gettext_lazy("The provider does not name a sector."),
    "term:B": gettext_lazy(
        "There is no price to compare with your budget: ask for one."
    ),
    "term:St": gettext_lazy("It is not stated which stages the solution serves."),
    "term:L": gettext_lazy("Languages of support are not stated: ask for them."),
    "term:R": gettext_lazy("References are not stated: ask for some."),
}
CHANGES = {
    "T": gettext_lazy("A fuller description of the need could change the score most."),
    "A": gettext_lazy("Naming solution areas could change the score most."),
    "Sx": gettext_lazy("The sector makes the largest difference."),
    "B": gettext_lazy("Budget and price make the largest difference."),
    "St": gettext_lazy("The stage makes the largest difference."),
    "R": gettext_lazy("A verified reference would raise the score most."),
    "L": gettext_lazy("A shared language would raise the score most."),
    "C": gettext_lazy("Experience in your country would raise the score most."),
}
TERMS = {
    "T": pgettext_lazy("in the list of what is not stated", "a text to compare"),
    "A": pgettext_lazy("in the list of what is not stated", "solution areas"),
    "Sx": pgettext_lazy("in the list of what is not stated", "the sector"),
    "B": pgettext_lazy("in the list of what is not stated", "budget or price"),
    "St": pgettext_lazy("in the list of what is not stated", "the stage"),
    "R": pgettext_lazy("in the list of what is not stated", "references"),
    "L": pgettext_lazy("in the list of what is not stated", "languages"),
    "C": pgettext_lazy("in the list of what is not stated", "experience by country"),
}


@dataclass(frozen=True)
class Gain:
    """What would move the number most, and by how many points at most."""

    sentence: str
    points: float


@dataclass(frozen=True)
class Gate:
    """A condition that shuts a solution out, and what the city can do about it."""

    sentence: str
    advice: str


def checks(reasons: dict[str, Any]) -> list[str]:
    """What to ask first, one sentence each."""
    return [str(CHECKS[code]) for code in reasons["checks"] if code in CHECKS]


def gain(reasons: dict[str, Any]) -> Gain | None:
    found = reasons["would_change"]
    return Gain(str(CHANGES[found[0]]), found[1]) if found else None


def not_stated(reasons: dict[str, Any]) -> list[str]:
    """The names of the terms that one side says nothing about, heaviest first."""
    stated = {row["term"] for row in [*reasons["plus"], *reasons["minus"]]}
    return [str(name) for term, name in TERMS.items() if term not in stated]


def gate(closed: Iterable[str]) -> Gate | None:
    """The first of the closed gates in words; none where all are open."""
    code = next(iter(closed), None)
    if code is None:
        return None
    if code == "country_served":
        return Gate(
            _("Its provider does not work in your country."),
            _("Ask the provider whether it would work in your country."),
        )
    return Gate(
        _("A condition of its provider leaves your city out."),
        _("Ask the secretariat whether an exception is possible."),
    )


def put_aside(reason: str) -> tuple[str, str]:
    """Why a match was put aside: the reason chosen from the list, and the city's words.

    Stored are the code of the reason and, from the next line on, the words.
    """
    code, _newline, words = reason.partition("\n")
    if code not in Dismissal.values:
        return "", reason
    says_it_all = code == Dismissal.OTHER and words
    return "" if says_it_all else str(Dismissal(code).label), words
