"""A need's list as its office last said that it had seen it."""

from dataclasses import dataclass

from solutions.models import Ranking


@dataclass(frozen=True)
class Seen:
    """One line of `Ranking.seen`."""

    rank: int
    value: float
    word: str


def stamp(ranking: Ranking) -> str:
    """Names the list as it is now; a list made anew has another."""
    return f"{ranking.done}-{ranking.done_at:%Y%m%d%H%M%S%f}"
