"""Jobs of the Finder. Ids in, one call, what follows asked for through the outbox."""

from celery import shared_task

from core import jobs, mailed_forms, outbox
from matching import engines, mean_sets
from solutions import (
    catalogue_vectors,
    matching,
    pinpointed,
    placing,
    preview,
    quality,
    renewals,
    subscribing,
    sweeping,
    telling,
    waiting,
)
from solutions.models import ProviderApplication


@shared_task(name="solutions.match_need", **jobs.RETRIES)
def match_need(need_id: int) -> None:
    """Somebody waits for this one: it runs on the queue that is always empty first."""
    if not matching.is_current(need_id) and matching.match(need_id):
        waiting.tell(need_id)
        telling.tell_of_strong(need_id)


@shared_task(name="solutions.pinpoint", **jobs.RETRIES)
def pinpoint(application_id: int) -> None:
    """An applicant waits for this one."""
    pinpointed.run(application_id)


@shared_task(name="solutions.look_for_subscriber", **jobs.RETRIES)
def look_for_subscriber(subscription_id: int) -> None:
    """Somebody saved a subscription and waits for what it finds."""
    subscribing.look(subscription_id)


@shared_task(name="solutions.look_for_subscribers", **jobs.RETRIES)
def look_for_subscribers(after: int = 0) -> None:
    """For everybody, in pieces of two seconds; then what is new is told."""
    last = subscribing.look_for_all(after=after, until=jobs.end_of_piece())
    if last is None:
        subscribing.tell_all()
    else:
        outbox.enqueue(
            "solutions.look_for_subscribers", key=f"after-{last}", after=last
        )


@shared_task(name="solutions.embed_solutions", **jobs.RETRIES)
def embed_solutions(solution_ids: list[int]) -> None:
    """New vectors where a text changed; new places in any case, for facts count too."""
    catalogue_vectors.embed_solutions(solution_ids)
    place(solution_ids)


@shared_task(name="solutions.place", **jobs.RETRIES)
def place(solution_ids: list[int], after: int = 0) -> None:
    """Into the lists of all needs, in pieces of two seconds like the rest."""
    found = placing.place(solution_ids, after=after, until=jobs.end_of_piece())
    _tell(found.changed)
    if found.left is not None:
        outbox.enqueue(
            "solutions.place",
            key=f"{solution_ids[0]}-{solution_ids[-1]}-after-{found.left}",
            solution_ids=solution_ids,
            after=found.left,
        )


@shared_task(name="solutions.match_needs", **jobs.RETRIES)
def match_needs(after: int = 0, then_sweep: bool = False) -> None:
    """All open needs, in pieces of two seconds, so that nobody waits behind them."""
    last = matching.match_chunk(after)
    if last is not None:
        outbox.enqueue(
            "solutions.match_needs",
            key=f"after-{last}" + then_sweep * "-then-sweep",
            after=last,
            then_sweep=then_sweep,
        )
    elif then_sweep:
        outbox.enqueue("solutions.begin_sweep", key="nightly", full=True)


@shared_task(name="solutions.sweep", **jobs.RETRIES)
def sweep() -> None:
    """Redo what was lost with a worker or the broker: every ranking that lags."""
    for need_id in matching.behind():
        outbox.enqueue("solutions.match_need", key=f"need-{need_id}", need_id=need_id)


@shared_task(name="solutions.embed_missing", **jobs.RETRIES)
def embed_missing(in_bulk: bool = False) -> None:
    """A few of those listed while no worker listened, or before a new encoder.

    Placing a few costs the same whether they are a few or the last of thousands; so
    many are placed together at the end.
    """
    in_bulk = in_bulk or engines.is_changing() or catalogue_vectors.are_many_missing()
    made = catalogue_vectors.fill()
    if made and not in_bulk:
        place(made)
    if made:
        outbox.enqueue(
            "solutions.embed_missing", key=f"after-{made[-1]}", in_bulk=in_bulk
        )
    elif in_bulk:
        _match_all_then_sweep()


@shared_task(name="solutions.nightly", **jobs.RETRIES)
def nightly() -> None:
    """Texts whose job was lost, new means, then the exact run over what changed."""
    made = catalogue_vectors.check(since=sweeping.last_start())
    if made:
        place(made)
    engines.forget_old()
    if mean_sets.refresh():
        _match_all_then_sweep()
    else:
        outbox.enqueue("solutions.begin_sweep", key="nightly")
    outbox.enqueue("solutions.quality_report", key="nightly")
    telling.tell_the_rest()


@shared_task(name="solutions.begin_sweep", **jobs.RETRIES)
def begin_sweep(full: bool = False, after: int = 0) -> None:
    """Pulls are made anew before a full run, for its scores rest on them."""
    full = sweeping.is_due(full=full)
    last = (
        catalogue_vectors.renew_pulls(after=after, until=jobs.end_of_piece())
        if full
        else None
    )
    if last is not None:
        outbox.enqueue(
            "solutions.begin_sweep", key=f"after-{last}", full=True, after=last
        )
        return
    for first, last in sweeping.begin(full=full):
        outbox.enqueue(
            "solutions.sweep_chunk", key=f"from-{first}", first=first, last=last
        )


@shared_task(name="solutions.sweep_chunk", **jobs.RETRIES)
def sweep_chunk(first: int, last: int, after: int = 0) -> None:
    found = sweeping.sweep_chunk(first, last, after=after, until=jobs.end_of_piece())
    _tell(found.changed)
    if found.left is not None:
        outbox.enqueue(
            "solutions.sweep_chunk",
            key=f"from-{first}-after-{found.left}",
            first=first,
            last=last,
            after=found.left,
        )


@shared_task(name="solutions.preview_weights", **jobs.RETRIES)
def preview_weights(weight_set_id: int) -> None:
    if preview.step(weight_set_id):
        outbox.enqueue(
            "solutions.preview_weights",
            key=f"weights-{weight_set_id}",
            weight_set_id=weight_set_id,
        )


@shared_task(name="solutions.quality_report", **jobs.RETRIES)
def quality_report() -> None:
    quality.make()


@shared_task(name="solutions.forget_applications", **jobs.RETRIES)
def forget_applications() -> None:
    """Every night: what was begun and never sent, with its history."""
    mailed_forms.forget(ProviderApplication)


@shared_task(name="solutions.remind_of_renewals")
def remind_of_renewals() -> None:
    """Daily, in the morning of Northeast Asia."""
    renewals.remind()


def _match_all_then_sweep() -> None:
    """Old values and new ones do not compare: lists first, then what they missed."""
    outbox.enqueue("solutions.match_needs", key="all-then-sweep", then_sweep=True)


def _tell(need_ids: list[int]) -> None:
    for need_id in need_ids:
        telling.tell_of_strong(need_id)
