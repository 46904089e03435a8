"""Reminds the side that sees to a step: before, on the day, and once after it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from core import working_days
from introductions.models import Introduction, NextStep
from introductions.notices import StepDue
from introductions.states import IntroductionState, StepReminder
from members.models import User
from notifications import services as notifications

BEFORE, AFTER = 2, 5
"""Working days of the owner's country."""
ORDER = ["", *StepReminder.values]


def remind(today: date | None = None) -> int:
    """Tell whom it concerns today; run twice, it tells nobody twice."""
    today = today or timezone.localdate()
    horizon = today + 7 * BEFORE * working_days.DAY
    found = (
        NextStep.objects.planned()
        .filter(
            introduction__in=Introduction.objects.relayed(),
            introduction__state=IntroductionState.AGREED,
            due_on__lte=horizon,
        )
        .exclude(reminded=StepReminder.OVERDUE)
        .select_related("introduction__asker__country", "introduction__asked__country")
        .order_by("pk")
    )
    told = 0
    for step in found:
        due = due_now(step.due_on, country=step.owner.country.code, today=today)
        if due and ORDER.index(due) > ORDER.index(step.reminded):
            told += _tell(step.pk, due, due_on=step.due_on)
    return told


def due_now(due_on: date, *, country: str, today: date) -> StepReminder | None:
    """What an owner is to be told today, if it was not told yet.

    Only the latest counts: of two that were missed one letter is enough.
    """
    if not working_days.is_working_day(today, country):
        return None
    if today >= working_days.after(due_on, AFTER, country):
        return StepReminder.OVERDUE
    if today >= working_days.at_or_after(due_on, country):
        return StepReminder.DUE
    if working_days.after(today, BEFORE, country) >= due_on:
        return StepReminder.SOON
    return None


@transaction.atomic
def _tell(pk: int, due: StepReminder, *, due_on: date) -> bool:
    """How far it was told is kept with the notice, or neither is."""
    rows = NextStep.objects.planned().select_for_update(of=("self",), no_key=True)
    step = rows.filter(pk=pk, due_on=due_on).first()
    if step is None or ORDER.index(step.reminded) >= ORDER.index(due):
        return False
    step.reminded = due
    step.save(update_fields=["reminded", "updated_at"])
    notifications.announce(
        StepDue,
        about=step,
        by=None,
        to=recipients(step, due),
        reminder=due,
    )
    return True


def recipients(step: NextStep, due: StepReminder) -> list[User]:
    """The person who sees to it; with an overdue step everybody who speaks there."""
    speakers = list(User.objects.speaking_for(step.owner))
    person = step.person
    still_there = (
        person is not None
        and person.is_active
        and person.seats.current().filter(organisation=step.owner).exists()
    )
    if not still_there:
        return speakers
    return [person, *speakers] if due == StepReminder.OVERDUE else [person]
