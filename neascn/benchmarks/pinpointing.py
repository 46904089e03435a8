"""Time until an application is told which of 20,000 open needs it answers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from django.db import connection, transaction

from core.batches import batched
from core.languages import column
from matching import background, engines, store
from matching.models import DIMENSIONS, Embedding, Engine, Side, nearest_index
from matching.store import Item
from matching.vectors import Floats, normalised
from neascn.benchmarks.figure import Figure, seconds
from neascn.demo import large
from neascn.demo.large import Scale
from scaps.models import Need
from solutions import facts, pinpointing
from solutions.matching import NEED
from solutions.models import Solution

NEEDS, GOVERNMENTS = 20_000, 500
APPLICATIONS, EACH = 5, 3
LIMIT = 3
# A made-up need lies so far from the shipped sentence that it is like.
BLUR = 0.6
AT_ONCE = 2000


def figures() -> Iterator[Figure]:
    """The slowest of a few applications with three solutions each."""
    if not Solution.objects.published().exists():
        return
    with many_needs():
        pinpointing.pinpoint(applications()[0])
        times = [seconds(lambda a=a: pinpointing.pinpoint(a)) for a in applications()]
    yield Figure("needs pinpointed among 20,000", round(max(times), 2), "s", LIMIT)


def applications() -> list[list[pinpointing.Offer]]:
    """Solutions of the catalogue, as if they were proposed."""
    rows = Solution.objects.published().order_by("pk")[: APPLICATIONS * EACH]
    known = {one.pk: one.facets for one in facts.loaded([row.pk for row in rows])}
    offers = [offer(row, known[row.pk]) for row in rows]
    return list(batched(offers, EACH))


def offer(solution: Solution, stated) -> pinpointing.Offer:
    def text(field: str) -> str:
        return getattr(solution, column(field, solution.source_lang)) or ""

    return pinpointing.Offer(
        id=solution.pk,
        lang=solution.source_lang,
        title=text("title"),
        problem=text("problem"),
        description=text("description"),
        facets=stated,
    )


@contextmanager
def many_needs() -> Iterator[None]:
    """Open needs of made-up cities with vectors, gone again afterwards."""
    engine, _encoder = engines.answering()
    with transaction.atomic():
        large.load(
            lambda _line: None,
            Scale(governments=GOVERNMENTS, providers=0, solutions=0, needs=NEEDS),
        )
        # Put in one by one, vectors cost an index ten times as much.
        index = nearest_index(DIMENSIONS, Side.NEED)
        with connection.schema_editor() as editor:
            editor.remove_index(Embedding, index)
        embed(engine)
        with connection.schema_editor() as editor:
            editor.add_index(Embedding, index)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


def embed(engine: Engine) -> None:
    """Vectors near those of the shipped sentences of a need's language."""
    known = like_sentences()
    random = np.random.default_rng(1)
    read = store.embedded(NEED, engine.name)
    needs = Need.objects.open().exclude(pk__in=read).order_by("pk")
    rows = needs.values_list("pk", "source_lang").iterator()
    for batch in batched(rows, AT_ONCE):
        near = np.array(
            [known[lang][random.integers(len(known[lang]))] for _pk, lang in batch]
        )
        vectors = blurred(near, random, engine.first)
        Embedding.objects.bulk_create(
            row(pk, lang, vector, engine)
            for (pk, lang), vector in zip(batch, vectors, strict=True)
        )


def like_sentences() -> dict[str, Floats]:
    _engine, encoder = engines.answering()
    return {
        lang: store.unkept_texts(
            [Item(at, lang, (text,)) for at, text in enumerate(texts)], by=encoder
        )[0].vectors
        for lang, texts in background.sentences("need", most=40).items()
    }


def blurred(near: Floats, random: np.random.Generator, first: int) -> Floats:
    """Each part of length 1 again; a part that is zero stays so."""
    noise = random.normal(size=near.shape).astype(np.float32)
    parts = [
        np.where(
            part.any(axis=1, keepdims=True), normalised(part + BLUR * normalised(n)), 0
        )
        for part, n in zip(
            np.split(near, [first], axis=1),
            np.split(noise, [first], axis=1),
            strict=True,
        )
    ]
    return np.hstack(parts).astype(np.float32)


def row(pk: int, lang: str, vector: Sequence[float], engine: Engine) -> Embedding:
    return Embedding(
        subject=NEED,
        subject_id=pk,
        passage=0,
        start=0,
        end=1,
        side=Side.NEED,
        lang=lang,
        text_hash="bench",
        engine=engine.name,
        mean_version="bench",
        dimensions=engine.dimensions,
        raw=vector,
        vector=vector,
    )
