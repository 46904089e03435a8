"""When a letter is due: pure reckoning with hours, days and zones."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.states import Rhythm


@dataclass(frozen=True)
class Times:
    """When one person wants letters; hours are those of their zone."""

    zone: str = ""
    is_quiet: bool = True
    quiet_from: int = 20
    quiet_until: int = 8
    weekday: int = 0


def due(rhythm: str, now: datetime, times: Times) -> datetime | None:
    """When something that happens now is to be mailed; never is None."""
    here = now.astimezone(ZoneInfo(times.zone or "UTC"))
    match rhythm:
        case Rhythm.NEVER:
            return None
        case Rhythm.DAILY:
            return _next(here, times.quiet_until)
        case Rhythm.WEEKLY:
            return _next(here, times.quiet_until, weekday=times.weekday)
    return _next(here, times.quiet_until) if _is_quiet(here, times) else now


def _is_quiet(here: datetime, times: Times) -> bool:
    """Where somebody is unknown, so is their night."""
    if not (times.is_quiet and times.zone):
        return False
    begin, end = times.quiet_from, times.quiet_until
    if begin <= end:
        return begin <= here.hour < end
    return here.hour >= begin or here.hour < end


def _next(here: datetime, hour: int, weekday: int | None = None) -> datetime:
    """The next time that the clock there shows the hour, on that day of the week."""
    day = here.date()
    while True:
        # Through UTC: an hour that summer time skips becomes the one after it.
        moment = datetime.combine(day, time(hour), here.tzinfo).astimezone(UTC)
        if moment > here and weekday in (None, day.weekday()):
            return moment
        day += timedelta(days=1)
