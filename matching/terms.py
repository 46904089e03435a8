"""The eight terms of a fit, each in [0, 1], or None when not stated.

T text · A solution areas · Sx sector · B budget · St stage · R references ·
L languages · C experience in the country.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.facets import STAGES, NeedFacets, OfferFacets

TERMS = ("T", "A", "Sx", "B", "St", "R", "L", "C")

LINGUA_FRANCA = "en"
# So many verified references count as full; more add nothing.
MANY_REFERENCES = 10
SMALL_SHARE = 0.1
SMALL_VALUE = 0.7


def facet_terms(need: NeedFacets, offer: OfferFacets) -> dict[str, float | None]:
    """Every term but T."""
    return {
        "A": areas(need, offer),
        "Sx": sector(need, offer),
        "B": budget(need, offer),
        "St": stage(need, offer),
        "R": references(offer),
        "L": languages(need, offer),
        "C": experience(need, offer),
    }


def text(t: npt.ArrayLike, *, middle: float, width: float) -> Any:
    """Text scores → [0, 1], one number or many; both ways to the last bit alike."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-(np.asarray(t) - middle) / width))


def areas(need: NeedFacets, offer: OfferFacets) -> float | None:
    """How much of what the need asks for the offer covers."""
    if not need.areas or not offer.areas:
        return None
    return len(need.areas & offer.areas) / len(need.areas)


def sector(need: NeedFacets, offer: OfferFacets) -> float | None:
    if not need.sector or not offer.sectors:
        return None
    if need.sector in offer.sectors:
        return 1.0
    return 0.5 if need.sibling_sectors & offer.sectors else 0.0


def budget(need: NeedFacets, offer: OfferFacets) -> float | None:
    """1 within the budget, (budget / price)² above it.

    An offer whose dearest form is under a tenth of the least that the city means to
    spend is of another size: 0.7. A budget without a lower end says nothing of that,
    so that a larger upper end never lowers the term.
    """
    if need.budget_max is None or offer.price_min is None:
        return None
    if need.budget_max < offer.price_min:
        return (max(need.budget_max, 0) / offer.price_min) ** 2
    dearest = offer.price_min if offer.price_max is None else offer.price_max
    return SMALL_VALUE if dearest < SMALL_SHARE * (need.budget_min or 0) else 1.0


def stage(need: NeedFacets, offer: OfferFacets) -> float | None:
    """Nearness of the need's stage to the nearest one that the offer serves."""
    known = [STAGES.index(code) for code in offer.stages if code in STAGES]
    if need.stage not in STAGES or not known:
        return None
    wanted = STAGES.index(need.stage)
    return max(0.0, 1 - min(abs(wanted - index) for index in known) / 2)


def references(offer: OfferFacets) -> float | None:
    if offer.references is None:
        return None
    counted = min(max(offer.references, 0), MANY_REFERENCES)
    return math.log1p(counted) / math.log1p(MANY_REFERENCES)


def languages(need: NeedFacets, offer: OfferFacets) -> float | None:
    """1 for a shared language; half when an interpreter or English must help."""
    if not need.languages or not offer.languages:
        return None
    if need.languages & offer.languages:
        return 1.0
    helped = offer.interpreter or LINGUA_FRANCA in need.languages | offer.languages
    return 0.5 if helped else 0.0


def experience(need: NeedFacets, offer: OfferFacets) -> float | None:
    if not need.country or offer.experience is None:
        return None
    if need.country in offer.experience:
        return 1.0
    return 0.6 if need.neighbours & offer.experience else 0.3
