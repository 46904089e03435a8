"""From a committed change to a job, without losing one in between.

`enqueue` writes a row in the caller's transaction. After the commit the row is
handed to the broker at once; where that fails, or the process dies, the beat's
tick hands it over later. A job may therefore arrive twice: every task is
written so that this does no harm.
"""

import logging
from datetime import timedelta

from celery import current_app
from django.db import OperationalError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from core.models import Outbox

log = logging.getLogger(__name__)

BATCH = 200
# Letters with links are among the arguments: sent rows go soon.
KEEP_SENT = timedelta(hours=1)


def enqueue(task: str, *, key: str = "", **kwargs) -> None:
    """Ask for a job when, and only when, the current transaction commits.

    A `key` that already waits is not asked for twice. `kwargs` are JSON: ids
    and codes, never rows.
    """
    with transaction.atomic():
        if key:
            _hold(task, key, kwargs)
        else:
            Outbox.objects.create(task=task, kwargs=kwargs)
        transaction.on_commit(_relay_quietly, robust=True)


def _hold(task: str, key: str, kwargs: dict) -> None:
    """Have one waiting row for the key, and lock it until this transaction ends.

    While it is locked no relay takes it: a job that somebody else asked for
    must not run before this change is there to be seen.
    """
    waiting = Outbox.objects.waiting().filter(task=task, key=key)
    while True:
        row = Outbox(task=task, key=key, kwargs=kwargs)
        Outbox.objects.bulk_create([row], ignore_conflicts=True)
        if waiting.select_for_update(of=("self",)).exists():
            waiting.update(kwargs=kwargs)
            return


def relay(limit: int = BATCH) -> int:
    """Hand waiting jobs to the broker, oldest first; say how many."""
    with transaction.atomic():
        rows = list(
            Outbox.objects.waiting()
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("id")[:limit]
        )
        sent: list[int] = []
        for row in rows:
            try:
                current_app.send_task(
                    row.task, kwargs=row.kwargs, task_id=f"outbox-{row.pk}", retry=False
                )
            except (BrokerError, OSError) as error:
                row.attempts += 1
                row.last_error = str(error)[:500]
                row.save(update_fields=["attempts", "last_error"])
                break
            sent.append(row.pk)
        Outbox.objects.filter(pk__in=sent).update(sent_at=timezone.now())
    return len(sent)


def sweep() -> int:
    """Hand over everything that waits, and forget what was sent an hour ago."""
    total = 0
    while count := relay():
        total += count
    Outbox.objects.filter(sent_at__lt=timezone.now() - KEEP_SENT).delete()
    return total


def _relay_quietly() -> None:
    """The change is committed: whatever happens here, the tick tries again."""
    try:
        relay()
    except OperationalError:
        log.warning("The outbox could not be relayed now; the beat will.")
