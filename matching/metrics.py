"""Figures of a ranking against judgements, averaged over needs.

Grade 2 is relevant for P@1, R@k and MRR; the gain of nDCG is 2^grade − 1. A need
without a relevant solution says nothing about the first three, one without any grade
nothing about nDCG.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RELEVANT = 2
CUT = 10


@dataclass(frozen=True)
class Figures:
    """Of one need, or means over several; None where nothing could be measured."""

    p1: float | None
    r5: float | None
    r10: float | None
    mrr: float | None
    ndcg10: float | None


NAMES = ("p1", "r5", "r10", "mrr", "ndcg10")


def figures(ranked: Sequence[int], judged: Iterable[int]) -> Figures:
    """`ranked`: grades in the order of the ranking; `judged`: all grades there are."""
    judged = sorted(judged, reverse=True)
    relevant = judged.count(RELEVANT)
    best = gain(judged)
    ndcg = gain(ranked) / best if best else None
    if not relevant:
        return Figures(None, None, None, None, ndcg)
    return Figures(
        p1=float(ranked[:1] == [RELEVANT]),
        r5=ranked[:5].count(RELEVANT) / relevant,
        r10=ranked[:10].count(RELEVANT) / relevant,
        mrr=1 / (ranked.index(RELEVANT) + 1) if RELEVANT in ranked else 0.0,
        ndcg10=ndcg,
    )


def gain(grades: Sequence[int]) -> float:
    """Discounted gain of the first ten."""
    return math.fsum(
        (2**grade - 1) / math.log2(place + 1)
        for place, grade in enumerate(grades[:CUT], start=1)
    )


def averaged(every: Sequence[Figures]) -> Figures:
    return Figures(*(mean([getattr(one, name) for one in every]) for name in NAMES))


def mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None
