"""A linear map, learned from need and offer sentences that ship with the portal.

Encoders are trained on the whole web; here, what sets one problem of a city apart from
its neighbours counts. The shipped sentences say which offer answers which need, in six
languages each, so the map also learns to look past the language. It is trained with
InfoNCE (van den Oord et al. 2018, arXiv:1807.03748) on all pairs at once, starts from
nothing, and stops early: few sentences teach a little, and must not teach more.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.vectors import Floats, normalised

STEPS = 100
RATE = 1e-4
SHARPNESS = 8.0
DECAY = 1e-3
# A pair in one language teaches little about other languages.
SAME_LANGUAGE = 0.3
# Adam's usual memory of gradients and of their squares.
MEMORY = (0.9, 0.99)
TINY = 1e-8


@dataclass(frozen=True)
class Pairs:
    """Row i of `needs` and `offers`, both (n, width) of length 1: one topic, one language."""

    needs: Floats
    offers: Floats
    topics: npt.NDArray[np.int64]
    languages: npt.NDArray[np.str_]


def trained(pairs: Pairs, *, steps: int = STEPS) -> Floats:
    """P (width, width), for x ↦ x + xP on both sides; the same for the same pairs."""
    width = pairs.needs.shape[1]
    matrix: Floats = np.zeros((width, width), dtype=np.float32)
    mean: Floats = np.zeros_like(matrix)
    square: Floats = np.zeros_like(matrix)
    wanted = targets(pairs)
    for step in range(1, steps + 1):
        slope = gradient(pairs, matrix, wanted) + DECAY * matrix
        mean += (1 - MEMORY[0]) * (slope - mean)
        square += (1 - MEMORY[1]) * (slope**2 - square)
        unbiased = np.sqrt(square / (1 - MEMORY[1] ** step)) + TINY
        matrix -= RATE * (mean / (1 - MEMORY[0] ** step)) / unbiased
    return matrix


def targets(pairs: Pairs) -> tuple[Floats, Floats]:
    """For each need how much every offer should win, and the other way round."""
    right = pairs.topics[:, None] == pairs.topics
    alike = pairs.languages[:, None] == pairs.languages
    weight = right * np.where(alike, SAME_LANGUAGE, 1).astype(np.float32)
    return weight / weight.sum(axis=1, keepdims=True), weight / weight.sum(axis=0)


def gradient(pairs: Pairs, matrix: Floats, wanted: tuple[Floats, Floats]) -> Floats:
    """Of both directions' mean cross-entropy together."""
    needs, offers = pairs.needs, pairs.offers
    moved = [side + side @ matrix for side in (needs, offers)]
    units = [normalised(side) for side in moved]
    scores = np.exp(SHARPNESS * (units[0] @ units[1].T - 1))
    by_need = scores / scores.sum(axis=1, keepdims=True) - wanted[0]
    by_offer = scores / scores.sum(axis=0) - wanted[1]
    slope = SHARPNESS * (by_need + by_offer) / len(needs)
    return needs.T @ through(moved[0], units[0], slope @ units[1]) + offers.T @ through(
        moved[1], units[1], slope.T @ units[0]
    )


def through(moved: Floats, units: Floats, slope: Floats) -> Floats:
    """The slope before a row was brought to length 1."""
    along = (slope * units).sum(axis=1, keepdims=True) * units
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return (slope - along) / np.maximum(lengths, TINY)
