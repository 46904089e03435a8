"""When a report is due in a member's country, and when the member is reminded."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.working_days import at_or_after, is_working_day
from scaps.states import ReminderStep

DISTANCES = {
    ReminderStep.MONTH: timedelta(days=-30),
    ReminderStep.WEEK: timedelta(days=-7),
    ReminderStep.DAY: timedelta(0),
    ReminderStep.OVERDUE: timedelta(days=7),
}
ORDER = list(ReminderStep)


def due_on(period, country: str) -> date:
    return at_or_after(period.due_on, country)


def days(period, country: str) -> dict[ReminderStep, date]:
    """The day of every reminder; none lies before the period opens."""
    opens = at_or_after(period.opens_on, country)
    due = due_on(period, country)
    found = {ReminderStep.OPENED: opens}
    for step, distance in DISTANCES.items():
        if (day := due + distance) >= opens:
            found[step] = at_or_after(day, country)
    return found


def step_now(period, country: str, today: date) -> ReminderStep | None:
    """What a member is to be told today, if it was not told yet.

    Only the latest step counts: of two that were missed one letter is enough.
    """
    if not is_working_day(today, country):
        return None
    passed = [step for step, day in days(period, country).items() if day <= today]
    return max(passed, key=ORDER.index, default=None)


def is_news(step: ReminderStep, sent: Iterable[str]) -> bool:
    """Whether neither this step nor a later one was sent."""
    return all(ORDER.index(ReminderStep(other)) < ORDER.index(step) for other in sent)
