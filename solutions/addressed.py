"""Needs that an application answers: what its page shows, and which it addresses.

What was found is asked about again when it is read: only needs that are open today,
in the circle they were found in, of whom compliance lets providers reach.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.languages import in_markup, listed
from members.unnamed import unnamed
from scaps.models import Need
from scaps.states import Visibility
from solutions import need_steps, offer_wording, pinpointed, pinpointing, wording
from solutions.finder import QUICK, SLOW
from solutions.matching import WAITS_AT_MOST
from solutions.models import AddressedNeed, ProposedSolution, ProviderApplication
from translations import services as translations
from translations.services import Text
from vocabulary.models import Country

BUDGET = "budget"


@dataclass(frozen=True)
class Told:
    """An open need as it is told outside: by name, or by kind and country alone."""

    need: Need
    who: str
    title: Text | None
    text: Text | None

    @property
    def is_anonymous(self) -> bool:
        return self.title is None


@dataclass(frozen=True)
class Fitting:
    """A need that an offer fits, with what speaks for it and what comes next."""

    told: Told
    offer: ProposedSolution
    also: list[ProposedSolution]
    meta: list[str]
    value: float
    word: str
    bars: list[wording.Bar]
    checks: list[str]
    steps: list[dict[str, str]]


def waiting(application: ProviderApplication) -> dict[str, Any]:
    """After ten seconds the page stops promising."""
    asked = pinpointed.asked_at(application)
    since = timezone.now() - asked if asked else timedelta()
    late = since > WAITS_AT_MOST
    return {"kind": "waiting", "late": late, "delay": SLOW if late else QUICK}


def found(
    application: ProviderApplication, proposed: Iterable[ProposedSolution]
) -> dict[str, Any]:
    """What was found for these solutions, in words; and the choice so far."""
    offers = {row.pk: row for row in proposed}
    rows = application.pinpointed.get("answers", [])
    addressed = list(application.addressed.all())
    needs = told({*(row["need"] for row in rows), *(one.need_id for one in addressed)})
    fitting = [
        _fitting(needs[row["need"]], row, offers)
        for row in rows
        if row["need"] in needs
        and row["offer"] in offers
        and needs[row["need"]].is_anonymous == row["anonymous"]
    ]
    shown = {item.told.need.pk for item in fitting}
    return {
        "kind": "ready",
        "fitting": fitting,
        "addressed": addressed,
        # Chosen earlier, and not among the first any more: still theirs to address.
        "others": [
            needs[one.need_id]
            for one in addressed
            if one.need_id in needs and one.need_id not in shown
        ],
        "left_open": _left_open(rows, offers),
        "considered": application.pinpointed.get("considered", 0),
        "elsewhere": _elsewhere(application.pinpointed.get("elsewhere", {})),
    }


def of(application: ProviderApplication) -> list[tuple[AddressedNeed, Told]]:
    """The needs that it addresses and that may still be told, in order."""
    rows = list(application.addressed.select_related("solution"))
    needs = told(row.need_id for row in rows)
    return [(row, needs[row.need_id]) for row in rows if row.need_id in needs]


def answers(application: ProviderApplication) -> list[dict[str, str]]:
    """The needs addressed, each with its note, for the list of answers."""
    return [item for row, told in of(application) for item in _answers(row, told)]


def _answers(row: AddressedNeed, told: Told) -> Iterator[dict[str, str]]:
    yield {
        "label": told.who,
        "value": str(told.title or told.need.sector.name),
        "lang": in_markup(told.title.lang) if told.title else "",
    }
    if row.note:
        label = _("A short note to the local government")
        yield {"label": label, "value": row.note, "lang": ""}


def told(ids: Iterable[int]) -> dict[int, Told]:
    """Needs by id as they may be told outside today."""
    needs = (
        pinpointing.shown_needs()
        .filter(pk__in=list(ids))
        .select_related("organisation__country", "sector", "stage")
        .prefetch_related("types")
        .defer("search", "organisation__search")
    )
    found = {need.pk: need for need in needs}
    translations.prepare(found.values())
    return {pk: tell(need) for pk, need in found.items()}


def tell(need: Need) -> Told:
    """Its texts may name the city too: for members alone, they stay with members."""
    if need.visibility == Visibility.PUBLIC:
        title, text = (translations.read(need, name) for name in ("title", "text"))
        return Told(need, str(need.organisation), title, text)
    return Told(need, unnamed(need.organisation), None, None)


def _fitting(
    told: Told, row: dict[str, Any], offers: dict[int, ProposedSolution]
) -> Fitting:
    need, offer = told.need, offers[row["offer"]]
    hidden, unasked = (), set(row["unstated"])
    if told.is_anonymous:
        # Its budget was not compared, so it says nothing that none is stated.
        hidden, unasked = (BUDGET,), unasked | {"B"}
    reasons = row["reasons"]
    return Fitting(
        told=told,
        offer=offer,
        also=[offers[pk] for pk in row["also"] if pk in offers],
        meta=meta(told),
        value=row["value"],
        word=str(wording.WORDS[row["word"]]),
        bars=offer_wording.bars(reasons, hidden=hidden),
        checks=offer_wording.checks(reasons, unasked),
        steps=_steps(need, offer),
    )


def meta(told: Told) -> list[str]:
    """Who, where and in which sector; the country of an anonymous one is in its name."""
    need = told.need
    found = [need.sector.name, listed(need.types.all())]
    if not told.is_anonymous:
        found = [told.who, str(need.organisation.country), *found, need.budget]
    if need.stage:
        found.append(need.stage.name)
    return [part for part in found if part]


def _steps(need: Need, offer: ProposedSolution) -> list[dict[str, str]]:
    stage = need.stage.code if need.stage else ""
    rungs = need_steps.steps(stage, str(offer.data.get("maturity") or ""))
    return [{"title": str(one.kind.label), "text": str(one.aim)} for one in rungs]


def _left_open(
    rows: list[dict[str, Any]], offers: dict[int, ProposedSolution]
) -> list[tuple[ProposedSolution, list[str]]]:
    """What the solutions could still state, of each that fits a need."""
    unstated = {row["offer"]: row["unstated"] for row in rows if row["offer"] in offers}
    told = [(offers[pk], offer_wording.left_open(u)) for pk, u in unstated.items()]
    return [(offer, texts) for offer, texts in told if texts]


def _elsewhere(counts: dict[str, int]) -> list[tuple[Country, int]]:
    """Countries that no fitting offer serves, with how many needs would fit there."""
    countries = {one.code: one for one in Country.objects.filter(code__in=counts)}
    rows = [(countries[code], n) for code, n in counts.items() if code in countries]
    return sorted(rows, key=lambda row: (-row[1], row[0].code))
