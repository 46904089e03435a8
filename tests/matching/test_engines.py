"""An operator changes the encoder: the old one answers until the new one has read all."""

from functools import cache

import numpy as np
import pytest
from django.db import connection
from django.utils import timezone

from core.models import Outbox
from matching import engines, mean_sets, store
from matching.encoder import EncoderUnusable
from matching.models import DIMENSIONS, Embedding, Engine, MeanSet
from matching.space import Mix
from solutions import catalogue_vectors, matching, services
from solutions.matching import NEED, SOLUTION
from tests.factories import NeedFactory, SolutionFactory
from tests.matching.words import WordVoices

OLD, NEW = "words-1", "words-2"
SMOKE = {
    "title": "Smoke sensors",
    "problem": "Smoke of stoves fills the winter streets.",
    "description": "Sensors measure smoke in all streets of the valley.",
}
BUSES = {
    "title": "Arrival times",
    "problem": "Nobody knows when buses come.",
    "description": "Boards tell the arrival times of buses.",
}


@pytest.fixture
def both(speak, monkeypatch, tmp_path):
    """Two small encoders of other widths; the first one serves, from its own folder."""
    old, new = WordVoices(OLD), WordVoices(NEW, first=24, second=8)
    folder = tmp_path / "old-model"
    folder.mkdir()
    loaded = {str(folder): old}
    monkeypatch.setattr(engines, "of_folder", cache(loaded.__getitem__))
    speak(old)
    Engine.objects.filter(pk=engines.registered().pk).update(folder=str(folder))
    return old, new


@pytest.fixture
def catalogue(both):
    solutions = [SolutionFactory(published=True, **text) for text in (SMOKE, BUSES)]
    catalogue_vectors.embed_solutions([solution.pk for solution in solutions])
    return solutions


@pytest.fixture
def need(city):
    return NeedFactory(
        organisation=city,
        published=True,
        title="Smoke in winter streets",
        text="Stoves fill the valley with smoke.",
    )


def fill_up(limit=32):
    """As the job does, until nothing is left; how many were read each time."""
    counts = []
    while made := catalogue_vectors.fill(limit):
        counts.append(len(made))
    return counts


def read_by(engine):
    return {
        *Embedding.objects.of(SOLUTION, engine).values_list("subject_id", flat=True)
    }


def indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'matching_embedding'"
        )
        return {name for (name,) in cursor.fetchall()}


def first_of(need):
    return need.matches.get(rank=1).solution


# --- Registering ----------------------------------------------------------------------


def test_the_first_of_all_serves_at_once(words):
    engine = engines.registered()

    assert (engine.name, engine.dimensions, engine.first) == (OLD, 16, 16)
    assert engine.serves_since is not None
    assert engines.serving() == engine
    assert not engines.is_changing()
    assert engines.mix(engine) == Mix(16)


def test_registering_twice_changes_nothing(words):
    assert engines.registered() == engines.registered()
    assert Engine.objects.count() == 1


def test_who_only_reads_loads_no_encoder(words, monkeypatch):
    engine = engines.registered()

    def must_not_load():
        raise AssertionError("a web process loaded an encoder")

    monkeypatch.setattr(engines, "configured", must_not_load)
    assert engines.serving() == engine


def test_a_second_one_waits(both, speak):
    _old, new = both
    speak(new)

    engine = engines.registered()

    assert (engine.name, engine.dimensions, engine.first) == (NEW, 32, 24)
    assert engine.serves_since is None
    assert engine.scale is not None
    assert engines.serving().name == OLD
    assert engines.is_changing()


# --- Changing -------------------------------------------------------------------------


def test_the_old_one_answers_while_the_new_one_reads(both, speak, catalogue, need):
    old, new = both
    speak(new)
    catalogue_vectors.fill(limit=1)

    engine, by = engines.answering()
    matching.match(need.pk)

    assert (engine.name, by) == (OLD, old)
    assert need.matches.count() == 2
    assert first_of(need) == catalogue[0]
    assert need.ranking.engine == OLD
    assert read_by(NEW) == {catalogue[0].pk}


def test_the_new_one_reads_in_batches_and_then_takes_over(both, speak, catalogue, need):
    _old, new = both
    more = SolutionFactory.create_batch(3, published=True)
    catalogue_vectors.embed_solutions([solution.pk for solution in more])
    speak(new)

    assert fill_up(limit=2) == [2, 2, 1]

    assert read_by(NEW) == read_by(OLD)
    assert engines.serving().name == NEW
    assert not engines.is_changing()
    matching.match(need.pk)
    assert (first_of(need), need.ranking.engine) == (catalogue[0], NEW)
    assert need.matches.count() == 5


def test_pairs_of_one_engine_only_are_compared(both, speak, catalogue, need):
    """Vectors of other widths lie in the same table and do not disturb."""
    _old, new = both
    matching.match(need.pk)
    speak(new)
    fill_up()

    engine, _by = engines.answering()
    vectors = store.vectors(SOLUTION, catalogue[0].pk, engine)

    assert vectors.shape[1] == 32
    assert store.vectors(NEED, need.pk, engine).shape == (0, 32)
    matching.match(need.pk)
    assert store.vectors(NEED, need.pk, engine).shape == (1, 32)


def test_means_of_two_engines_stay_apart(both, speak, catalogue, need):
    matching.match(need.pk)
    speak(both[1])
    fill_up()

    versions = {name: mean_sets.version_of(name) for name in (OLD, NEW)}
    assert all(versions.values())
    assert versions[OLD] != versions[NEW]
    assert MeanSet.objects.count() == 2


