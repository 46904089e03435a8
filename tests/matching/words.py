"""A small encoder in place of the real ones: texts with common words are near."""

from functools import cache
from zlib import crc32

import numpy as np
import pytest

from matching import background, engines
from matching.vectors import normalised


class WordVoices:
    """Like `matching.voices.Voices`: a vector is the sum of its words' directions."""

    is_packaged = False

    def __init__(self, engine="words-1", *, first=16, second=0):
        self.engine = engine
        self.widths = (first, second) if second else (first,)
        self.dimensions = first + second
        self.second_languages = frozenset({"en", "ko"}) if second else frozenset()
        self.read = []

    def encode(self, texts, side="passage"):
        self.read += texts
        rows = [self._parts(f"{side} {text}") for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimensions)

    def count_tokens(self, texts):
        return [len(text.split()) for text in texts]

    def _parts(self, text):
        summed = sum(
            direction(self.engine, word, self.dimensions)
            for word in text.lower().split()
        )
        parts = np.split(summed, [self.widths[0]])
        return np.concatenate(
            [normalised(part[None])[0] for part in parts if len(part)]
        )


@cache
def direction(engine, word, dimensions):
    seed = crc32(f"{engine} {word}".encode())
    return np.random.default_rng(seed).normal(size=dimensions)


@pytest.fixture
def speak(db, settings, tmp_path, monkeypatch):
    """`speak(encoder)` makes it the configured one; nothing is learned for it."""
    settings.MODEL_DIR = tmp_path

    def nothing(encoder, cache):
        return np.zeros((encoder.widths[0],) * 2, dtype=np.float32)

    def configure(encoder):
        monkeypatch.setattr(engines, "configured", lambda: encoder)
        return encoder

    monkeypatch.setattr(background, "learned", nothing)
    return configure


@pytest.fixture
def words(speak):
    """A small encoder that reads words, in place of the real ones."""
    return speak(WordVoices())
