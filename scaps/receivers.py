from core import outbox
from scaps.signals import plan_published


def connect() -> None:
    plan_published.connect(find_overlaps, dispatch_uid="scaps.find_overlaps")


def find_overlaps(sender, scap_id: int, **_kwargs) -> None:
    """Inside the transaction that publishes: the job that looks for overlaps."""
    outbox.enqueue(
        "scaps.find_overlaps_of_plan", key=f"plan-{scap_id}", scap_id=scap_id
    )
