"""What staff ask to be computed."""

from core import outbox


def report(*, by) -> None:
    """Ask for a new quality report; one that waits already is enough."""
    outbox.enqueue("solutions.quality_report", key="wanted")
