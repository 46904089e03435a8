"""Jobs of the Finder. Ids in, one call, what follows asked for through the outbox."""

from celery import shared_task
from django.db import OperationalError

from core import outbox
from matching import store
from solutions import matching, waiting

RETRIES = {
    "autoretry_for": (OperationalError,),
    "retry_backoff": 2,
    "retry_backoff_max": 30,
    "max_retries": 5,
}


@shared_task(name="solutions.match_need", **RETRIES)
def match_need(need_id: int) -> None:
    """Somebody waits for this one: it runs on the queue that is always empty first."""
    if not matching.is_current(need_id) and matching.match(need_id):
        waiting.tell(need_id)


@shared_task(name="solutions.embed_solutions", **RETRIES)
def embed_solutions(solution_ids: list[int]) -> None:
    """New vectors where a text changed; new lists in any case, for facts count too."""
    matching.embed_solutions(solution_ids)
    outbox.enqueue("solutions.match_needs", key="all")


@shared_task(name="solutions.match_needs", **RETRIES)
def match_needs(after: int = 0) -> None:
    """All open needs, in pieces of two seconds, so that nobody waits behind them."""
    last = matching.match_chunk(after)
    if last is not None:
        outbox.enqueue("solutions.match_needs", key=f"after-{last}", after=last)


@shared_task(name="solutions.sweep", **RETRIES)
def sweep() -> None:
    """Redo what was lost with a worker or the broker: every ranking that lags."""
    for need_id in matching.behind():
        outbox.enqueue("solutions.match_need", key=f"need-{need_id}", need_id=need_id)


@shared_task(name="solutions.embed_missing", **RETRIES)
def embed_missing() -> None:
    """Solutions that were listed while no worker listened, or before a new engine."""
    if ids := matching.not_embedded():
        embed_solutions(ids[:200])


@shared_task(name="solutions.nightly", **RETRIES)
def nightly() -> None:
    """Texts whose job was lost, new means, then every open need again."""
    matching.embed_catalogue()
    store.refresh_means()
    outbox.enqueue("solutions.match_needs", key="all")
