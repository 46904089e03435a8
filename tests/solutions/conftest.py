import pytest

from matching import store
from solutions import matching


@pytest.fixture(scope="session")
def encoder():
    """The real encoder; it was converted by `manage.py setup` and loads in a second."""
    return store.engine()


@pytest.fixture
def read(encoder):
    """`read(*solutions)` gives listed solutions their vectors, as the worker does."""

    def embed(*solutions) -> None:
        matching.embed_solutions(solution.pk for solution in solutions)

    return embed
