"""The language means in force, and how they follow what the portal holds."""

from collections import defaultdict

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from matching import background, centring, engines
from matching.centring import Means
from matching.encoder import Side as Kind
from matching.models import Embedding, MeanSet, Side
from matching.reading import newest_vectors, stale_vectors
from matching.vectors import Floats
from matching.voices import Voices

# Means that moved by less leave the vectors as they are (1 − cosine).
DRIFT = 0.01
# The newest texts of a side tell its means well enough, however many there are.
SAMPLE = 20_000
# Plans are centred by needs' means here; whoever compares them has means of its own.
SIDES = (Side.NEED, Side.OFFER)
BATCH = 1000


def current(encoder: Voices, side: Side) -> tuple[Means, str]:
    """The means in force for one side, and the version that vectors keep."""
    newest = MeanSet.objects.filter(engine=encoder.engine).first()
    if newest is None:
        newest = _keep(encoder, {side: _background(encoder, side) for side in SIDES})
    side = side if side in SIDES else Side.NEED
    return thawed(newest.means[side]), newest.version


def version_of(engine: str) -> str:
    """The version in force, without an encoder; empty when nothing was made yet."""
    newest = MeanSet.objects.filter(engine=engine).values_list("version", flat=True)
    return newest.first() or ""


def refresh() -> bool:
    """Means from what the portal holds today, shrunk toward the background.

    Every comparable vector is made anew when a mean moved; says whether one did.
    """
    _engine, encoder = engines.answering()
    fresh = {side: _shrunk(encoder, side) for side in SIDES}
    now = {side: current(encoder, side)[0] for side in SIDES}
    moved = any(fresh[side].drift(now[side]) > DRIFT for side in SIDES)
    if moved:
        _keep(encoder, fresh)
    for side in Side:
        # Also what an earlier run was killed in the middle of.
        _recentre(encoder, side)
    return moved


def _background(encoder: Voices, side: Side) -> Means:
    kind: Kind = "need" if side == Side.NEED else "offer"
    return background.means(encoder, kind, cache=settings.MODEL_DIR)


def _shrunk(encoder: Voices, side: Side) -> Means:
    """Sums are kept, not vectors: the sample need not fit into memory."""
    sums: dict[str, Floats] = defaultdict(
        lambda: np.zeros(encoder.dimensions, dtype=np.float64)
    )
    counts: dict[str, int] = defaultdict(int)
    for _ids, languages, raw in newest_vectors(
        side, encoder.engine, batch=BATCH, limit=SAMPLE
    ):
        for language in set(languages):
            rows = raw[np.array(languages) == language]
            sums[language] += rows.sum(axis=0, dtype=np.float64)
            counts[language] += len(rows)
    means = {x: (sums[x] / counts[x]).astype(np.float32) for x in sums}
    return centring.shrunk_means(means, counts, _background(encoder, side))


def _recentre(encoder: Voices, side: Side) -> None:
    means, version = current(encoder, side)
    space = engines.space(encoder)
    stale = stale_vectors(side, encoder.engine, batch=BATCH, version=version)
    for ids, languages, raw in stale:
        vectors = space.comparable(raw, languages, means)
        rows = Embedding.objects.in_bulk(ids)
        for id_, vector in zip(ids, vectors, strict=True):
            # A text that was saved meanwhile has new rows.
            if id_ in rows:
                rows[id_].vector, rows[id_].mean_version = vector, version
        with transaction.atomic():
            Embedding.objects.bulk_update(rows.values(), ["vector", "mean_version"])


def _keep(encoder: Voices, means: dict[Side, Means]) -> MeanSet:
    parts = [means[side].version[:9] for side in SIDES]
    version = "-".join([*parts, engines.space(encoder).version])
    frozen = {side.value: frozen_means(means[side]) for side in SIDES}
    facts = {"engine": encoder.engine, "means": frozen, "made_at": timezone.now()}
    # Means may return to what they once were: that set is then the newest again.
    return MeanSet.objects.update_or_create(version=version, defaults=facts)[0]


def frozen_means(means: Means) -> dict:
    return {
        "overall": means.overall.tolist(),
        "by_language": {k: v.tolist() for k, v in means.by_language.items()},
        "counts": dict(means.counts),
    }


def thawed(frozen: dict) -> Means:
    def vector(numbers: list[float]) -> Floats:
        return np.array(numbers, dtype=np.float32)

    by_language = {k: vector(v) for k, v in frozen["by_language"].items()}
    return Means(vector(frozen["overall"]), by_language, frozen["counts"])
