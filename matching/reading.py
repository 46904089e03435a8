"""Vectors out of PostgreSQL as matrices, without a text form in between."""

from collections.abc import Iterable, Iterator

import numpy as np
from django.db.models import BinaryField, F, Func, QuerySet

from matching.models import Embedding, Side
from matching.vectors import Floats

# pgvector's binary form of a halfvec: two 16-bit numbers, then the values.
HEAD = 2


class Bytes(Func):
    """A halfvec column in its binary form."""

    function = "halfvec_send"
    output_field = BinaryField()


def matrix(rows: Iterable[bytes | memoryview], dimensions: int) -> Floats:
    """(rows, dimensions) float32 of binary halfvecs."""
    joined = b"".join(rows)
    halves = np.frombuffer(joined, dtype=">f2").reshape(-1, HEAD + dimensions)
    return halves[:, HEAD:].astype(np.float32)


def with_bytes(rows: QuerySet, field: str = "vector") -> QuerySet:
    return rows.annotate(binary=Bytes(F(field)))


Raw = tuple[list[int], list[str], Floats]


def newest_vectors(side: Side, engine: str, *, batch: int, limit: int) -> Iterator[Raw]:
    """(ids, languages, raw vectors) of the newest rows of a side, in batches."""
    rows = Embedding.objects.filter(side=side, engine=engine).order_by("-pk")
    before, left = None, limit
    while left > 0:
        chosen = rows if before is None else rows.filter(pk__lt=before)
        found = _read(chosen[: min(batch, left)])
        if found is None:
            return
        yield found
        before, left = found[0][-1], left - len(found[0])


def stale_vectors(
    side: Side, engine: str, *, batch: int, version: str
) -> Iterator[Raw]:
    """The same of rows that were made with other means; each batch mends its rows."""
    rows = Embedding.objects.filter(side=side, engine=engine).order_by("pk")
    while found := _read(rows.exclude(mean_version=version)[:batch]):
        yield found


def _read(rows: QuerySet) -> Raw | None:
    found = list(
        with_bytes(rows, "raw").values_list("pk", "lang", "dimensions", "binary")
    )
    if not found:
        return None
    ids, languages, dimensions, binary = zip(*found, strict=True)
    return list(ids), list(languages), matrix(binary, dimensions[0])
