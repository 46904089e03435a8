"""When each person is to be mailed about an event, by what they chose."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from notifications import timing
from notifications.kinds import Kind
from notifications.models import LetterTimes, Preference
from notifications.timing import Times


def due_times(kind: type[Kind], people: list) -> dict[int, datetime | None]:
    """By person; None is never. Two queries, however many they are."""
    now = timezone.now()
    chosen = dict(
        Preference.objects.filter(kind=kind.slug, person__in=people).values_list(
            "person", "rhythm"
        )
    )
    times = times_of(people)
    return {
        person.pk: timing.due(chosen.get(person.pk, kind.rhythm), now, times[person.pk])
        for person in people
    }


def times_of(people: Iterable) -> dict[int, Times]:
    people = list(people)
    kept = LetterTimes.objects.in_bulk([person.pk for person in people])
    return {person.pk: _times(person, kept.get(person.pk)) for person in people}


def _times(person, kept: LetterTimes | None) -> Times:
    if kept is None:
        return Times(zone=person.timezone)
    return Times(
        zone=person.timezone,
        is_quiet=kept.is_quiet,
        quiet_from=kept.quiet_from,
        quiet_until=kept.quiet_until,
        weekday=kept.weekday,
    )
