"""Figures of the portal that runs here, each with the limit it must keep.

They are taken on the database that the settings name, with no other worker on it:
`make bench` brings up the demo network's. Times depend on the machine: compare them
within one run.
"""

from collections.abc import Iterator

from neascn.benchmarks import engine, pages, pinpointing, processes, quality
from neascn.benchmarks.figure import Figure

__all__ = ["Figure", "figures"]


def figures() -> Iterator[Figure]:
    yield from pages.figures()
    yield from quality.figures()
    yield from engine.figures()
    yield from pinpointing.figures()
    yield from processes.figures()
