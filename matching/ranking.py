"""Vectors and facts of one need and many offers → an order with evidence."""

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from matching.facets import NeedFacets
from matching.offer_table import OfferTable
from matching.space import Mix
from matching.vectors import Floats
from matching.weights import Weights

# Long texts count by the mean of their two best passages: one may be chance.
BEST_PASSAGES = 2
# An offer's pull is the mean of its ten best scores over the portal's needs.
PULL_FROM = 10
FIRST, PER_PROVIDER = 10, 2
# Of a text score; single precision vouches for no more.
TEXT_DIGITS = 4

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class OfferTexts:
    """Comparable vectors of all passages of all offers, (passages, dimensions).

    `owner` (passages,) is the row of the offer that a passage belongs to, ascending.
    """

    vectors: Floats
    owner: Whole
    size: int
    mix: Mix


@dataclass(frozen=True)
class TextScores:
    """Per offer: the text score `t`, NaN without text, and its best passage.

    `passage` is a row of `OfferTexts.vectors`, −1 without text.
    """

    t: npt.NDArray[np.float64]
    passage: Whole


@dataclass(frozen=True)
class Ranked:
    """An offer by its row, with what ordered it."""

    row: int
    value: float
    t: float
    passage: int


def text_scores(need: Floats, offers: OfferTexts) -> TextScores:
    """Score of one need (passages, dimensions) with every offer.

    Mean of the two best pairs of passages, of the only one where there is but one.
    """
    t = np.full(offers.size, np.nan)
    passage = np.full(offers.size, -1, dtype=np.int64)
    if not len(need) or not len(offers.owner):
        return TextScores(t, passage)
    pairs = offers.mix.scores(offers.vectors, need).astype(np.float64)
    owners, starts = np.unique(offers.owner, return_index=True)
    best = pairs.max(axis=1)
    # Rows by owner, then best first: the first row of each owner is its evidence.
    order = np.lexsort((-best, offers.owner))
    passage[owners] = order[starts]
    flat_owner = np.repeat(offers.owner, len(need))
    flat = pairs.ravel()
    order = np.lexsort((-flat, flat_owner))
    firsts = np.searchsorted(flat_owner[order], owners)
    counts = np.diff([*firsts, len(flat)])
    top = flat[order]
    second = np.where(counts > 1, firsts + 1, firsts)
    t[owners] = (top[firsts] + top[second]) / BEST_PASSAGES
    return TextScores(t, passage)


def best_passages(need: Floats, offers: OfferTexts, rows: Sequence[int]) -> Whole:
    """The row of each offer's best passage for one need, (offers,).

    −1 without text, and for offers that are not among `rows`.
    """
    places = np.flatnonzero(np.isin(offers.owner, rows))
    few = replace(offers, vectors=offers.vectors[places], owner=offers.owner[places])
    found = text_scores(need, few).passage
    return np.append(places, -1)[found]


def many_scores(needs: Sequence[Floats], offers: OfferTexts) -> npt.NDArray[np.float64]:
    """Text scores of many needs at once, (needs, offers); NaN without text.

    The same numbers as `text_scores`; needs of one passage, nearly all, share one
    product.
    """
    scores = np.full((len(needs), offers.size), np.nan)
    single = np.array([r for r, need in enumerate(needs) if len(need) == 1], dtype=int)
    for row in {*range(len(needs))} - {*single.tolist()}:
        scores[row] = text_scores(needs[row], offers).t
    if not len(single) or not len(offers.owner):
        return scores
    asked = np.concatenate([needs[row] for row in single])
    pairs = offers.mix.scores(offers.vectors, asked).astype(np.float64)
    owners, starts, sizes = np.unique(
        offers.owner, return_index=True, return_counts=True
    )
    best = np.maximum.reduceat(pairs, starts, axis=0)
    second = np.where(
        (sizes == 1)[:, None], best, np.add.reduceat(pairs, starts, axis=0) - best
    )
    for row in np.flatnonzero(sizes > BEST_PASSAGES):
        group = pairs[starts[row] : starts[row] + sizes[row]]
        second[row] = np.partition(group, -2, axis=0)[-2]
    scores[np.ix_(single, owners)] = ((best + second) / BEST_PASSAGES).T
    return scores


def pulls(needs: Sequence[Floats], offers: OfferTexts) -> npt.NDArray[np.float64]:
    """How near each offer lies to needs in general, (offers,).

    The mean of its ten highest text scores over the needs given: a hub that answers
    everybody a little. NaN for an offer without text.
    """
    scores = many_scores(needs, offers)
    scores = scores[~np.isnan(scores).all(axis=1)]
    if not len(scores):
        return np.full(offers.size, np.nan)
    best: npt.NDArray[np.float64] = np.sort(scores, axis=0)[::-1][:PULL_FROM]
    return np.asarray(best.mean(axis=0), dtype=np.float64)


def without_hubs(scores: TextScores, pull: npt.NDArray[np.float64]) -> TextScores:
    """2t − pull (Conneau et al. 2018's CSLS, one-sided: the need's own part is equal
    for all offers and orders nothing)."""
    return TextScores(2 * scores.t - pull, scores.passage)


def rank(
    need: NeedFacets,
    offers: OfferTable,
    text: TextScores,
    *,
    weights: Weights,
    ids: Sequence[Hashable],
    providers: Sequence[Hashable] | None = None,
    seed: str = "",
) -> list[Ranked]:
    """Offers that no gate excludes, best value first.

    Equal values go by text, then by a hash of seed and id: nobody gains by an early
    id. Among the first ten, a provider has at most two; its others follow later.
    """
    values = offers.values(need, text.t, weights)
    t = np.nan_to_num(text.t, nan=-np.inf)
    rows = np.flatnonzero(offers.open_to(need)).tolist()
    rows = ordered(rows, values, t, ids, seed=seed)
    if providers is not None:
        rows = varied(rows, providers)
    return [
        Ranked(row, float(values[row]), float(text.t[row]), int(text.passage[row]))
        for row in rows
    ]


def ordered(
    rows: Sequence[int],
    values: Sequence[float] | npt.NDArray[np.float64],
    t: Sequence[float] | npt.NDArray[np.float64],
    ids: Sequence[Hashable],
    *,
    seed: str,
) -> list[int]:
    """Best value first, then the nearer text, then by lot.

    Text scores that differ by rounding alone, as the same pair's do in products of
    different shapes, are equal.
    """
    near = np.round(np.asarray(t, dtype=float), TEXT_DIGITS)
    return sorted(rows, key=lambda row: (-values[row], -near[row], lot(seed, ids[row])))


def lot(seed: str, offer: Hashable) -> bytes:
    """A fair place among equals, the same in every run with this seed."""
    return hashlib.sha256(f"{seed}/{offer}".encode()).digest()


def varied(rows: Sequence[int], providers: Sequence[Hashable]) -> list[int]:
    """The same rows; a provider's third and later wait until ten are listed."""
    first: list[int] = []
    later: list[int] = []
    seen: dict[Hashable, int] = {}
    for row in rows:
        count = seen.get(providers[row], 0)
        if len(first) < FIRST and count < PER_PROVIDER:
            seen[providers[row]] = count + 1
            first.append(row)
        else:
            later.append(row)
    return first + later
