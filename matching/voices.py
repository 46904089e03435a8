"""Two encoders that speak as one: what the portal compares texts with.

A vector is the first encoder's, then the second's, each of length 1. The packaged
encoder has a second voter beside it; an operator's own encoder speaks alone.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from matching import encoder, second_voter
from matching.encoder import Encoder, Side
from matching.second_voter import SecondVoter
from matching.vectors import Floats


class Voices:
    """`widths` are the dimensions of each encoder; `engine` names both."""

    def __init__(
        self,
        first: Encoder,
        second: SecondVoter | None = None,
        *,
        is_packaged: bool = False,
    ) -> None:
        self._first, self._second = first, second
        self.is_packaged = is_packaged
        self.engine = first.engine
        self.widths: tuple[int, ...] = (first.dimensions,)
        # Languages that the second understands.
        self.second_languages: frozenset[str] = frozenset()
        if second is not None:
            self.engine += f"+{second.name}"
            self.widths += (second.dimensions,)
            self.second_languages = second.languages
        self.dimensions = sum(self.widths)

    def encode(self, texts: Sequence[str], side: Side = "passage") -> Floats:
        """(texts, dimensions); see `Encoder.encode` for what is read of a text."""
        vectors = self._first.encode(texts, side)
        if self._second is None:
            return vectors
        return np.hstack([vectors, self._second.encode(texts)])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._first.count_tokens(texts)


def load(
    models: Path,
    *,
    own: str | Path = "",
    precision: str | None = None,
    threads: int | None = None,
) -> Voices:
    """The packaged encoders, or the operator's one in the folder `own`."""
    threads = threads or len(os.sched_getaffinity(0))
    first = encoder.load(models, own=own, precision=precision, threads=threads)
    if own:
        return Voices(first)
    return Voices(first, second_voter.load(models, threads), is_packaged=True)
