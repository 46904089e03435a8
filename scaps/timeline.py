"""Bars of a timeline as numbers for a drawing. No database, no Django.

The drawing is `WIDTH` wide; a bar begins and ends where its days lie between the
first and the last year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

WIDTH = 600
MOST_LABELS = 8


@dataclass(frozen=True)
class Span:
    """Days as they were planned and as they came; each may be open or missing."""

    planned: tuple[date | None, date | None]
    actual: tuple[date | None, date | None] = (None, None)

    @property
    def days(self) -> list[date]:
        return [day for day in (*self.planned, *self.actual) if day]


@dataclass(frozen=True)
class Bar:
    """Where a stretch lies in the drawing."""

    x: float
    width: float


@dataclass(frozen=True)
class Axis:
    """`first` and `last` year; `lines` are where years begin; `today` may lie outside."""

    first: int
    last: int
    labels: list[int]
    lines: list[float]
    today: float | None

    def at(self, day: date) -> float:
        days = (date(self.last, 12, 31) - date(self.first, 1, 1)).days
        share = (day - date(self.first, 1, 1)).days / days
        return round(min(max(share, 0), 1) * WIDTH, 1)

    def bar(self, first: date | None, last: date | None) -> Bar | None:
        """A stretch with one known end is a short mark at that end."""
        known = first or last
        if known is None:
            return None
        begins, ends = self.at(first or known), self.at(last or known)
        return Bar(begins, round(max(ends - begins, 4), 1))


def axis(
    years: Iterable[int | None], spans: Iterable[Span], today: date
) -> Axis | None:
    """From the first to the last year that is named anywhere; none, nothing to draw."""
    named = [year for year in years if year]
    named += [day.year for span in spans for day in span.days]
    if not named:
        return None
    first, last = min(named), max(named)
    count = last - first + 1
    step = -(-count // MOST_LABELS)
    width = WIDTH / count
    axis = Axis(
        first,
        last,
        list(range(first, last + 1, step)),
        [round(n * width, 1) for n in range(0, count + 1, step)],
        None,
    )
    if not first <= today.year <= last:
        return axis
    return Axis(axis.first, axis.last, axis.labels, axis.lines, axis.at(today))


def planned(axis: Axis, span: Span) -> Bar | None:
    return axis.bar(*span.planned)


def done(axis: Axis, span: Span, today: date) -> Bar | None:
    """What is behind: from the real start to the real end, or to today."""
    first, last = span.actual
    if first is None or first > today:
        return None
    return axis.bar(first, min(last or today, today))
