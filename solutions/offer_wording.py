"""Why a need fits what somebody offers, in the words of the one who offers.

The Finder tells cities the same reasons in theirs (`solutions.wording`).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.languages import ENDONYMS, listed
from core.languages import sentences as in_one
from solutions.wording import BARS as WORDS_OF_BARS
from solutions.wording import CLOSE, RELATED, WEAK_SHARE, Bar, by_term

BARS = WORDS_OF_BARS | {
    "need": gettext_lazy("Their need"),
    "budget": gettext_lazy("Price"),
}
LEFT_OPEN = {
    "B": gettext_lazy("You state no price: cities compare it with their budget first."),
    "A": gettext_lazy("You name no solution areas."),
    "St": gettext_lazy("You do not say which stages of a project you serve."),
    "L": gettext_lazy("You do not say in which languages you give support."),
}
"""What an offer leaves open, the heaviest first."""

ASKED = {
    "B": gettext_lazy("No budget is stated: ask for it early."),
    "A": gettext_lazy("No solution areas are named: ask what they have in mind."),
    "St": gettext_lazy("It is not stated how far their project is: ask for it."),
    "L": gettext_lazy("Their working languages are not stated: ask for them."),
}
"""What the need leaves open."""


def bars(reasons: dict[str, Any], *, hidden: Iterable[str] = ()) -> list[Bar]:
    """The five bars, whose points add up to the number; `hidden` were not compared."""
    stated = by_term(reasons)
    return [
        Bar(
            label=str(BARS[bar["code"]]),
            points=bar["points"],
            max=bar["most"],
            reason=_("Members alone see it, so it is not compared.")
            if bar["code"] in hidden
            else SENTENCES[bar["code"]](stated),
            weak=bar["points"] < WEAK_SHARE * bar["most"],
        )
        for bar in reasons["bars"]
    ]


def left_open(unstated: Iterable[str]) -> list[str]:
    """What an offer could still state, whatever need it is compared with."""
    unstated = set(unstated)
    return [str(text) for term, text in LEFT_OPEN.items() if term in unstated]


def checks(reasons: dict[str, Any], unstated: Iterable[str]) -> list[str]:
    """What to ask about one need: not what the offer itself leaves open."""
    open_terms = {code.removeprefix("term:") for code in reasons["checks"]}
    asked = open_terms - set(unstated)
    theirs = [str(text) for term, text in ASKED.items() if term in asked]
    return [*_speech(by_term(reasons)), *theirs]


def _speech(stated: dict) -> list[str]:
    row = stated.get("L")
    if row is None or row["value"] == 1:
        return []
    return [_("You share no language: say who interprets.")]


def _need(stated: dict) -> str:
    sentences = []
    if text := stated.get("T"):
        if text["value"] >= CLOSE:
            sentences.append(_("Your text answers it closely."))
        elif text["value"] >= RELATED:
            sentences.append(_("Your text is related to it."))
        else:
            sentences.append(_("Your text has little in common with it."))
    if areas := stated.get("A"):
        shared, asked = len(areas["facts"]["shared"]), len(areas["facts"]["asked"])
        sentences.append(
            ngettext(
                "You cover %(shared)d of %(count)d solution area.",
                "You cover %(shared)d of %(count)d solution areas.",
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
            sentences.append(_("You serve the stage they are in."))
        else:
            sentences.append(_("They are in another stage than you serve."))
    if country := stated.get("C"):
        if country["value"] == 1:
            sentences.append(_("You have worked in their country."))
        elif country["value"] > WEAK_SHARE:
            sentences.append(_("You have worked in a neighbouring country."))
        else:
            sentences.append(_("You name no city in their country or next to it."))
    return in_one(sentences)


def _budget(stated: dict) -> str:
    row = stated.get("B")
    if row is None:
        return _("No price or no budget is stated.")
    if row["value"] == 1:
        return _("Your price starts within their budget.")
    low, price = row["facts"]["budget_max"], row["facts"]["price_min"]
    if low is not None and price is not None and price > low:
        return _("Your price starts above their budget.")
    return _("Your price is of another size than their budget.")


def _languages(stated: dict) -> str:
    row = stated.get("L")
    if row is None:
        return _("Languages are not stated on one side.")
    if shared := row["facts"]["shared"]:
        return _("You share: %(languages)s.") % {
            "languages": listed(ENDONYMS.get(code, code) for code in shared)
        }
    if row["value"] > 0:
        return _("No shared language; English or an interpreter can help.")
    return _("No shared language: an interpreter is needed.")


def _record(stated: dict) -> str:
    row = stated.get("R")
    if row is None:
        return _("Your references count once the secretariat has confirmed them.")
    count = row["facts"]["references"] or 0
    if not count:
        return _("You name no city that uses it.")
    return ngettext(
        "%(count)d verified reference.", "%(count)d verified references.", count
    ) % {"count": count}


SENTENCES: dict[str, Callable[[dict], str]] = {
    "need": _need,
    "conditions": _conditions,
    "budget": _budget,
    "languages": _languages,
    "record": _record,
}
