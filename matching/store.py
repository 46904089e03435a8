"""Where vectors are kept: texts of any app in, passages and their vectors out.

The encoder is loaded once per process, on first use, and only workers use it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from pgvector.django import MaxInnerProduct

from matching import background, centring, encoder
from matching.centring import Means
from matching.encoder import Encoder
from matching.language import effective_language
from matching.models import DIMENSIONS, Embedding, MeanSet, Side
from matching.passages import passages
from matching.ranking import OfferTexts
from matching.vectors import Floats

# Means that moved by less leave the centred vectors as they are (1 − cosine).
DRIFT = 0.01
SEARCH_WIDTH = 400
BATCH = 500
KINDS: dict[Side, encoder.Side] = {Side.NEED: "need", Side.OFFER: "offer"}


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
    """Where a passage stands: in which part of which item, from where to where."""

    id: int
    part: int
    start: int
    end: int


@cache
def engine() -> Encoder:
    return encoder.load(settings.MODEL_DIR, own=settings.EMBEDDING_MODEL_DIR)


def embed(subject: str, side: Side, items: Iterable[Item]) -> int:
    """Bring the vectors of these items up to date; say how many were made anew.

    What has the same text, engine and means already is left alone.
    """
    items = list(items)
    means, version = current_means(side)
    rows = Embedding.objects.of(subject, engine().engine)
    known = {
        row.subject_id: (row.text_hash, row.mean_version)
        for row in rows.filter(subject_id__in=[item.id for item in items], passage=0)
    }
    stale = [item for item in items if known.get(item.id) != (item.hash, version)]
    for start in range(0, len(stale), BATCH):
        _embed(subject, side, stale[start : start + BATCH], means, version)
    return len(stale)


def _embed(
    subject: str, side: Side, items: list[Item], means: Means, version: str
) -> None:
    cut = [(item, *found) for item in items for found in _cut(item)]
    languages = [
        effective_language(item.lang, "\n".join(item.parts)) for item, *_rest in cut
    ]
    raw = engine().encode([text for *_where, text in cut], KINDS[side])
    centred = centring.centre(raw, languages, means)
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
                engine=engine().engine,
                mean_version=version,
                raw=raw[index],
                centred=centred[index],
            )
        )
    with transaction.atomic():
        old = Embedding.objects.of(subject, engine().engine)
        old.filter(subject_id__in=[item.id for item in items]).delete()
        Embedding.objects.bulk_create(rows)


def _cut(item: Item) -> list[tuple[int, int, str]]:
    """(part, start, text) of each passage of an item."""
    found = []
    for number, part in enumerate(item.parts):
        position = 0
        for text in passages(part, engine().count_tokens):
            position = part.index(text, position)
            found.append((number, position, text))
            position += len(text)
    return found


def forget(subject: str, ids: Sequence[int]) -> None:
    Embedding.objects.filter(subject=subject, subject_id__in=ids).delete()


def missing(subject: str, ids: Iterable[int]) -> list[int]:
    """Which of these have no vectors of the engine in use."""
    ids = list(ids)
    rows = Embedding.objects.of(subject, engine().engine)
    known = set(rows.filter(subject_id__in=ids).values_list("subject_id", flat=True))
    return [id_ for id_ in ids if id_ not in known]


def vectors(subject: str, id_: int) -> Floats:
    """Centred vectors of one item, (passages, dimensions)."""
    rows = Embedding.objects.of(subject, engine().engine).filter(subject_id=id_)
    return _matrix(rows.order_by("passage").values_list("centred", flat=True))


def some_vectors(subject: str, *, limit: int) -> list[Floats]:
    """Centred vectors of the newest items, one matrix each."""
    rows = Embedding.objects.of(subject, engine().engine)
    newest = rows.filter(passage=0).order_by("-pk").values("subject_id")[:limit]
    found: dict[int, list] = {}
    for id_, centred in rows.filter(subject_id__in=newest).values_list(
        "subject_id", "centred"
    ):
        found.setdefault(id_, []).append(centred)
    return [_matrix(vectors) for vectors in found.values()]


def nearest(subject: str, to: Floats, *, among, limit: int) -> list[int]:
    """Ids of the items with the passages nearest to any of `to`, nearest first.

    `among` is a queryset of ids. The index answers, not a scan; filters are
    applied while it walks on (pgvector's iterative scan).
    """
    found: dict[int, None] = {}
    offers = Embedding.objects.of(subject, engine().engine).filter(
        side=Side.OFFER, subject_id__in=among
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL hnsw.iterative_scan = relaxed_order")
        cursor.execute("SET LOCAL hnsw.ef_search = %s", [SEARCH_WIDTH])
        for vector in to:
            near = offers.order_by(MaxInnerProduct("centred", vector))
            found |= dict.fromkeys(
                near.values_list("subject_id", flat=True)[: 2 * limit]
            )
    return list(found)[:limit]


def offer_texts(subject: str, ids: Sequence[int]) -> tuple[OfferTexts, list[Passage]]:
    """All passages of these items for the ranking; rows follow the order of `ids`."""
    place = {id_: row for row, id_ in enumerate(ids)}
    rows = Embedding.objects.of(subject, engine().engine).filter(subject_id__in=ids)
    found = sorted(
        rows.values_list("subject_id", "passage", "part", "start", "end", "centred"),
        key=lambda row: (place[row[0]], row[1]),
    )
    texts = OfferTexts(
        vectors=_matrix(row[5] for row in found),
        owner=np.array([place[row[0]] for row in found], dtype=np.int64),
        size=len(ids),
    )
    return texts, [Passage(row[0], row[2], row[3], row[4]) for row in found]


def _matrix(rows: Iterable) -> Floats:
    matrix = np.array(list(rows), dtype=np.float32)
    return matrix.reshape(-1, DIMENSIONS)


def current_means(side: Side) -> tuple[Means, str]:
    """The means in force for one side, and the version that vectors keep."""
    newest = MeanSet.objects.filter(engine=engine().engine).first()
    if newest is None:
        newest = _keep({side: _background(side) for side in Side})
    return _thawed(newest.means[side]), newest.version


def refresh_means() -> bool:
    """Means from what the portal holds today, shrunk toward the background.

    Every centred vector is made anew when a mean moved; says whether one did.
    """
    fresh = {side: _shrunk(side) for side in Side}
    now = {side: current_means(side)[0] for side in Side}
    moved = any(fresh[side].drift(now[side]) > DRIFT for side in Side)
    if moved:
        _keep(fresh)
    for side in Side:
        # Also what an earlier run was killed in the middle of.
        _recentre(side, *current_means(side))
    return moved


def _background(side: Side) -> Means:
    return background.means(engine(), KINDS[side], cache=settings.MODEL_DIR)


def _shrunk(side: Side) -> Means:
    rows = Embedding.objects.filter(side=side, engine=engine().engine)
    found = list(rows.values_list("raw", "lang"))
    if not found:
        return _background(side)
    raw = np.stack([vector for vector, _lang in found]).astype(np.float32)
    return centring.shrunk(raw, [lang for _vector, lang in found], _background(side))


def _recentre(side: Side, means: Means, version: str) -> None:
    rows = Embedding.objects.filter(side=side, engine=engine().engine)
    ids = list(rows.exclude(mean_version=version).values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = list(Embedding.objects.filter(pk__in=ids[start : start + BATCH]))
        raw = np.stack([row.raw for row in batch]).astype(np.float32)
        centred = centring.centre(raw, [row.lang for row in batch], means)
        for row, vector in zip(batch, centred, strict=True):
            row.centred, row.mean_version = vector, version
        Embedding.objects.bulk_update(batch, ["centred", "mean_version"])


def _keep(means: dict[Side, Means]) -> MeanSet:
    version = "-".join(means[side].version[:9] for side in Side)
    frozen = {side.value: _frozen(means[side]) for side in Side}
    return MeanSet.objects.get_or_create(
        version=version, defaults={"engine": engine().engine, "means": frozen}
    )[0]


def _frozen(means: Means) -> dict:
    return {
        "overall": means.overall.tolist(),
        "by_language": {k: v.tolist() for k, v in means.by_language.items()},
        "counts": dict(means.counts),
    }


def _thawed(frozen: dict) -> Means:
    def vector(numbers: list[float]) -> Floats:
        return np.array(numbers, dtype=np.float32)

    by_language = {k: vector(v) for k, v in frozen["by_language"].items()}
    return Means(vector(frozen["overall"]), by_language, frozen["counts"])
