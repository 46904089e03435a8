import numpy as np
import pytest
from django.db import connection

from matching.models import Embedding, Side
from matching.reading import matrix, newest_vectors, stale_vectors, with_bytes
from matching.vectors import normalised

ENGINE = "words-1"
DIMENSIONS = 5


def keep(count, *, side=Side.NEED, engine=ENGINE, version="v1", lang="en"):
    """Rows with made-up vectors; each item has one passage."""
    random = np.random.default_rng(count)
    start = Embedding.objects.count()
    return Embedding.objects.bulk_create(
        Embedding(
            subject="thing",
            subject_id=start + number,
            passage=0,
            start=0,
            end=9,
            side=side,
            lang=lang,
            text_hash="0",
            engine=engine,
            dimensions=DIMENSIONS,
            mean_version=version,
            raw=vector,
            vector=-vector,
        )
        for number, vector in enumerate(
            normalised(random.normal(size=(count, DIMENSIONS)))
        )
    )


def stored(rows, field="raw"):
    return np.array([getattr(row, field) for row in rows], dtype=np.float32)


@pytest.mark.parametrize("field", ["raw", "vector"])
def test_vectors_come_back_as_they_were(db, field):
    rows = keep(7)

    found = with_bytes(Embedding.objects.order_by("pk"), field)
    vectors = matrix(found.values_list("binary", flat=True), DIMENSIONS)

    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, stored(rows, field), atol=1e-3)
    # The numbers that the text form gives.
    texts = Embedding.objects.order_by("pk").values_list(field, flat=True)
    np.testing.assert_allclose(vectors, list(texts), rtol=1e-6)


def test_odd_numbers_come_back_too(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT halfvec_send('[0, -0, 65504, 6e-8, -1.5]'::halfvec)")
        (row,) = cursor.fetchone()

    vectors = matrix([row], 5)

    np.testing.assert_allclose(vectors, [[0, -0, 65504, 6e-8, -1.5]], rtol=0.01)


def test_no_rows_are_an_empty_matrix():
    assert matrix([], 896).shape == (0, 896)


def test_the_newest_come_first_in_batches_up_to_a_limit(db):
    rows = keep(9)

    batches = list(newest_vectors(Side.NEED, ENGINE, batch=4, limit=7))

    newest = rows[:1:-1]
    assert [len(ids) for ids, _languages, _raw in batches] == [4, 3]
    assert [id_ for ids, *_rest in batches for id_ in ids] == [r.pk for r in newest]
    raw = np.concatenate([raw for *_rest, raw in batches])
    np.testing.assert_allclose(raw, stored(newest), atol=1e-3)


def test_fewer_than_the_limit_are_all(db):
    keep(3, lang="mn")

    ((ids, languages, raw),) = newest_vectors(Side.NEED, ENGINE, batch=5, limit=50)

    assert (len(ids), languages, raw.shape) == (3, ["mn"] * 3, (3, DIMENSIONS))


def test_other_sides_and_engines_stay_apart(db):
    keep(2)
    keep(2, side=Side.OFFER)
    keep(2, engine="other")

    ((ids, *_rest),) = newest_vectors(Side.NEED, ENGINE, batch=9, limit=9)

    assert len(ids) == 2
    assert list(newest_vectors(Side.OFFER, "unknown", batch=9, limit=9)) == []


def test_rows_of_other_means_come_until_they_are_mended(db):
    keep(3, version="now")
    old = keep(5, version="before")

    seen = []
    for ids, _languages, _raw in stale_vectors(
        Side.NEED, ENGINE, batch=2, version="now"
    ):
        seen += ids
        Embedding.objects.filter(pk__in=ids).update(mean_version="now")

    assert seen == [row.pk for row in old]
