"""Reasons of a match in the reader's language, from its codes and numbers."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from core.languages import ENDONYMS, listed
from core.languages import sentences as in_one

WORDS = {
    "strong": gettext_lazy("strong match"),
    "possible": gettext_lazy("possible match"),
    "weak": gettext_lazy("weak match"),
}
BARS = {
    "need": gettext_lazy("Your need"),
    "conditions": gettext_lazy("Conditions"),
    "budget": gettext_lazy("Budget"),
    "languages": pgettext_lazy("criterion of a match", "Languages"),
    "record": pgettext_lazy("criterion of a match", "Record"),
}
CLOSE, RELATED = 0.7, 0.35
WEAK_SHARE = 0.5


@dataclass(frozen=True)
class Bar:
    label: str
    points: float
    max: float
    reason: str
    weak: bool


def bars(reasons: dict[str, Any]) -> list[Bar]:
    """The five bars of a match; their points add up to its number."""
    stated = by_term(reasons)
    sentences = {
        "need": _need(stated),
        "conditions": _conditions(stated),
        "budget": _budget(stated.get("B")),
        "languages": _languages(stated.get("L")),
        "record": _record(stated.get("R")),
    }
    return [
        Bar(
            label=str(BARS[bar["code"]]),
            points=bar["points"],
            max=bar["most"],
            reason=sentences[bar["code"]],
            weak=bar["points"] < WEAK_SHARE * bar["most"],
        )
        for bar in reasons["bars"]
    ]


def by_term(reasons: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The terms that both sides state, by code."""
    return {row["term"]: row for row in [*reasons["plus"], *reasons["minus"]]}


def _need(stated: dict) -> str:
    sentences = []
    if text := stated.get("T"):
        if text["value"] >= CLOSE:
            sentences.append(_("The text answers your need closely."))
        elif text["value"] >= RELATED:
            sentences.append(_("The text is related to your need."))
        else:
            sentences.append(_("The text has little in common with your need."))
    if areas := stated.get("A"):
        shared, asked = len(areas["facts"]["shared"]), len(areas["facts"]["asked"])
        sentences.append(
            ngettext(
                "It covers %(shared)d of %(count)d solution area.",
                "It covers %(shared)d of %(count)d solution areas.",
                asked,
            )
            % {"shared": shared, "count": asked}
        )
    if sector := stated.get("Sx"):
        same = sector["value"] == 1
        sentences.append(_("Same sector.") if same else _("Another sector."))
    return in_one(sentences)


def _conditions(stated: dict) -> str:
    sentences = []
    if stage := stated.get("St"):
        if stage["value"] == 1:
            sentences.append(_("It serves the stage you are in."))
        else:
            sentences.append(_("It is meant for another stage."))
    if country := stated.get("C"):
        if country["value"] == 1:
            sentences.append(_("Used in your country."))
        elif country["value"] > WEAK_SHARE:
            sentences.append(_("Used in a neighbouring country."))
        else:
            sentences.append(_("No reference in your country or next to it."))
    return in_one(sentences)


def _budget(row: dict | None) -> str:
    if row is None:
        return _("No price or no budget is stated.")
    if row["value"] == 1:
        return _("The price starts within your budget.")
    low, price = row["facts"]["budget_max"], row["facts"]["price_min"]
    if low is not None and price is not None and price > low:
        return _("The price starts above your budget.")
    return _("The price is of another size than your budget.")


def _languages(row: dict | None) -> str:
    if row is None:
        return _("Languages of support are not stated.")
    if shared := row["facts"]["shared"]:
        return _("You share: %(languages)s.") % {
            "languages": listed(ENDONYMS.get(code, code) for code in shared)
        }
    if row["value"] > 0:
        return _("No shared language; English or an interpreter can help.")
    return _("No shared language: an interpreter is needed.")


def _record(row: dict | None) -> str:
    if row is None:
        return _("References are not stated.")
    count = row["facts"]["references"] or 0
    if not count:
        return _("No verified reference yet.")
    return ngettext(
        "%(count)d verified reference.", "%(count)d verified references.", count
    ) % {"count": count}
