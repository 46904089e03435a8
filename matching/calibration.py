"""Fitting the numbers of `matching.weights` to a judged set."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
