"""A need's list as its office last said that it had seen it."""

from collections.abc import Iterable
from dataclasses import dataclass

from solutions.models import Match, Ranking


@dataclass(frozen=True)
class Seen:
    """One line of `Ranking.seen`."""

    rank: int
    value: float
    word: str


def snapshot(matches: Iterable[Match]) -> dict[str, list]:
    """A list as `Ranking.seen` keeps it."""
    return {
        str(match.solution_id): [match.rank, match.value, match.word]
        for match in matches
    }


def stamp(ranking: Ranking) -> str:
    """Names the list as it is now; a list made anew has another."""
    return f"{ranking.done}-{ranking.done_at:%Y%m%d%H%M%S%f}"
