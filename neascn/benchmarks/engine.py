"""Times of the engine: all needs at once, one need, and the encoder."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Count

from matching import background, bench, engines, store
from neascn.benchmarks.figure import Figure, milliseconds, seconds
from scaps import overlap_vectors, overlapping
from scaps.models import Need
from solutions import matching

NEEDS, SOLUTIONS = 1000, 100_000
ASKED = 20
# Sentences of 45 tokens on average.
SHORT_TEXTS = 240


def figures() -> Iterator[Figure]:
    timing = bench.run(NEEDS, SOLUTIONS)
    yield Figure("exact top ten beside the bare product", timing.ratio, "×", 2.0)
    yield from one_need()
    yield from one_plan()
    yield short_texts()


def one_need() -> Iterator[Figure]:
    """Candidates and the whole ranked answer of a need whose text is embedded."""
    ids = list(Need.objects.published().order_by("pk").values_list("pk", flat=True))
    if not ids:
        return
    ids = ids[:: max(len(ids) // ASKED, 1)][:ASKED]
    for id_ in ids:
        matching.match(id_)
    engine = engines.serving()
    asked = list(store.many_vectors(matching.NEED, ids, engine).values())
    searches = [
        lambda to=vectors: store.nearest(
            matching.SOLUTION,
            to,
            engine=engine,
            among=matching.eligible().values("pk"),
            limit=matching.CANDIDATES,
        )
        for vectors in asked
    ]
    yield Figure("candidates of one need", milliseconds(searches), "ms", 15)
    answers = [lambda id_=id_: matching.match(id_) for id_ in ids]
    yield Figure("ranked answer, text embedded", milliseconds(answers), "ms", 150)


def one_plan() -> Iterator[Figure]:
    """The largest plan published anew: its texts embedded, beside all projects."""
    plans = overlap_vectors.comparable().order_by().values("project__scap")
    largest = plans.annotate(size=Count("pk")).order_by("-size").first()
    if largest is None:
        return
    projects = overlapping.of_plan(largest["project__scap"])
    overlap_vectors.forget(projects)

    def compare() -> None:
        compared = overlapping.prepare(projects)
        overlapping.compare(compared)
        overlapping.finish(compared)

    yield Figure("overlaps of a plan published", round(seconds(compare), 1), "s", 10)


def short_texts() -> Figure:
    texts = [*chain(*background.sentences("offer").values())][:SHORT_TEXTS]
    encode = engines.configured().encode
    encode(texts[:10], "offer")
    speed = round(len(texts) / seconds(lambda: encode(texts, "offer")))
    return Figure("short texts embedded", speed, "texts/s", limit=200, floor=True)
