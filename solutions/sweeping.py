"""The nightly exact run: every open need that changed beside the whole catalogue.

It is a fan-out of chunks of the catalogue over all workers. After new means, or once
a week, all needs are swept; otherwise only those whose list was made since the last
run, so that a quiet night costs next to nothing.
"""

from datetime import datetime, timedelta
from math import inf
from time import monotonic

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from matching import engines, hubs, weights_in_use
from solutions.facts import eligible
from solutions.matching import NEED, SOLUTION
from solutions.models import Match, Ranking, Sweep
from solutions.placing import FIRST, Placed, open_needs, place

CHUNK = 1000
FULL_EVERY = timedelta(days=7)


def begin(*, full: bool = False) -> list[tuple[int, int]]:
    """Start a run; the ranges of solution ids to sweep, none when nothing changed."""
    full = is_due(full=full)
    needs = _needs(full=full, since=last_start())
    ids = list(eligible().order_by("pk").values_list("pk", flat=True))
    count = needs.count()
    ranges = [
        (ids[start], ids[min(start + CHUNK, len(ids)) - 1])
        for start in range(0, len(ids), CHUNK)
    ]
    if not count or not ranges:
        return []
    Sweep.objects.create(
        needs=count,
        solutions=len(ids),
        places=Match.objects.filter(need__in=needs, rank__lte=FIRST).count(),
        weights_version=weights_in_use.current().version,
        engine=engines.serving().name,
        is_full=full,
        left=[first for first, _last in ranges],
    )
    return ranges


def is_due(*, full: bool = False) -> bool:
    """Whether the next run takes all needs: it was asked for, a week has passed, or
    there are so many more needs that offers must be held back anew."""
    engine, _encoder = engines.answering()
    last = Sweep.objects.exclude(finished_at=None).filter(is_full=True).first()
    return (
        full
        or last is None
        or last.started_at < timezone.now() - FULL_EVERY
        or hubs.are_stale(SOLUTION, needs=NEED, engine=engine)
    )


def sweep_chunk(first: int, last: int, *, after: int = 0, until: float = inf) -> Placed:
    """Place the solutions of one range in the lists of needs beyond `after`."""
    started = monotonic()
    sweep = Sweep.objects.filter(finished_at=None).first()
    if sweep is None:
        return Placed([])
    ids = eligible().filter(pk__gte=first, pk__lte=last).values_list("pk", flat=True)
    needs = _needs(full=sweep.is_full, since=last_start(but=sweep))
    found = place(list(ids), needs=needs, changed_only=True, after=after, until=until)
    with transaction.atomic():
        sweep = Sweep.objects.select_for_update().get(pk=sweep.pk)
        if first in sweep.left:
            if found.left is None:
                sweep.left.remove(first)
            sweep.pairs += found.pairs
            sweep.missed = min(sweep.places, sweep.missed + found.missed)
            sweep.seconds += monotonic() - started
        if not sweep.left:
            sweep.finished_at = timezone.now()
        sweep.save()
    return found


def last_start(but: Sweep | None = None) -> datetime | None:
    """When the last finished run began."""
    rows = Sweep.objects.exclude(finished_at=None)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return rows.values_list("started_at", flat=True).first()


def _needs(*, full: bool, since):
    ready = Ranking.objects.filter(done__gte=F("wanted"), restricted=False)
    if not full and since is not None:
        ready = ready.filter(done_at__gte=since)
    return open_needs().filter(pk__in=ready.values("need"))
