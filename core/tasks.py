from celery import shared_task

from core import drafts, heartbeat, outbox, uploads


@shared_task(name="core.tick")
def tick() -> None:
    """Every five seconds: what a dead broker or a lost process left behind."""
    heartbeat.beat("tick")
    outbox.sweep()


@shared_task(name="core.nightly")
def nightly() -> None:
    drafts.expire()
    uploads.sweep()
