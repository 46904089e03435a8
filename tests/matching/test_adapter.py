"""The learned map, on made-up pairs: each topic a direction, each language a shift."""

import numpy as np
import pytest

from matching.adapter import SHARPNESS, Pairs, gradient, targets, trained
from matching.vectors import normalised

TOPICS, LANGUAGES, WIDTH = 12, 3, 16


@pytest.fixture(scope="module")
def pairs():
    random = np.random.default_rng(5)
    topics = np.tile(np.arange(TOPICS), LANGUAGES)
    languages = np.repeat(["en", "mn", "ru"], TOPICS)
    subject = random.normal(size=(TOPICS, WIDTH))
    # Half of what encoders see is nobody's subject, and another half in each text.
    chatter = random.normal(size=(WIDTH, WIDTH // 2)) @ random.normal(
        size=(WIDTH // 2, WIDTH)
    )

    def side():
        noise = random.normal(size=(len(topics), WIDTH)) @ chatter / 4
        return normalised((subject[topics] + noise).astype(np.float32))

    return Pairs(side(), side(), topics, languages)


def moved(vectors, matrix):
    return normalised(vectors + vectors @ matrix)


def right_first(pairs, matrix):
    """Share of needs whose nearest offer of another language is of their topic."""
    scores = moved(pairs.needs, matrix) @ moved(pairs.offers, matrix).T
    scores[pairs.languages[:, None] == pairs.languages] = -np.inf
    return (pairs.topics[scores.argmax(axis=1)] == pairs.topics).mean()


def cross_entropy(pairs, matrix):
    """What the map is trained to lower, written out plainly."""
    scores = SHARPNESS * (moved(pairs.needs, matrix) @ moved(pairs.offers, matrix).T)
    by_need, by_offer = targets(pairs)
    chances = [
        np.exp(scores) / np.exp(scores).sum(axis=a, keepdims=True) for a in (1, 0)
    ]
    return -sum(
        (wanted * np.log(chance)).sum() / len(scores)
        for wanted, chance in zip((by_need, by_offer), chances, strict=True)
    )


def test_training_brings_offers_to_the_needs_they_answer(pairs):
    nothing = np.zeros((WIDTH, WIDTH), dtype=np.float32)

    matrix = trained(pairs)
    longer = trained(pairs, steps=2000)

    assert cross_entropy(pairs, matrix) < cross_entropy(pairs, nothing) - 0.01
    assert right_first(pairs, longer) > right_first(pairs, nothing) + 0.1


def test_the_same_pairs_teach_the_same(pairs):
    np.testing.assert_array_equal(trained(pairs, steps=5), trained(pairs, steps=5))


def test_no_step_no_map(pairs):
    assert not trained(pairs, steps=0).any()


def test_the_gradient_is_that_of_the_loss(pairs):
    exact = Pairs(
        pairs.needs.astype(float),
        pairs.offers.astype(float),
        pairs.topics,
        pairs.languages,
    )
    random = np.random.default_rng(6)
    matrix = 0.1 * random.normal(size=(WIDTH, WIDTH))
    slope = gradient(exact, matrix, targets(exact))

    for _direction in range(3):
        step = 1e-3 * normalised(random.normal(size=(1, WIDTH * WIDTH)))
        step = step.reshape(WIDTH, WIDTH).astype(float)
        ahead, behind = (cross_entropy(exact, matrix + s) for s in (step, -step))

        assert (ahead - behind) / 2 == pytest.approx((slope * step).sum(), rel=0.02)


def test_each_row_and_column_of_the_targets_is_a_chance(pairs):
    by_need, by_offer = targets(pairs)

    np.testing.assert_allclose(by_need.sum(axis=1), 1, rtol=1e-6)
    np.testing.assert_allclose(by_offer.sum(axis=0), 1, rtol=1e-6)
    # The answer in the need's own language teaches less than those in others.
    own, other = by_need[0, 0], by_need[0, TOPICS]
    assert own == pytest.approx(0.3 * other)
    assert by_need[0, 1] == 0