def test_a_text_that_changes_meanwhile_is_read_by_both(both, speak, catalogue):
    _old, new = both
    speak(new)
    catalogue_vectors.fill(limit=1)
    smoke = catalogue[0]
    smoke.title_en = "Smoke sensors for schools"
    smoke.save()

    catalogue_vectors.embed_solutions([smoke.pk])
    fill_up()

    for name in (OLD, NEW):
        newest = Embedding.objects.of(SOLUTION, name).filter(subject_id=smoke.pk)
        assert {row.text_hash for row in newest} == {matching.text_hash(smoke)}


def test_a_withdrawn_solution_is_read_by_nobody(both, speak, catalogue, secretariat):
    speak(both[1])
    fill_up()

    services.withdraw(catalogue[0], by=secretariat, reason="Out of date.")
    catalogue_vectors.embed_solutions([catalogue[0].pk])

    assert not Embedding.objects.filter(subject_id=catalogue[0].pk).exists()
    assert fill_up() == []


def test_vectors_of_the_old_one_are_forgotten_when_it_serves_no_more(
    both, speak, catalogue
):
    speak(both[1])
    engines.forget_old()
    assert read_by(OLD)

    fill_up()
    engines.forget_old()

    assert not Embedding.objects.of(SOLUTION, OLD).exists()
    assert read_by(NEW) == {solution.pk for solution in catalogue}


def test_an_operator_returns_to_the_first_one(both, speak, catalogue, need):
    old, new = both
    speak(new)
    fill_up()
    engines.forget_old()

    speak(old)

    assert engines.is_changing()
    assert engines.serving().name == NEW
    assert fill_up() == [2]
    assert engines.serving().name == OLD
    matching.match(need.pk)
    assert (first_of(need), need.ranking.engine) == (catalogue[0], OLD)


def test_an_old_one_that_is_gone_does_not_stop_the_matching(
    both, speak, catalogue, need, monkeypatch
):
    """Its folder was removed: the new one answers with what it has read so far."""
    _old, new = both
    speak(new)
    Engine.objects.filter(name=OLD).update(folder="/nowhere")
    catalogue_vectors.fill(limit=1)

    matching.match(need.pk)

    assert engines.answering() == (engines.registered(), new)
    assert [match.solution for match in need.matches.all()] == [catalogue[0]]


def test_an_old_folder_with_another_model_is_not_used(both, speak, monkeypatch):
    _old, new = both
    speak(new)

    monkeypatch.setattr(engines, "of_folder", lambda folder: WordVoices("words-3"))
    assert engines.answering()[1] == new

    def broken(folder):
        raise EncoderUnusable

    monkeypatch.setattr(engines, "of_folder", broken)
    assert engines.answering()[1] == new


def test_the_job_goes_on_until_all_is_read_and_makes_new_lists(
    both, speak, catalogue, need, run_outbox, monkeypatch
):
    _old, new = both
    matching.match(need.pk)
    speak(new)
    monkeypatch.setattr(catalogue_vectors.fill, "__defaults__", (1,))
    Outbox.objects.create(task="solutions.embed_missing")

    done = run_outbox()

    assert done[:4] == [
        "solutions.embed_missing",
        "solutions.embed_missing",
        "solutions.embed_missing",
        "solutions.match_needs",
    ]
    assert done[4:6] == ["solutions.begin_sweep", "solutions.sweep_chunk"]
    need.ranking.refresh_from_db()
    assert need.ranking.engine == NEW


# --- The index ------------------------------------------------------------------------


def test_another_width_has_an_index_of_its_own_before_it_is_filled(both, speak):
    assert "embedding_offers_nearest_16" in indexes()
    assert "embedding_offers_nearest_32" not in indexes()

    speak(both[1])
    engines.registered()

    assert "embedding_offers_nearest_32" in indexes()


def test_the_packaged_width_needs_no_other_index(db):
    engines.index(DIMENSIONS)

    assert f"embedding_offers_nearest_{DIMENSIONS}" not in indexes()


def test_the_index_of_another_width_answers(both, speak, catalogue, need):
    speak(both[1])
    fill_up()
    matching.match(need.pk)
    engine = engines.serving()
    vector = store.vectors(NEED, need.pk, engine)[0]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT subject_id FROM matching_embedding "
            "WHERE side = 'offer' AND dimensions = 32 "
            "ORDER BY vector::halfvec(32) <#> %s::halfvec(32) LIMIT 5",
            [str(vector.tolist())],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "embedding_offers_nearest_32" in plan
    found = store.nearest(
        SOLUTION,
        vector[None],
        engine=engine,
        among=Embedding.objects.of(SOLUTION, NEW).values("subject_id"),
        limit=5,
    )
    assert found[0] == catalogue[0].pk


def test_the_newest_that_serves_answers(db):
    made = {"dimensions": 16, "first": 16}
    Engine.objects.create(name="a", serves_since=timezone.now(), **made)
    Engine.objects.create(name="b", serves_since=timezone.now(), **made)
    Engine.objects.create(name="c", **made)

    assert engines.serving().name == "b"


def test_a_space_is_made_once_for_an_encoder(words):
    assert engines.space(words) is engines.space(words)
    np.testing.assert_array_equal(engines.space(words).turn, np.zeros((16, 16)))
