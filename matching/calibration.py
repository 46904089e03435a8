"""Fitting the numbers of `matching.weights` to a judged set."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching import background
from matching.evaluation import priors, score_texts
from matching.judged_set import JudgedSet
from matching.offer_table import OfferTable
from matching.scoring import reachable
from matching.voices import Voices
from matching.weights import Weights

# Probability of being relevant from which an offer is called by these words.
WORDS = {"strong": 0.7, "possible": 0.3}
# The least grade that counts: an officer would want to read about this offer.
WORTH_A_LOOK = 1
STEPS = 50
# Keeps the fit finite when a threshold parts the two kinds completely.
RIDGE = 1e-3

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Logistic:
    """P(relevant) = 1 / (1 + exp(−(x − middle) / width))."""

    middle: float
    width: float

    def at(self, probability: float) -> float:
        """The x of a probability."""
        return self.middle + self.width * float(np.log(probability / (1 - probability)))


def calibrate(
    judged: JudgedSet, encoder: Voices, *, weights: Weights, cache: Path
) -> dict[str, float]:
    """The logistic of relevance on the text score, and the least values of the words."""
    texts = score_texts(
        judged,
        encoder,
        priors(encoder, cache),
        background.space(encoder, cache=cache),
    )
    table = OfferTable([item.facets for item in judged.solutions])
    t = np.stack([scores.t for scores in texts])
    values = np.stack(
        [
            100
            * table.values(need.facets, scores.t, weights)
            / reachable(need.facets, weights)
            for need, scores in zip(judged.needs, texts, strict=True)
        ]
    )
    relevant = np.array(
        [
            [
                judged.grade(need.id, item.id) >= WORTH_A_LOOK
                for item in judged.solutions
            ]
            for need in judged.needs
        ],
        dtype=np.float64,
    )
    known = ~np.isnan(t)
    text = logistic(t[known], relevant[known])
    fit = logistic(values.ravel(), relevant.ravel())
    words = {word: round(fit.at(p), 1) for word, p in WORDS.items()}
    return {
        "text_middle": round(text.middle, 3),
        "text_width": round(text.width, 3),
        **words,
    }


def logistic(x: Numbers, relevant: Numbers) -> Logistic:
    """Newton's method on standardised x; `relevant` (n,) in [0, 1]."""
    centre, spread = x.mean(), x.std() or 1.0
    rows = np.column_stack([np.ones_like(x), (x - centre) / spread])
    weights = np.zeros(2)
    ridge = RIDGE * np.eye(2)
    for _step in range(STEPS):
        p = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (relevant - p) - ridge @ weights
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + ridge
        weights = weights + np.linalg.solve(curve, slope)
    constant, factor = weights
    return Logistic(
        middle=float(centre - spread * constant / factor),
        width=float(spread / factor),
    )
