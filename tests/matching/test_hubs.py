"""How much offers are held back: kept, computed for those without, and renewed."""

import numpy as np
import pytest

from matching import engines, hubs, mean_sets, store
from matching.models import MeanSet, Pull, Side
from matching.ranking import PULL_FROM, many_scores
from matching.store import Item

OFFERS = [
    Item(1, "en", ("sensors measure smoke in winter streets",)),
    Item(2, "en", ("buses and their arrival times",)),
    Item(3, "en", ("sensors measure buses and smoke and water and waste",)),
]
NEEDS = [
    "smoke in winter streets",
    "arrival times of buses",
    "leaks of water pipes",
    "waste in the streets",
]


@pytest.fixture
def engine(words):
    store.embed("offer", Side.OFFER, OFFERS)
    return engines.serving()


def ask(*texts, start=1):
    items = [Item(start + n, "en", (text,)) for n, text in enumerate(texts)]
    store.embed("need", Side.NEED, items)


def known(engine, ids=(1, 2, 3)):
    texts, _passages = store.offer_texts("offer", ids, engine)
    return hubs.known("offer", ids, texts, needs="need", engine=engine)


def keep(engine, ids=(1, 2, 3)):
    hubs.keep("offer", ids, needs=hubs.sample("need", engine), engine=engine)


def test_a_pull_is_the_mean_of_the_nearest_needs(engine):
    ask(*NEEDS)
    texts, _passages = store.offer_texts("offer", [1, 2, 3], engine)
    scores = many_scores(hubs.sample("need", engine), texts)

    np.testing.assert_allclose(known(engine), scores.mean(axis=0), atol=1e-6)
    assert len(NEEDS) < PULL_FROM


def test_what_is_kept_is_what_would_be_computed(engine):
    ask(*NEEDS)
    computed = known(engine)

    keep(engine)

    assert Pull.objects.count() == 3
    np.testing.assert_allclose(known(engine), computed, atol=1e-6)
    np.testing.assert_allclose(known(engine, (3, 1)), computed[[2, 0]], atol=1e-6)


def test_what_is_kept_is_not_computed_again(engine):
    ask(*NEEDS)
    keep(engine)
    Pull.objects.filter(subject_id=2).update(value=0.5)
    Pull.objects.filter(subject_id=3).delete()

    pull = known(engine)

    assert pull[1] == 0.5
    assert np.isfinite(pull).all()


def test_without_needs_nothing_is_held_back_or_kept(engine):
    keep(engine)

    assert not Pull.objects.exists()
    assert np.isnan(known(engine)).all()


def test_new_means_ask_for_new_pulls(engine):
    ask(*NEEDS)
    keep(engine)
    Pull.objects.update(value=9.0)
    assert not hubs.are_stale("offer", needs="need", engine=engine)

    old = MeanSet.objects.get()
    MeanSet.objects.create(version="other", engine=engine.name, means=old.means)

    assert mean_sets.version_of(engine.name) == "other"
    assert hubs.are_stale("offer", needs="need", engine=engine)
    assert (known(engine) < 1).all()


def test_many_more_needs_ask_for_new_pulls(engine):
    """Ten nearest of many are nearer than of few: old and new pulls do not compare."""
    ask(*NEEDS)
    keep(engine)
    Pull.objects.update(value=9.0)

    ask("one more need", start=5)
    few = hubs.are_stale("offer", needs="need", engine=engine), known(engine)
    ask("another", "and one", "and the eighth", start=6)

    assert few[0] is False
    assert (few[1] == 9).all()
    assert hubs.are_stale("offer", needs="need", engine=engine)
    assert (known(engine) < 1).all()


def test_renewing_replaces_and_the_rest_is_forgotten(engine):
    ask(*NEEDS)
    keep(engine)
    Pull.objects.update(recipe="old")

    keep(engine, (1, 2))
    hubs.forget_stale("offer", needs="need", engine=engine)

    assert {*Pull.objects.values_list("subject_id", flat=True)} == {1, 2}
    hubs.forget("offer", [1])
    assert Pull.objects.get().subject_id == 2


def test_the_newest_needs_speak_for_all(engine, monkeypatch):
    monkeypatch.setattr(hubs, "PULLED_BY", 2)
    ask(*NEEDS)

    sample = hubs.sample("need", engine)

    newest = [store.vectors("need", id_, engine) for id_ in (3, 4)]
    np.testing.assert_array_equal(np.concatenate(sample), np.concatenate(newest))
