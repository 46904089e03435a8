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
    values (0–100) of the two words.
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

    def word(self, value: float) -> str:
        if value >= self.strong:
            return "strong"
        return "possible" if value >= self.possible else "weak"


def total(contributions: Iterable[Any]) -> Any:
    """The value shown: points added in order, to one decimal; numbers or arrays.

    One function for a single offer and for many, so that a list and a page agree.
    """
    fit: Any = 0.0
    for points in contributions:
        fit = fit + points
    return np.round(fit, 1)


# Weights and missing values are those of the design; nobody judged stages, languages
# or experience yet. Measured on tests/data/judged with `match_calibrate`: .22 and .06
# order as well as anything near them (the logistic of grade 2 on t has width .07);
# the missing value of R is its 25 % quantile; the words are where the logistic of
# grade 2 on the value passes .7 and .3.
START = Weights(
    version="1",
    weight={
        "T": 0.45,
        "A": 0.15,
        "Sx": 0.10,
        "B": 0.10,
        "St": 0.08,
        "R": 0.06,
        "L": 0.04,
        "C": 0.02,
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
    text_middle=0.22,
    text_width=0.06,
    strong=72.0,
    possible=59.0,
)
