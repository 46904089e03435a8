"""What a need and an offer state besides their text, as plain data.

Codes are opaque here. An empty or absent field means "not stated".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# In `OfferFacets.countries`: the provider works everywhere.
ANYWHERE = "*"
STAGES = ("identification", "appraisal", "preparation", "implementation", "operation")


@dataclass(frozen=True)
class NeedFacets:
    """One need. Money is in US dollars; `languages` are those its officers work in.

    `sibling_sectors` and `neighbours` are what the caller's vocabulary holds to be
    close to the sector and the country.
    """

    country: str = ""
    sector: str = ""
    sibling_sectors: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    stage: str = ""
    budget_min: float | None = None
    budget_max: float | None = None
    languages: frozenset[str] = frozenset()
    neighbours: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OfferFacets:
    """One offer of a provider.

    `countries` are those served, `experience` those of its references; `references`
    counts the verified ones in a similar context (0 is a statement, None is not).
    `gates` answers further conditions by code, such as a legal exclusion: True lets
    pass, False does not, None is to be confirmed.
    """

    published: bool | None = True
    countries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    price_min: float | None = None
    price_max: float | None = None
    languages: frozenset[str] = frozenset()
    interpreter: bool = False
    references: int | None = None
    experience: frozenset[str] | None = None
    gates: Mapping[str, bool | None] = field(default_factory=dict)


def gates(need: NeedFacets, offer: OfferFacets) -> dict[str, bool | None]:
    """Hard conditions by code: True passes, False excludes, None is to be confirmed."""
    return {
        "published": offer.published,
        "country_served": serves(need, offer),
        **offer.gates,
    }


def serves(need: NeedFacets, offer: OfferFacets) -> bool | None:
    if ANYWHERE in offer.countries:
        return True
    if not need.country or not offer.countries:
        return None
    return need.country in offer.countries
