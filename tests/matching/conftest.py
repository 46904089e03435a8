"""The real encoder, loaded once; converted on the first run and kept."""

import os
from pathlib import Path

import pytest

from matching import encoder

REPOSITORY = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("NEASCN_TEST_MODELS", REPOSITORY / "var" / "models"))


@pytest.fixture(scope="session")
def models():
    return MODELS


@pytest.fixture(scope="session")
def e5(models):
    return encoder.load(models, threads=2)
