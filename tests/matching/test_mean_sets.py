"""Language means that follow what the portal holds."""

import numpy as np
import pytest

from matching import background, engines, mean_sets, store
from matching.models import Embedding, MeanSet, Side
from matching.store import Item

WINTER = "smoke of stoves fills the winter streets of the valley"


@pytest.fixture
def far(words, monkeypatch):
    """The portal speaks of other things than the shipped sentences, many times over."""
    return [Item(n, "en", (f"{WINTER} {n}",)) for n in range(60)]


def test_before_anything_is_known_the_shipped_sentences_speak(words):
    means, version = mean_sets.current(words, Side.NEED)
    shipped = background.means(words, "need", cache=engines.settings.MODEL_DIR)

    np.testing.assert_allclose(means.overall, shipped.overall, atol=1e-6)
    assert version == mean_sets.version_of(words.engine)
    assert MeanSet.objects.count() == 1


def test_an_empty_portal_keeps_its_means(words):
    mean_sets.current(words, Side.NEED)

    assert mean_sets.refresh() is False
    assert MeanSet.objects.count() == 1


def test_means_follow_the_texts_and_vectors_follow_the_means(words, far):
    store.embed("thing", Side.OFFER, far)
    before = {row.pk: row.vector for row in rows()}

    assert mean_sets.refresh() is True

    version = mean_sets.version_of(words.engine)
    means, _version = mean_sets.current(words, Side.OFFER)
    assert means.counts == {"en": 60}
    assert {row.mean_version for row in rows()} == {version}
    raw = np.array([row.raw for row in rows()], dtype=np.float32)
    expected = engines.space(words).comparable(raw, ["en"] * len(raw), means)
    now = [row.vector for row in rows()]
    np.testing.assert_allclose(now, expected, atol=2e-3)
    assert not np.allclose([*before.values()], now, atol=0.05)


def test_nothing_moves_twice(words, far):
    store.embed("thing", Side.OFFER, far)
    mean_sets.refresh()

    assert mean_sets.refresh() is False


def test_means_may_return_to_what_they_were(words, far):
    """A catalogue that empties again must not count as new means every night."""
    first = mean_sets.current(words, Side.OFFER)[1]
    store.embed("thing", Side.OFFER, far)
    mean_sets.refresh()
    Embedding.objects.all().delete()

    assert mean_sets.refresh() is True
    assert mean_sets.version_of(words.engine) == first
    assert mean_sets.refresh() is False


def test_a_run_that_was_killed_is_finished_by_the_next(words, far, monkeypatch):
    store.embed("thing", Side.OFFER, far)
    mean_sets.refresh()
    Embedding.objects.filter(subject_id__lt=20).update(mean_version="before")
    monkeypatch.setattr(mean_sets, "BATCH", 7)

    assert mean_sets.refresh() is False

    assert {row.mean_version for row in rows()} == {mean_sets.version_of(words.engine)}


def test_a_text_saved_while_vectors_are_made_anew_does_no_harm(words, far, monkeypatch):
    store.embed("thing", Side.OFFER, far)
    mean_sets.refresh()
    Embedding.objects.update(mean_version="before")
    comparable = engines.space(words).comparable

    def meanwhile(self, *args):
        Embedding.objects.filter(subject_id=3).delete()
        return comparable(*args)

    monkeypatch.setattr("matching.space.Space.comparable", meanwhile)
    mean_sets.refresh()

    assert Embedding.objects.filter(subject_id=3).count() == 0
    assert {row.mean_version for row in rows()} == {mean_sets.version_of(words.engine)}


def test_the_newest_texts_tell(words, far, monkeypatch):
    monkeypatch.setattr(mean_sets, "SAMPLE", 10)
    store.embed("thing", Side.OFFER, far)

    mean_sets.refresh()

    assert mean_sets.current(words, Side.OFFER)[0].counts == {"en": 10}


def rows():
    return Embedding.objects.order_by("pk")
