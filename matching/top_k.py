"""Exact best offers of many needs at once, in numpy.

The bare product of the two matrices is the floor; picking the best must cost little
beside it. Each row of scores is cut into blocks, and only the blocks with the highest
maxima can hold one of the best: their scores alone are looked at.

Filters cost no pass of their own. Each value of a filter is one more dimension: 1 in
the needs that have it, and `SHUT` in the offers that do not serve it, so that the
product itself pushes those below every cosine.
"""

import numpy as np
import numpy.typing as npt

from matching.vectors import Floats

NEEDS_AT_ONCE = 128
BLOCK = 250
# Below −1, the least cosine; adding it or 0 is exact enough in float32.
SHUT = -4.0

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def with_filters(vectors: Floats, *, has: Flags) -> Floats:
    """Needs with one dimension per filter value; `has` is (needs, values)."""
    return np.hstack([vectors, has.astype(np.float32)])


def filtered(vectors: Floats, *, serves: Flags) -> Floats:
    """Offers to match: each must serve every value that a need has."""
    return np.hstack([vectors, np.where(serves, 0, SHUT).astype(np.float32)])


def best(needs: Floats, offers: Floats, k: int) -> tuple[Whole, Floats]:
    """Rows of the k best offers of each need, and their scores, best first.

    Both (needs, min(k, offers)). Row −1 stands where no open offer is left.
    """
    k = min(k, len(offers))
    rows = np.empty((len(needs), k), dtype=np.int64)
    scores = np.empty((len(needs), k), dtype=np.float32)
    blocks = -(-len(offers) // BLOCK)
    at_once = min(NEEDS_AT_ONCE, len(needs))
    # The last block is filled up with what never wins.
    product = np.full((at_once, blocks * BLOCK), -np.inf, dtype=np.float32)
    for start in range(0, len(needs), NEEDS_AT_ONCE):
        batch = needs[start : start + NEEDS_AT_ONCE]
        part = product[: len(batch)]
        np.matmul(batch, offers.T, out=part[:, : len(offers)])
        end = start + len(batch)
        rows[start:end], scores[start:end] = best_of(part, k)
    rows[scores < -1 - 1e-5] = -1
    return rows, scores


def best_of(scores: Floats, k: int) -> tuple[Whole, Floats]:
    """The k highest of each row of (needs, blocks × BLOCK)."""
    blocked = scores.reshape(len(scores), -1, BLOCK)
    chosen = highest(blocked.max(axis=2), k)
    inside = np.take_along_axis(blocked, chosen[:, :, None], axis=1)
    inside = inside.reshape(len(scores), -1)
    places = highest(inside, k)
    rows = np.take_along_axis(chosen, places // BLOCK, axis=1) * BLOCK + places % BLOCK
    found = np.take_along_axis(inside, places, axis=1)
    order = np.argsort(-found, axis=1, kind="stable")
    return (
        np.take_along_axis(rows, order, axis=1),
        np.take_along_axis(found, order, axis=1),
    )


def highest(values: Floats, k: int) -> Whole:
    """Columns of the k highest of each row, in any order."""
    if values.shape[1] <= k:
        return np.tile(np.arange(values.shape[1]), (len(values), 1))
    return np.argpartition(values, -k, axis=1)[:, -k:]
