"""Vectors in PostgreSQL: what is made anew, and what the index finds."""

import numpy as np
import pytest
from django.db import connection

from matching import engines, store
from matching.models import Embedding, Engine, Side
from matching.space import Mix
from matching.store import Item
from matching.vectors import normalised
from tests.matching.words import WordVoices

FIRST, SECOND = 384, 512
MIX = Mix(FIRST, 1.5)


@pytest.fixture
def engine(db):
    """As wide as the packaged encoders, so that the shipped index answers."""
    return Engine.objects.create(
        name="made-up",
        dimensions=FIRST + SECOND,
        first=FIRST,
        scale=MIX.scale,
        serves_since="2026-01-01T00:00Z",
    )


def made_up(count, languages, seed):
    random = np.random.default_rng(seed)
    first = normalised(random.normal(size=(count, FIRST)))
    second = normalised(random.normal(size=(count, SECOND)))
    second[np.array(languages) == "mn"] = 0
    return np.hstack([first, second]).astype(np.float32)


def keep(engine, vectors, languages, *, side=Side.OFFER, subject="offer"):
    Embedding.objects.bulk_create(
        Embedding(
            subject=subject,
            subject_id=number,
            passage=0,
            start=0,
            end=9,
            side=side,
            lang=language,
            text_hash="0",
            engine=engine.name,
            dimensions=engine.dimensions,
            mean_version="v",
            raw=vector,
            vector=vector,
        )
        for number, (vector, language) in enumerate(
            zip(vectors, languages, strict=True), start=1
        )
    )


def all_offers():
    return Embedding.objects.filter(subject="offer").values("subject_id")


@pytest.mark.parametrize("language", ["en", "mn"])
def test_the_index_finds_the_nearest_by_score(engine, language):
    """Also those that the second encoder cannot read: their score is a cosine alone."""
    languages = ["en", "ko", "mn"] * 100
    offers = made_up(300, languages, seed=1)
    keep(engine, offers, languages)
    needs = made_up(5, [language] * 5, seed=2)
    wanted = 20

    shares, unread = [], 0
    for need in needs:
        exact = np.argsort(-MIX.scores(offers, need[None])[:, 0])[:wanted] + 1
        found = store.nearest(
            "offer", need[None], engine=engine, among=all_offers(), limit=wanted
        )
        shares.append(len({*found} & {*exact.tolist()}) / wanted)
        unread += sum(languages[id_ - 1] == "mn" for id_ in found)

    assert min(shares) >= 0.95
    # Their scores are wider spread than a mean of two: they must not be lost.
    assert unread >= 0.2 * wanted * len(needs)


def test_the_nearest_to_any_passage_come_first_and_once(engine):
    offers = made_up(40, ["en"] * 40, seed=3)
    keep(engine, offers, ["en"] * 40)

    found = store.nearest(
        "offer", offers[[4, 9]], engine=engine, among=all_offers(), limit=10
    )

    assert {*found[:2]} == {5, 10}
    assert len(found) == len({*found}) == 10


def test_only_those_that_may_be_reached_are_found(engine):
    offers = made_up(300, ["en"] * 300, seed=4)
    keep(engine, offers, ["en"] * 300)
    few = Embedding.objects.filter(subject_id__in=[7, 70, 270]).values("subject_id")

    found = store.nearest("offer", offers[:1], engine=engine, among=few, limit=10)

    assert {*found} == {7, 70, 270}


def test_the_index_answers_and_not_a_scan(engine):
    keep(engine, made_up(50, ["en"] * 50, seed=5), ["en"] * 50)
    keep(engine, made_up(50, ["en"] * 50, seed=5), ["en"] * 50, subject="other")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT subject_id FROM matching_embedding "
            "WHERE side = 'offer' AND dimensions = 896 "
            "ORDER BY vector::halfvec(896) <#> (SELECT vector::halfvec(896) "
            "FROM matching_embedding LIMIT 1) LIMIT 5"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "embedding_offers_nearest" in plan


# --- What is made anew ----------------------------------------------------------------


ITEMS = [
    Item(1, "en", ("Clean air", "Sensors in every street")),
    Item(2, "en", ("Warm homes",)),
]


def test_what_did_not_change_is_left_alone(words):
    assert store.embed("thing", Side.NEED, ITEMS) == [1, 2]
    before = list(Embedding.objects.order_by("pk").values_list("pk", "text_hash"))

    changed = [ITEMS[0], Item(2, "en", ("Warm and dry homes",))]

    assert store.embed("thing", Side.NEED, ITEMS) == []
    assert (
        list(Embedding.objects.order_by("pk").values_list("pk", "text_hash")) == before
    )
    assert store.embed("thing", Side.NEED, changed) == [2]


def test_another_language_is_another_text(words):
    store.embed("thing", Side.NEED, ITEMS)

    assert store.embed("thing", Side.NEED, [Item(2, "ru", ("Warm homes",))]) == [2]


def test_parts_are_read_apart_and_remembered(words):
    store.embed("thing", Side.NEED, ITEMS)

    rows = Embedding.objects.filter(subject_id=1).order_by("passage")
    assert [(row.passage, row.part, row.start, row.end) for row in rows] == [
        (0, 0, 0, 9),
        (1, 1, 0, 23),
    ]


def test_vectors_of_an_item_come_in_the_order_of_its_passages(words):
    store.embed("thing", Side.NEED, ITEMS)
    engine = engines.serving()

    one = store.vectors("thing", 1, engine)
    many = store.many_vectors("thing", [2, 1, 3], engine)
    texts, passages = store.offer_texts("thing", [2, 3, 1], engine)

    assert one.shape == (2, 16)
    assert {id_: len(rows) for id_, rows in many.items()} == {1: 2, 2: 1}
    np.testing.assert_array_equal(many[1], one)
    assert texts.owner.tolist() == [0, 2, 2]
    assert [(p.id, p.part) for p in passages] == [(2, 0), (1, 0), (1, 1)]
    np.testing.assert_array_equal(texts.vectors[1:], one)


def test_forgetting_may_spare_an_engine(words):
    store.embed("thing", Side.NEED, ITEMS)
    store.embed("thing", Side.NEED, ITEMS, by=WordVoices("words-2"))

    store.forget("thing", [1], but="words-2")

    kept = Embedding.objects.values_list("subject_id", "engine").distinct()
    assert {*kept} == {(1, "words-2"), (2, "words-1"), (2, "words-2")}
    store.forget("thing", [1, 2])
    assert not Embedding.objects.exists()


def test_a_blank_text_has_no_vector(words):
    store.embed("thing", Side.NEED, [Item(5, "en", (" ", ""))])

    assert not Embedding.objects.exists()
    assert store.vectors("thing", 5, engines.serving()).shape == (0, 16)
