import pytest

from matching import engines
from solutions import catalogue_vectors
from tests.matching.words import speak as speak
from tests.matching.words import words as words


@pytest.fixture(scope="session")
def encoder():
    """The real encoder; it was converted by `manage.py setup` and loads in a second."""
    return engines.configured()


@pytest.fixture
def read(encoder):
    """`read(*solutions)` gives listed solutions their vectors, as the worker does."""

    def embed(*solutions) -> None:
        catalogue_vectors.embed_solutions(solution.pk for solution in solutions)

    return embed
