"""What is announced, read, chosen and stopped."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import outbox
from notifications import planning, timing
from notifications.kinds import KINDS, Kind
from notifications.models import Event, LetterTimes, Notice, Preference
from notifications.models.notices import NoticeQuerySet
from notifications.states import Rhythm


@transaction.atomic
def announce(kind: type[Kind], *, about, by, to=(), **data) -> Event:
    """Record that something happened and put it before the people it concerns.

    Whoever did it is not told of their own deed. `data` are codes and numbers.
    """
    event = Event.objects.create(kind=kind.slug, actor=by, target=about, data=data)
    people = [person for person in dict.fromkeys(to) if person != by]
    if not people:
        return event
    due = planning.due_times(kind, people)
    notices = Notice.objects.bulk_create(
        [
            Notice(event=event, recipient=person, due_at=due[person.pk])
            for person in people
        ]
    )
    for notice in notices:
        # What is due later is found by the sweep.
        if notice.due_at and notice.due_at <= timezone.now():
            outbox.enqueue(
                "notifications.mail_notice",
                key=f"notice-{notice.pk}",
                notice_id=notice.pk,
            )
    return event


def mark_read(person) -> int:
    """The person has seen their notices; none of them is mailed any more."""
    return _mark(Notice.objects.visible_to(person))


def mark_one_read(notice: Notice) -> int:
    return _mark(Notice.objects.filter(pk=notice.pk))


def _mark(notices: NoticeQuerySet) -> int:
    return notices.unread().update(read_at=timezone.now())


# --- What a person chooses ------------------------------------------------------------


@transaction.atomic
def choose(person, rhythms: dict[str, str]) -> None:
    """How soon the person is mailed, by kind; also what waits already follows it."""
    known = {
        slug: rhythm
        for slug, rhythm in rhythms.items()
        if slug in KINDS and rhythm in KINDS[slug].rhythms()
    }
    chosen = dict(person.preferences.values_list("kind", "rhythm"))
    for slug, rhythm in known.items():
        if rhythm == chosen.get(slug, KINDS[slug].rhythm):
            continue
        Preference.objects.update_or_create(
            person=person, kind=slug, defaults={"rhythm": rhythm}
        )
        _plan_anew(person, slug, rhythm)


@transaction.atomic
def set_times(person, **values) -> LetterTimes:
    """Quiet hours, and the day of the weekly letter."""
    times, _is_new = LetterTimes.objects.update_or_create(
        person=person, defaults=values
    )
    return times


def stop(person, slugs: list[str]) -> None:
    """No more letters about these kinds, but for what must arrive."""
    choose(person, dict.fromkeys(slugs, Rhythm.NEVER))


def _plan_anew(person, slug: str, rhythm: str) -> None:
    """Give what waits for a joined letter the time it would have now."""
    times = planning.times_of([person])[person.pk]
    Notice.objects.waiting().filter(
        recipient=person, event__kind=slug, attempts=0, claimed_at=None
    ).update(due_at=timing.due(rhythm, timezone.now(), times))


# --- What staff do ---------------------------------------------------------------------


def send_again(letters: QuerySet) -> int:
    """Try once more what was parked, from the beginning."""
    return letters.filter(parked=True).update(
        parked=False, attempts=0, claimed_at=None, due_at=timezone.now()
    )
