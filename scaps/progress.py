"""How a target stands: figures in, a word out. No database, no Django.

A target is what a published plan says of it (`scaps.snapshots`): a mapping with
`direction`, `baseline`, `baseline_year`, `goal` and `goal_year`, numbers as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

DOWN = "down"
REACHED, ON_COURSE, BEHIND = "reached", "on_course", "behind"
UNRATED, NOT_REPORTED = "unrated", "not_reported"


@dataclass(frozen=True)
class Actual:
    """What a report says of a target; `note` is in the language `lang`."""

    value: Decimal | None
    year: int
    note: str = ""
    lang: str = ""


def reached(target: Mapping, actual: Actual | None) -> bool:
    """Whether the goal is met, whichever way better lies."""
    goal = number(target["goal"])
    if actual is None or actual.value is None or goal is None:
        return False
    return actual.value <= goal if is_down(target) else actual.value >= goal


def standing(target: Mapping, actual: Actual | None) -> str:
    """Reached, on course or behind: measured on the straight way to the goal.

    A figure without a goal, or without a baseline to measure from, is unrated.
    """
    if actual is None:
        return NOT_REPORTED
    if reached(target, actual):
        return REACHED
    wanted = due(target, actual.year)
    if wanted is None or actual.value is None:
        return UNRATED
    ahead = actual.value <= wanted if is_down(target) else actual.value >= wanted
    return ON_COURSE if ahead else BEHIND


def due(target: Mapping, year: int) -> Decimal | None:
    """The value that the straight line from baseline to goal has in a year."""
    first, last = number(target["baseline"]), number(target["goal"])
    begins, ends = target["baseline_year"], target["goal_year"]
    if None in (first, last, begins, ends):
        return None
    if year >= ends or begins >= ends:
        return last
    if year <= begins:
        return first
    return first + (last - first) * (year - begins) / (ends - begins)


def share(target: Mapping, actual: Actual | None) -> int | None:
    """How much of the way from baseline to goal is done, in percent from 0 to 100."""
    if actual is None or actual.value is None:
        return None
    if reached(target, actual):
        return 100
    first, last = number(target["baseline"]), number(target["goal"])
    if first is None or last is None or first == last:
        return None
    done = (actual.value - first) / (last - first) * 100
    return int(min(max(done, Decimal(0)), Decimal(99)))


def is_down(target: Mapping) -> bool:
    return target["direction"] == DOWN


def number(value: str | Decimal | None) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)
