"""Time of the exact top ten of many needs, beside the bare matrix product."""

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.top_k import NEEDS_AT_ONCE, best, filtered, with_filters
from matching.vectors import Floats, normalised

DIMENSIONS = 384
K = 10
# The country of a need, and the state of an offer: 26 values, seven in ten served.
FILTER_VALUES = 26
SERVED = 0.7
# Subjects of which the made-up vectors are blurred copies.
SUBJECTS = 200
BLUR = 1.2
REPEATS = 3
CHECKED = 50


@dataclass(frozen=True)
class Timing:
    """`single_ms`: one need against all; `recall` against sorting every score."""

    seconds: float
    sgemm_seconds: float
    ratio: float
    single_ms: float
    recall: float
    rss_mb: int
    threads: int


def run(needs: int, offers: int, *, seed: int = 1) -> Timing:
    """The best of three interleaved runs of each; the machine may be busy."""
    random = np.random.default_rng(seed)
    subjects = random.normal(size=(SUBJECTS, DIMENSIONS)).astype(np.float32)
    asked, offered = made_up(random, subjects, needs), made_up(random, subjects, offers)
    has = np.eye(FILTER_VALUES, dtype=np.bool_)[
        random.integers(FILTER_VALUES, size=needs)
    ]
    serves = random.random((offers, FILTER_VALUES)) < SERVED
    left, right = with_filters(asked, has=has), filtered(offered, serves=serves)
    batch, bare, single = [], [], []
    for _repeat in range(REPEATS):
        bare.append(timed(lambda: product(asked, offered)))
        batch.append(timed(lambda: best(left, right, K)))
        single.append(timed(lambda: best(left[:1], right, K)))
    return Timing(
        seconds=round(min(batch), 4),
        sgemm_seconds=round(min(bare), 4),
        ratio=round(min(batch) / min(bare), 3),
        single_ms=round(1000 * min(single), 2),
        recall=recall(asked, offered, has, serves, best(left, right, K)[1]),
        rss_mb=resident_mb(),
        threads=len(os.sched_getaffinity(0)),
    )


def made_up(random: np.random.Generator, subjects: Floats, count: int) -> Floats:
    blur = random.normal(size=(count, DIMENSIONS)).astype(np.float32)
    return normalised(subjects[random.integers(SUBJECTS, size=count)] + BLUR * blur)


def product(needs: Floats, offers: Floats) -> None:
    """All scores and nothing else, in the same batches."""
    room = np.empty((min(NEEDS_AT_ONCE, len(needs)), len(offers)), dtype=np.float32)
    for start in range(0, len(needs), NEEDS_AT_ONCE):
        batch = needs[start : start + NEEDS_AT_ONCE]
        np.matmul(batch, offers.T, out=room[: len(batch)])


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def recall(
    needs: Floats, offers: Floats, has: np.ndarray, serves: np.ndarray, found: Floats
) -> float:
    """Share of the true top ten found, on the first needs.

    Scores are compared, not rows: either of two equal offers is right.
    """
    hits = total = 0
    for need, values, scores in zip(needs[:CHECKED], has, found, strict=False):
        is_open = serves[:, values].all(axis=1)
        true = np.sort(offers[is_open] @ need)[::-1][:K]
        hits += int((scores[: len(true)] >= true - 1e-4).sum())
        total += len(true)
    return round(hits / total, 4) if total else 1.0


def resident_mb() -> int:
    """The most this process held in memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
