"""Proposed solutions, as they were typed, in the words of matching.

What is not right yet counts as not stated; what is missing altogether is no offer.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from core.languages import CODES
from matching.facets import ANYWHERE, OfferFacets
from solutions.facts import Rates
from solutions.models import ProposedSolution
from solutions.pinpointing import Offer
from vocabulary import rates

COMPARED = (
    "source_lang",
    "title",
    "problem",
    "description",
    "sectors",
    "areas",
    "stages",
    "countries",
    "languages",
    "price_model",
    "price_min",
    "price_max",
    "currency",
    "references",
)


def of_application(application) -> list[ProposedSolution]:
    """The proposed solutions that say enough to be compared."""
    return [row for row in application.proposed.all() if is_told(row.data)]


def is_told(data: Mapping[str, Any]) -> bool:
    has_text = all(_text(data, name) for name in ("title", "problem"))
    return has_text and data.get("source_lang") in CODES


def mark(proposed: Iterable[ProposedSolution]) -> str:
    """Changes with whatever of these solutions is compared."""
    told = [
        [row.pk, *(row.data.get(name) for name in COMPARED)]
        for row in sorted(proposed, key=lambda row: row.pk)
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def offers(proposed: Iterable[ProposedSolution]) -> list[Offer]:
    known = rates.newest()
    return [offer(row.pk, row.data, known=known) for row in proposed]


def offer(id_: int, data: Mapping[str, Any], *, known: Rates) -> Offer:
    return Offer(
        id=id_,
        lang=data["source_lang"],
        title=_text(data, "title"),
        problem=_text(data, "problem"),
        description=_text(data, "description"),
        facets=facets(data, known=known),
    )


def facets(data: Mapping[str, Any], *, known: Rates) -> OfferFacets:
    """As `solutions.facts` reads a listed solution. Nobody has verified references
    yet: those that are named count as not stated, none as none."""
    currency = _text(data, "currency")
    low, high = (_amount(_text(data, name)) for name in ("price_min", "price_max"))
    if data.get("price_model") == "per_use":
        low = high = None
    rows = [row for row in data.get("references") or [] if _is_kept(row)]
    return OfferFacets(
        countries=_codes(data, "countries") or frozenset({ANYWHERE}),
        sectors=_codes(data, "sectors"),
        areas=_codes(data, "areas") - {"other"},
        stages=_codes(data, "stages"),
        price_min=rates.in_usd(low, currency, known),
        price_max=rates.in_usd(high, currency, known),
        languages=_codes(data, "languages"),
        references=None if rows else 0,
        experience=frozenset(_text(row, "country") for row in rows) - {""},
    )


def _is_kept(row: Mapping[str, Any]) -> bool:
    return bool(_text(row, "city")) and not row.get("DELETE")


def _text(data: Mapping[str, Any], name: str) -> str:
    found = data.get(name)
    return found.strip() if isinstance(found, str) else ""


def _codes(data: Mapping[str, Any], name: str) -> frozenset[str]:
    found = data.get(name)
    return frozenset(found) - {""} if isinstance(found, list) else frozenset()


def _amount(typed: str) -> Decimal | None:
    try:
        found = Decimal(typed)
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None
