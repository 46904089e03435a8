"""The catalogue's vectors and pulls: made for what changed, looked after at night."""

from collections.abc import Iterable
from datetime import datetime
from math import inf
from time import monotonic

from django.db.models import Exists, OuterRef

from core.batches import batched
from matching import engines, hubs, store
from matching.models import Engine, Side
from matching.voices import Voices
from solutions.facts import solution_item
from solutions.matching import NEED, SOLUTION
from solutions.models import Solution

AT_ONCE, CHECKED, MANY = 32, 1000, 500


def embed_solutions(ids: Iterable[int]) -> list[int]:
    """Vectors for these solutions; unlisted ones lose theirs. Ids of those made anew."""
    ids = list(ids)
    listed = list(Solution.objects.published().filter(pk__in=ids))
    gone = list(set(ids) - {solution.pk for solution in listed})
    store.forget(SOLUTION, gone)
    hubs.forget(SOLUTION, gone)
    return _embed(listed, *engines.answering())


def fill(limit: int = AT_ONCE) -> list[int]:
    """Embed a few of those that the configured encoder has not read; none when all are.

    When all are, and the encoder is a new one, it takes over.
    """
    engine = engines.registered()
    found = list(_missing(engine)[:limit])
    if not found and engines.is_changing():
        engines.take_over()
    by = engines.configured()
    made = store.embed(SOLUTION, Side.OFFER, map(solution_item, found), by=by)
    if made:
        hubs.keep(SOLUTION, made, needs=hubs.sample(NEED, engine), engine=engine)
    return made


def are_many_missing() -> bool:
    return _missing(engines.registered())[MANY : MANY + 1].exists()


def _missing(engine: Engine):
    """“Not in” a hundred thousand ids would be slow; “does not exist” is not."""
    read = store.embedded(SOLUTION, engine.name).filter(subject_id=OuterRef("pk"))
    return Solution.objects.published().filter(~Exists(read)).order_by("pk")


def check(*, since: datetime | None) -> list[int]:
    """Listed solutions saved since then whose vectors are stale, made anew; their ids."""
    changed = Solution.objects.published().order_by("pk")
    if since is not None:
        changed = changed.filter(updated_at__gte=since)
    made: list[int] = []
    for solutions in batched(changed.iterator(chunk_size=CHECKED), CHECKED):
        made += _embed(solutions, *engines.answering())
    return made


def _embed(solutions: Iterable[Solution], engine: Engine, by: Voices) -> list[int]:
    """Vectors and pulls where the text is another one; what other engines read of it
    is out of date, and `fill` asks the configured one to read it again."""
    made = store.embed(SOLUTION, Side.OFFER, map(solution_item, solutions), by=by)
    if made:
        store.forget(SOLUTION, made, but=by.engine)
        hubs.keep(SOLUTION, made, needs=hubs.sample(NEED, engine), engine=engine)
    return made


def renew_pulls(*, after: int = 0, until: float = inf) -> int | None:
    """For all beyond the id `after`, over today's needs, until the clock says `until`.

    The last id that was renewed, when the time was up before the end.
    """
    engine, _encoder = engines.answering()
    needs = hubs.sample(NEED, engine)
    listed = Solution.objects.published().filter(pk__gt=after).order_by("pk")
    for chunk in batched(listed.values_list("pk", flat=True), CHECKED):
        hubs.keep(SOLUTION, chunk, needs=needs, engine=engine)
        if monotonic() > until:
            return chunk[-1]
    hubs.forget_stale(SOLUTION, needs=NEED, engine=engine)
    return None
