"""On which days the offices of a country work.

Weekends are Saturday and Sunday everywhere, also where a Saturday is worked to
make up for a bridge day: nobody is pressed on a day that is usually free.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date, country: str) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(country, day.year)


def at_or_after(day: date, country: str) -> date:
    """The day itself, or the next one on which that country works."""
    while not is_working_day(day, country):
        day += DAY
    return day


@lru_cache(maxsize=200)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """None are known for a country that the calendar does not have."""
    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset()
    return frozenset(day for day in found if day.year == year)


def after(day: date, number: int, country: str) -> date:
    """The last of so many working days after a day."""
    for _count in range(number):
        day = at_or_after(day + DAY, country)
    return day
