"""The numbers that turn terms into a fit; every score names their version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.terms import TERMS

# The five bars that are shown, and the terms that each gathers.
BARS: dict[str, tuple[str, ...]] = {
    "need": ("T", "A", "Sx"),
    "conditions": ("St", "C"),
    "budget": ("B",),
    "languages": ("L",),
    "record": ("R",),
}


@dataclass(frozen=True)
class Weights:
    """`weight` and `missing` by term; `text_middle`, `text_width` shape T.

    `missing` is what a term counts as when it is not stated: the 25 % quantile of the
    term over the catalogue, never above .5. `strong` and `possible` are the least
    values of the two words, in per cent of what the need's own statements let any
    offer reach.
    """

    version: str
    weight: Mapping[str, float]
    missing: Mapping[str, float]
    text_middle: float
    text_width: float
    strong: float
    possible: float

    def __post_init__(self) -> None:
        if {*self.weight} != {*TERMS} or {*self.missing} != {*TERMS}:
            raise ValueError("a weight and a missing value for every term, no more")
        if min(self.weight.values()) < 0 or not sum(self.weight.values()):
            raise ValueError("weights are not negative, and not all zero")
        if not all(0 <= value <= 0.5 for value in self.missing.values()):
            raise ValueError("a term that is not stated counts between 0 and .5")

    def points(self, term: str) -> float:
        """What the term adds to the value at most; all terms add up to 100."""
        return 100 * self.weight[term] / sum(self.weight.values())

    def word(self, value: float, *, reachable: float = 100.0) -> str:
        """`reachable` is the best value that what the need states allows."""
        share = 100 * value / reachable if reachable > 0 else 0
        if share >= self.strong:
            return "strong"
        return "possible" if share >= self.possible else "weak"


def total(contributions: Iterable[Any]) -> Any:
    """The value shown: points added in order, to one decimal; numbers or arrays.

    One function for a single offer and for many, so that a list and a page agree.
    """
    fit: Any = 0.0
    for points in contributions:
        fit = fit + points
    return np.round(fit, 1)


# Text, areas and sector follow tests/data/judged: texts order better than a sector or
# areas that many share. The rest is judgement, for nobody judged stages, languages or
# experience yet. The words are where the chance that an officer would want a
# look (grade 1 or 2) passes .7 and .3 (`match_calibrate`); the missing value of R is its 25 % quantile.
START = Weights(
    version="2",
    weight={
        "T": 0.60,
        "A": 0.15,
        "Sx": 0.10,
        "B": 0.05,
        "St": 0.04,
        "R": 0.03,
        "L": 0.02,
        "C": 0.01,
    },
    missing={
        "T": 0.0,
        "A": 0.0,
        "Sx": 0.0,
        "B": 0.5,
        "St": 0.5,
        "R": 0.29,
        "L": 0.5,
        "C": 0.3,
    },
    text_middle=0.25,
    text_width=0.10,
    strong=87.0,
    possible=69.0,
)
