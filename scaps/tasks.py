"""Jobs about plans and reports. Ids in, one call."""

from hashlib import sha256

from celery import shared_task

from core import jobs, outbox
from scaps import initiative_reminders, overlap_telling, overlapping, reminders


@shared_task(name="scaps.remind_of_reports")
def remind_of_reports() -> None:
    """Daily, in the morning of Northeast Asia; also when a period is opened."""
    reminders.remind()


@shared_task(name="scaps.remind_of_initiatives")
def remind_of_initiatives() -> None:
    """Daily: initiatives that their participants wanted to look at by today."""
    initiative_reminders.remind()


@shared_task(name="scaps.find_overlaps_of_plan", **jobs.RETRIES)
def find_overlaps_of_plan(scap_id: int) -> None:
    """A plan was published: its projects beside those of all other cities."""
    if project_ids := overlapping.of_plan(scap_id):
        find_overlaps(project_ids)


@shared_task(name="scaps.find_overlaps", **jobs.RETRIES)
def find_overlaps(project_ids: list[int], after: int | None = None) -> None:
    """In pieces of two seconds, so that a need saved meanwhile does not wait."""
    _piece("scaps.find_overlaps", project_ids, after)


@shared_task(name="scaps.sweep_overlaps", **jobs.RETRIES)
def sweep_overlaps(goes_on: bool = False) -> None:
    """What was not compared as it is: after a lost job, new weights, new means.

    On the clock; one that is under way asks for its next piece itself.
    """
    if not goes_on and overlapping.is_under_way():
        return
    if project_ids := overlapping.behind():
        sweep_some_overlaps(project_ids)


@shared_task(name="scaps.sweep_some_overlaps", **jobs.RETRIES)
def sweep_some_overlaps(project_ids: list[int], after: int | None = None) -> None:
    if _piece("scaps.sweep_some_overlaps", project_ids, after):
        outbox.enqueue("scaps.sweep_overlaps", key="goes-on", goes_on=True)


@shared_task(name="scaps.tell_of_overlaps", **jobs.RETRIES)
def tell_of_overlaps() -> None:
    """Nightly: what had to wait because a notice had gone out that day."""
    overlap_telling.tell_the_rest()


def _digest(ids: list[int]) -> str:
    """Another list with the same ends is another job."""
    return sha256(repr(ids).encode()).hexdigest()[:32]


def _piece(task: str, project_ids: list[int], after: int | None) -> bool:
    """Compare for two seconds; whether that was all there is."""
    until = jobs.end_of_piece()
    if after is None:
        project_ids, after = overlapping.prepare(project_ids), 0
    left = overlapping.compare(project_ids, after=after, until=until)
    if left is not None:
        outbox.enqueue(
            task,
            key=f"{_digest(project_ids)}-after-{left}",
            project_ids=project_ids,
            after=left,
        )
        return False
    overlapping.finish(project_ids)
    overlap_telling.tell_of(project_ids)
    return True
