"""The map that ships for the packaged encoder belongs to the shipped sentences."""

import numpy as np
import pytest

from matching import background
from matching.centring import background_means, centre
from matching.space import turned
from matching.vectors import Floats

WIDTH = 384


@pytest.fixture(scope="module")
def learned() -> Floats:
    return np.load(background.LEARNED)


@pytest.fixture(scope="module")
def sides(voices, models):
    """Centred vectors of needs and offers, and their languages and topics."""
    found = []
    for side in background.KEYS:
        raw, languages = background.vectors(voices, side, cache=models)
        found.append(centre(raw, languages, background_means(raw, languages)))
    languages = np.array(languages)
    topics = np.arange(len(languages)) % (languages == "en").sum()
    return *found, languages, topics


def right_first(needs, offers, languages, topics):
    """Share of needs whose nearest offer in each other language is of their topic."""
    shares = []
    for asked in np.unique(languages):
        for offered in np.unique(languages[languages != asked]):
            scores = needs[languages == asked] @ offers[languages == offered].T
            nearest = topics[languages == offered][scores.argmax(axis=1)]
            shares.append((nearest == topics[languages == asked]).mean())
    return np.mean(shares), np.min(shares)


def test_it_is_whole_and_small(learned):
    assert learned.shape == (WIDTH, WIDTH)
    assert learned.dtype == np.float16
    assert np.isfinite(learned).all()
    # It turns vectors a little: what a map from noise would do is far larger.
    assert 0 < np.linalg.norm(learned.astype(np.float32), 2) < 3


def test_the_packaged_encoder_uses_it(space, learned):
    np.testing.assert_array_equal(space.turn, learned.astype(np.float32))


def test_with_it_offers_are_nearer_to_the_needs_they_answer(sides, learned):
    needs, offers, *labels = sides
    still = np.zeros((WIDTH, WIDTH), dtype=np.float32)

    (before, worst_before), (after, worst_after) = (
        right_first(
            turned(needs, turn)[:, :WIDTH], turned(offers, turn)[:, :WIDTH], *labels
        )
        for turn in (still, learned.astype(np.float32))
    )

    assert after > before + 0.05
    assert worst_after > worst_before


def test_a_map_learned_for_another_encoder_is_kept(words, tmp_path, monkeypatch):
    monkeypatch.undo()
    learned = []

    def learn(encoder, cache):
        learned.append(encoder.engine)
        return np.eye(16, dtype=np.float32)

    monkeypatch.setattr(background, "learned", learn)
    for _time in range(2):
        space = background.space(words, cache=tmp_path)

    assert learned == ["words-1"]
    np.testing.assert_array_equal(space.turn, np.eye(16))
