"""Matches with real reasons, scored from facts as a test states them."""

from matching.facets import ANYWHERE, NeedFacets, OfferFacets
from matching.scoring import Score, score
from matching.weights import START
from tests.factories import MatchFactory

NEED = NeedFacets(
    country="MN",
    sector="environment",
    areas=frozenset({"monitoring"}),
    stage="appraisal",
    budget_max=100_000,
    languages=frozenset({"mn", "en"}),
    neighbours=frozenset({"RU", "CN"}),
)
GOOD = {
    "countries": frozenset({ANYWHERE}),
    "sectors": frozenset({"environment"}),
    "areas": frozenset({"monitoring"}),
    "stages": frozenset({"appraisal"}),
    "price_min": 50_000,
    "price_max": 60_000,
    "languages": frozenset({"en"}),
    "references": 2,
    "experience": frozenset({"MN"}),
}


def scored(t: float | None = 0.6, **facts) -> Score:
    """A good offer but for the facts given; None takes one away."""
    empty = {"price_min": None, "price_max": None, "references": None}
    stated = {
        name: empty.get(name, frozenset()) if value is None else value
        for name, value in (GOOD | facts).items()
    }
    return score(NEED, OfferFacets(**stated), t, weights=START)


def fields(t: float | None = 0.6, **facts) -> dict:
    """What a match stores of a score."""
    found = scored(t, **facts)
    return {
        "value": found.value,
        "word": found.word,
        "completeness": found.completeness,
        "reasons": found.as_json(),
    }


def match_of(need, rank: int = 1, t: float | None = 0.6, *, facts=None, **more):
    return MatchFactory(need=need, rank=rank, **fields(t, **(facts or {})), **more)
