"""The real encoders, loaded once; converted on the first run and kept."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from matching import background, encoder, judged_set, second_voter
from matching.voices import Voices
from tests.matching.words import speak as speak
from tests.matching.words import words as words

REPOSITORY = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("NEASCN_TEST_MODELS", REPOSITORY / "var" / "models"))
JUDGED = REPOSITORY / "tests" / "data" / "judged"
# So many texts are encoded once and kept beside the models.
MANY = 50


class Remembering(Voices):
    """The real voices; a second run need not encode a large set of texts again."""

    def encode(self, texts, side="passage"):
        if len(texts) < MANY:
            return super().encode(texts, side)
        asked = json.dumps([self.engine, side, *texts]).encode()
        path = MODELS / "tests" / f"{hashlib.sha256(asked).hexdigest()[:16]}.npy"
        found = background.read(path, shape=(len(texts), self.dimensions))
        if found is None:
            found = super().encode(texts, side)
            background.write(path, found)
        return found


@pytest.fixture(scope="session")
def models():
    return MODELS


@pytest.fixture(scope="session")
def e5(models):
    return encoder.load(models, threads=2)


@pytest.fixture(scope="session")
def voter(models):
    return second_voter.load(models, threads=2)


@pytest.fixture(scope="session")
def voices(e5, voter):
    """Both as the portal uses them."""
    return Remembering(e5, voter, is_packaged=True)


@pytest.fixture(scope="session")
def space(voices, models):
    return background.space(voices, cache=models)


@pytest.fixture(scope="session")
def judged():
    return judged_set.read(JUDGED)
