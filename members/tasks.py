"""Jobs about members. Ids in, one call, what follows asked for through the outbox."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from core import jobs, mailed_forms, outbox
from members import rescreening
from members.models import Application


@shared_task(name="members.prepare_list", **jobs.RETRIES)
def prepare_list(list_id: int) -> None:
    """A list was imported: make it ready, put it to use, screen everybody anew."""
    if not rescreening.prepare(list_id, until=jobs.end_of_piece()):
        outbox.enqueue("members.prepare_list", key=f"list-{list_id}", list_id=list_id)
    elif rescreening.put_to_use(list_id):
        outbox.enqueue("members.screen", key="everybody")


@shared_task(name="members.screen", **jobs.RETRIES)
def screen(
    kind: str = "organisation",
    after: int = 0,
    began: str = "",
    changed_only: bool = False,
) -> None:
    """Everybody, or every night who is new or changed, piece by piece."""
    began = began or timezone.now().isoformat()
    following = rescreening.screen_some(
        kind, after, until=jobs.end_of_piece(), changed_only=changed_only
    )
    if following is not None:
        kind, after = following
        outbox.enqueue(
            "members.screen",
            key=f"{kind}-after-{after}" + changed_only * "-changed",
            kind=kind,
            after=after,
            began=began,
            changed_only=changed_only,
        )
    elif not changed_only:
        rescreening.mark_screened(since=datetime.fromisoformat(began))


@shared_task(name="members.forget_applications", **jobs.RETRIES)
def forget_applications() -> None:
    """Every night: what was begun and never sent, with its history."""
    mailed_forms.forget(Application)
