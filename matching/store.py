"""Where vectors are kept: texts of any app in, passages and their vectors out."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection, transaction
from django.db.models.functions import Cast
from pgvector.django import HalfVectorField, MaxInnerProduct

from matching import encoder, engines, mean_sets
from matching.language import effective_language
from matching.models import Embedding, Engine, Side
from matching.passages import passages
from matching.ranking import OfferTexts
from matching.reading import matrix, with_bytes
from matching.second_voter import SecondVoter
from matching.space import Mix
from matching.vectors import Floats
from matching.voices import Voices

SEARCH_WIDTH = 400
BATCH = 200
KINDS: dict[Side, encoder.Side] = {
    Side.NEED: "need",
    Side.OFFER: "offer",
    Side.PLAN: "need",
}


@dataclass(frozen=True)
class Item:
    """Something with a text: `parts` are embedded apart, such as problem and answer."""

    id: int
    lang: str
    parts: tuple[str, ...]

    @property
    def hash(self) -> str:
        return hashlib.sha256("\0".join([self.lang, *self.parts]).encode()).hexdigest()


@dataclass(frozen=True)
class Passage:
    """Where a passage stands: in which part of which item, from where to where.

    `hash` is that of the item's whole text.
    """

    id: int
    part: int
    start: int
    end: int
    hash: str


def embed(
    subject: str, side: Side, items: Iterable[Item], *, by: Voices | None = None
) -> list[int]:
    """Bring the vectors of these items up to date; ids of those made anew.

    What has the same text, engine and means already is left alone. `by` is the
    encoder, that of the engine that serves unless said otherwise.
    """
    by = by or engines.answering()[1]
    items = list(items)
    version = mean_sets.version_of(by.engine) or mean_sets.current(by, side)[1]
    rows = Embedding.objects.of(subject, by.engine)
    known = {
        row.subject_id: (row.text_hash, row.mean_version)
        for row in rows.filter(
            subject_id__in=[item.id for item in items], passage=0
        ).only("subject_id", "text_hash", "mean_version")
    }
    stale = [item for item in items if known.get(item.id) != (item.hash, version)]
    for start in range(0, len(stale), BATCH):
        _embed(subject, side, stale[start : start + BATCH], by)
    return [item.id for item in stale]


def _embed(subject: str, side: Side, items: list[Item], by: Voices) -> None:
    rows = _read(subject, side, items, by)
    with transaction.atomic():
        old = Embedding.objects.of(subject, by.engine)
        old.filter(subject_id__in=[item.id for item in items]).delete()
        Embedding.objects.bulk_create(rows)


def _read(subject: str, side: Side, items: list[Item], by: Voices) -> list[Embedding]:
    """The passages of these items as rows that are not saved."""
    cut = [(item, *found) for item in items for found in _cut(item, by)]
    languages = [
        effective_language(item.lang, "\n".join(item.parts)) for item, *_rest in cut
    ]
    means, version = mean_sets.current(by, side)
    raw = by.encode([text for *_where, text in cut], KINDS[side])
    vectors = engines.space(by).comparable(raw, languages, means)
    numbers: dict[int, int] = {}
    rows = []
    for index, (item, part, start, text) in enumerate(cut):
        number = numbers[item.id] = numbers.get(item.id, -1) + 1
        rows.append(
            Embedding(
                subject=subject,
                subject_id=item.id,
                passage=number,
                part=part,
                start=start,
                end=start + len(text),
                side=side,
                lang=languages[index],
                text_hash=item.hash,
                engine=by.engine,
                dimensions=by.dimensions,
                mean_version=version,
                raw=raw[index],
                vector=vectors[index],
            )
        )
    return rows


def _cut(item: Item, by: Voices) -> list[tuple[int, int, str]]:
    """(part, start, text) of each passage of an item."""
    found = []
    for number, part in enumerate(item.parts):
        position = 0
        for text in passages(part, by.count_tokens):
            position = part.index(text, position)
            found.append((number, position, text))
            position += len(text)
    return found


def forget(subject: str, ids: Sequence[int], *, but: str = "") -> None:
    """Drop the vectors of these items, those of one engine excepted."""
    rows = Embedding.objects.filter(subject=subject, subject_id__in=ids)
    rows.exclude(engine=but).delete()


def embedded(subject: str, engine: str):
    """Ids of the items that have vectors of an engine, as a queryset."""
    rows = Embedding.objects.of(subject, engine).filter(passage=0)
    return rows.values("subject_id")


def vectors(subject: str, id_: int, engine: Engine) -> Floats:
    """Comparable vectors of one item, (passages, dimensions)."""
    rows = Embedding.objects.of(subject, engine.name).filter(subject_id=id_)
    found = with_bytes(rows.order_by("passage")).values_list("binary", flat=True)
    return matrix(found, engine.dimensions)


def many_vectors(subject: str, ids: Iterable[int], engine: Engine) -> dict[int, Floats]:
    """Comparable vectors of several items, one matrix each."""
    rows = Embedding.objects.of(subject, engine.name).filter(subject_id__in=ids)
    found = with_bytes(rows).order_by("subject_id", "passage")
    owners, binary = [], []
    for owner, row in found.values_list("subject_id", "binary"):
        owners.append(owner)
        binary.append(row)
    together = matrix(binary, engine.dimensions)
    owner = np.array(owners, dtype=np.int64)
    known, starts = np.unique(owner, return_index=True)
    return dict(
        zip(known.tolist(), np.split(together, starts[1:]), strict=True)
        if len(known)
        else ()
    )


def newest(subject: str, engine: Engine, *, limit: int) -> list[int]:
    """Ids of the items embedded last."""
    rows = Embedding.objects.of(subject, engine.name).filter(passage=0)
    return list(rows.order_by("-pk").values_list("subject_id", flat=True)[:limit])


def nearest(
    subject: str,
    to: Floats,
    *,
    engine: Engine,
    among,
    limit: int,
    side: Side = Side.OFFER,
) -> list[int]:
    """Ids of the items with the passages nearest to any of `to`, nearest first.

    `among` is a queryset of ids. The index of a side answers, not a scan; filters are
    applied while it walks on (pgvector's iterative scan).
    """
    texts = Embedding.objects.of(subject, engine.name).filter(
        side=side, dimensions=engine.dimensions, subject_id__in=among
    )
    column = Cast("vector", HalfVectorField(dimensions=engine.dimensions))
    scored: dict[int, float] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL hnsw.iterative_scan = relaxed_order")
        cursor.execute("SET LOCAL hnsw.ef_search = %s", [SEARCH_WIDTH])
        for query, rows, count in _searches(to, texts, engines.mix(engine), limit):
            near = rows.annotate(distance=MaxInnerProduct(column, query))
            found = near.order_by("distance").values_list("subject_id", "distance")
            for id_, distance in found[:count]:
                scored[id_] = max(scored.get(id_, -np.inf), -distance)
    best = sorted(scored, key=lambda id_: -scored[id_])
    return best[:limit]


def _searches(to: Floats, texts, mix: Mix, limit: int):
    """What to ask the index for, among which rows, and for how many passages.

    Beyond the search width the index walks on, which is slow. Texts that the second
    encoder cannot read are asked for apart: its part of the query finds nothing in
    them.
    """
    for vector in to:
        yield mix.query(vector), texts, limit + limit // 3
        if mix.hears_both(vector):
            unread = texts.exclude(lang__in=SecondVoter.languages)
            yield mix.query(mix.first_alone(vector)), unread, limit


def offer_texts(
    subject: str, ids: Sequence[int], engine: Engine
) -> tuple[OfferTexts, list[Passage]]:
    """All passages of these items for the ranking; rows follow the order of `ids`."""
    place = {id_: row for row, id_ in enumerate(ids)}
    rows = Embedding.objects.of(subject, engine.name).filter(subject_id__in=ids)
    found = sorted(
        with_bytes(rows).values_list(
            "subject_id", "passage", "part", "start", "end", "text_hash", "binary"
        ),
        key=lambda row: (place[row[0]], row[1]),
    )
    texts = OfferTexts(
        vectors=matrix((row[6] for row in found), engine.dimensions),
        owner=np.array([place[row[0]] for row in found], dtype=np.int64),
        size=len(ids),
        mix=engines.mix(engine),
    )
    return texts, [Passage(row[0], *row[2:6]) for row in found]


def unkept_texts(items: list[Item], *, by: Voices) -> tuple[OfferTexts, list[Passage]]:
    """The same of offers that nobody keeps: they are read now, with this encoder."""
    rows = _read("", Side.OFFER, items, by)
    place = {item.id: row for row, item in enumerate(items)}
    texts = OfferTexts(
        vectors=np.array([row.vector for row in rows], dtype=np.float32).reshape(
            -1, by.dimensions
        ),
        owner=np.array([place[row.subject_id] for row in rows], dtype=np.int64),
        size=len(items),
        mix=engines.space(by).mix,
    )
    return texts, [
        Passage(row.subject_id, row.part, row.start, row.end, row.text_hash)
        for row in rows
    ]
