"""When a letter is due: quiet hours, mornings and weeks, in the person's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from notifications.states import Rhythm
from notifications.timing import Times, due

SEOUL = Times(zone="Asia/Seoul")


def at(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def seoul(*parts: int) -> datetime:
    return at("Asia/Seoul", *parts)


@pytest.mark.parametrize(
    ("rhythm", "now", "expected"),
    [
        # A Tuesday
        (Rhythm.AT_ONCE, (2026, 11, 24, 10, 30), (2026, 11, 24, 10, 30)),
        (Rhythm.AT_ONCE, (2026, 11, 24, 19, 59), (2026, 11, 24, 19, 59)),
        (Rhythm.AT_ONCE, (2026, 11, 24, 20, 0), (2026, 11, 25, 8)),
        (Rhythm.AT_ONCE, (2026, 11, 25, 2, 0), (2026, 11, 25, 8)),
        (Rhythm.AT_ONCE, (2026, 11, 25, 8, 0), (2026, 11, 25, 8)),
        (Rhythm.DAILY, (2026, 11, 24, 7, 59), (2026, 11, 24, 8)),
        (Rhythm.DAILY, (2026, 11, 24, 8, 0), (2026, 11, 25, 8)),
        (Rhythm.WEEKLY, (2026, 11, 24, 10, 0), (2026, 11, 30, 8)),
        (Rhythm.WEEKLY, (2026, 11, 30, 7, 0), (2026, 11, 30, 8)),
        (Rhythm.WEEKLY, (2026, 11, 30, 8, 0), (2026, 12, 7, 8)),
    ],
)
def test_due_in_seoul(rhythm, now, expected):
    assert due(rhythm, seoul(*now), SEOUL) == seoul(*expected)


def test_never_is_never():
    assert due(Rhythm.NEVER, seoul(2026, 11, 24, 10), SEOUL) is None


def test_somebody_whose_place_is_unknown_has_no_night():
    night = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)

    assert due(Rhythm.AT_ONCE, night, Times()) == night
    assert due(Rhythm.DAILY, night, Times()) == datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("times", "now", "expected"),
    [
        ({"is_quiet": False}, 23, (24, 23)),
        ({"quiet_from": 12, "quiet_until": 14}, 13, (24, 14)),
        ({"quiet_from": 12, "quiet_until": 14}, 15, (24, 15)),
        ({"quiet_from": 8, "quiet_until": 8}, 23, (24, 23)),
    ],
)
def test_quiet_hours_are_those_that_were_chosen(times, now, expected):
    found = due(
        Rhythm.AT_ONCE, seoul(2026, 11, 24, now), Times(zone="Asia/Seoul", **times)
    )

    assert found == seoul(2026, 11, *expected)


def test_summer_time_moves_the_morning_and_loses_none():
    """An hour that a clock skips is the one after it; a day is not counted twice."""
    berlin = Times(zone="Europe/Berlin", quiet_from=23, quiet_until=2)
    skipped = at("Europe/Berlin", 2026, 3, 29, 0, 30)
    twice = at("Europe/Berlin", 2026, 10, 25, 1, 30)

    first = due(Rhythm.AT_ONCE, skipped, berlin)
    assert first == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert due(Rhythm.DAILY, first, berlin) == datetime(2026, 3, 30, 0, 0, tzinfo=UTC)
    assert due(Rhythm.DAILY, twice, berlin) == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
