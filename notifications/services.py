from django.db import transaction
from django.utils import timezone

from core import outbox
from notifications.kinds import Kind
from notifications.models import Event, Notice


@transaction.atomic
def announce(kind: type[Kind], *, about, by, to=(), **data) -> Event:
    """Record that something happened and put it before the people it concerns.

    Whoever did it is not told of their own deed. `data` are codes and numbers.
    """
    event = Event.objects.create(kind=kind.slug, actor=by, target=about, data=data)
    notices = Notice.objects.bulk_create(
        [
            Notice(event=event, recipient=person)
            for person in dict.fromkeys(to)
            if person != by
        ]
    )
    for notice in notices:
        outbox.enqueue(
            "notifications.mail_notice",
            key=f"notice-{notice.pk}",
            notice_id=notice.pk,
        )
    return event


def mark_read(person) -> int:
    """The person has seen their notices; none of them is mailed any more."""
    return Notice.objects.visible_to(person).unread().update(read_at=timezone.now())
