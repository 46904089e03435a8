"""One need and one offer → a number, a word, and why.

Fit = Σ w·f / Σ w over the terms of `matching.terms`, a missing f counting as the
weights say. A convex combination of text and facts beats rank fusion and needs few
judgements (Bruch et al., TOIS 2023, arXiv:2210.11934). The value shown is Fit × 100
to one decimal; order, word, bars and exports all use that one number.

Reasons are codes and numbers, never sentences: each reader has a language.
"""

from dataclasses import dataclass
from typing import Any

from matching import terms
from matching.facets import STAGES, NeedFacets, OfferFacets, gates
from matching.terms import TERMS
from matching.weights import BARS, Weights, total

# A stated term at or above this speaks for the offer, below it against.
GOOD = 0.5
PARTS = ("bars", "plus", "minus")


@dataclass(frozen=True)
class Bar:
    """One of the five groups: tenths of a point won, and the most it could be."""

    code: str
    points: float
    most: float


@dataclass(frozen=True)
class Reason:
    """One stated term: `points` won of `most`, and the facts behind it by code."""

    term: str
    value: float
    points: float
    most: float
    facts: dict[str, Any]


@dataclass(frozen=True)
class Score:
    """`value` 0–100 with one decimal; the points of `bars` add up to it.

    `completeness`: share of the weights whose term was stated. `closed`: gates that
    exclude the offer. `checks`: what to ask first, as `gate:<code>` and `term:<code>`.
    `would_change`: the term that could add most, and how many points.
    """

    value: float
    word: str
    completeness: float
    contributions: dict[str, float]
    bars: tuple[Bar, ...]
    plus: tuple[Reason, ...]
    minus: tuple[Reason, ...]
    checks: tuple[str, ...]
    would_change: tuple[str, float] | None
    closed: tuple[str, ...]
    weights: str

    def as_json(self) -> dict[str, Any]:
        """What `asdict` gives, without its deep copies: lists have sixty of these."""
        parts = {
            name: [dict(vars(one)) for one in getattr(self, name)] for name in PARTS
        }
        return {**vars(self), **parts}


def score(
    need: NeedFacets, offer: OfferFacets, t: float | None, *, weights: Weights
) -> Score:
    """`t` is the text score; None when one side has no text."""
    values = all_terms(need, offer, t, weights=weights)
    effective = {k: effective_value(k, f, weights) for k, f in values.items()}
    contributions = {k: weights.points(k) * effective[k] for k in TERMS}
    value = float(total(contributions.values()))
    reasons = [
        Reason(
            k,
            round(f, 3),
            round(contributions[k], 1),
            round(weights.points(k), 1),
            facts(k, need, offer, t),
        )
        for k, f in values.items()
        if f is not None
    ]
    outcome = gates(need, offer)
    return Score(
        value=value,
        word=weights.word(value, reachable=reachable(need, weights)),
        completeness=completeness(values, weights),
        contributions={k: round(c, 2) for k, c in contributions.items()},
        bars=bars(contributions, value, weights),
        plus=tuple(
            sorted((r for r in reasons if r.value >= GOOD), key=lambda r: -r.points)
        ),
        minus=tuple(
            sorted(
                (r for r in reasons if r.value < GOOD), key=lambda r: r.points - r.most
            )
        ),
        checks=(
            *(f"gate:{code}" for code, passed in outcome.items() if passed is None),
            *(f"term:{k}" for k, f in values.items() if f is None),
        ),
        would_change=largest_gain(effective, weights),
        closed=tuple(code for code, passed in outcome.items() if passed is False),
        weights=weights.version,
    )


def all_terms(
    need: NeedFacets, offer: OfferFacets, t: float | None, *, weights: Weights
) -> dict[str, float | None]:
    middle, width = weights.text_middle, weights.text_width
    text = None if t is None else float(terms.text(t, middle=middle, width=width))
    return {"T": text, **terms.facet_terms(need, offer)}


def reachable(need: NeedFacets, weights: Weights) -> float:
    """The best value that any offer can get: what a need leaves out, nobody can meet."""
    left_out = {
        "A": not need.areas,
        "Sx": not need.sector,
        "B": need.budget_max is None,
        "St": need.stage not in STAGES,
        "L": not need.languages,
        "C": not need.country,
    }
    return 100 - sum(
        weights.points(term) * (1 - weights.missing[term])
        for term, absent in left_out.items()
        if absent
    )


def effective_value(term: str, value: float | None, weights: Weights) -> float:
    return weights.missing[term] if value is None else value


def completeness(values: dict[str, float | None], weights: Weights) -> float:
    stated = sum(weights.points(k) for k, f in values.items() if f is not None)
    return round(stated / 100, 3)


def bars(
    contributions: dict[str, float], value: float, weights: Weights
) -> tuple[Bar, ...]:
    """Largest-remainder rounding to tenths, so that the bars add up to the value."""
    exact = {code: 10 * sum(contributions[k] for k in BARS[code]) for code in BARS}
    tenths = {code: int(points) for code, points in exact.items()}
    spare = round(10 * value) - sum(tenths.values())
    by_remainder = sorted(BARS, key=lambda code: tenths[code] - exact[code])
    for code in by_remainder[:spare]:
        tenths[code] += 1
    return tuple(
        Bar(code, tenths[code] / 10, round(sum(map(weights.points, BARS[code])), 1))
        for code in BARS
    )


def largest_gain(
    effective: dict[str, float], weights: Weights
) -> tuple[str, float] | None:
    gains = {k: weights.points(k) * (1 - effective[k]) for k in TERMS}
    term = max(gains, key=lambda k: gains[k])
    return (term, round(gains[term], 1)) if round(gains[term], 1) > 0 else None


def facts(
    term: str, need: NeedFacets, offer: OfferFacets, t: float | None
) -> dict[str, Any]:
    """What a sentence about the term needs to name."""
    match term:
        case "T":
            return {"t": None if t is None else round(t, 4)}
        case "A":
            return {
                "shared": sorted(need.areas & offer.areas),
                "asked": sorted(need.areas),
            }
        case "Sx":
            return {"asked": need.sector, "offered": sorted(offer.sectors)}
        case "B":
            return {
                "budget_min": need.budget_min,
                "budget_max": need.budget_max,
                "price_min": offer.price_min,
                "price_max": offer.price_max,
            }
        case "St":
            return {"asked": need.stage, "offered": sorted(offer.stages)}
        case "R":
            return {"references": offer.references}
        case "L":
            return {
                "shared": sorted(need.languages & offer.languages),
                "asked": sorted(need.languages),
                "offered": sorted(offer.languages),
                "interpreter": offer.interpreter,
            }
        case _:
            return {"country": need.country, "done": sorted(offer.experience or ())}
