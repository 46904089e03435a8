import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.centring import Means, background_means
from matching.space import SHARE, Mix, Space, built
from matching.vectors import normalised

FIRST, SECOND = 4, 3
MIX = Mix(FIRST, 1.5)
KNOWN = frozenset({"en", "ko"})


def made_up(count, seed, *, silent=()):
    """Vectors of both encoders; `silent` rows have nothing of the second."""
    random = np.random.default_rng(seed)
    first = normalised(random.normal(size=(count, FIRST)).astype(np.float32))
    second = normalised(random.normal(size=(count, SECOND)).astype(np.float32))
    second[[*silent]] = 0
    return np.hstack([first, second])


def plainly(need, offer):
    first = sum(float(a) * float(b) for a, b in zip(need[:4], offer[:4], strict=True))
    second = sum(float(a) * float(b) for a, b in zip(need[4:], offer[4:], strict=True))
    if not need[4:].any() or not offer[4:].any():
        return first
    return (1 - SHARE) * first + SHARE * 1.5 * second


@given(st.integers(0, 10_000))
def test_many_scores_are_those_of_each_pair(seed):
    needs = made_up(5, seed, silent=[1, 3])
    offers = made_up(6, seed + 1, silent=[0, 3, 4])

    scores = MIX.scores(offers, needs)

    expected = [[plainly(need, offer) for need in needs] for offer in offers]
    np.testing.assert_allclose(scores, expected, atol=1e-6)


def test_one_encoder_alone_is_its_cosine():
    needs, offers = made_up(2, 1)[:, :FIRST], made_up(3, 2)[:, :FIRST]

    np.testing.assert_array_equal(Mix(FIRST).scores(offers, needs), offers @ needs.T)
    np.testing.assert_array_equal(Mix(FIRST).query(needs[0]), needs[0])


@given(st.integers(0, 10_000))
def test_the_query_of_an_index_gives_the_score(seed):
    needs = made_up(3, seed, silent=[1])
    offers = made_up(4, seed + 1, silent=[2])

    scores = MIX.scores(offers, needs)
    for column, need in enumerate(needs):
        found = offers @ MIX.query(need)
        alone = offers @ MIX.query(MIX.first_alone(need))

        np.testing.assert_allclose(
            found[[0, 1, 3]], scores[[0, 1, 3], column], atol=1e-6
        )
        np.testing.assert_allclose(alone[2], scores[2, column], atol=1e-6)


def test_a_query_leaves_the_need_as_it_was():
    need = made_up(1, 3)[0]
    before = need.copy()

    MIX.query(need), MIX.first_alone(need)

    np.testing.assert_array_equal(need, before)


@pytest.fixture
def space():
    turn = np.random.default_rng(4).normal(size=(FIRST, FIRST)).astype(np.float32)
    return Space(turn, MIX, KNOWN)


@pytest.fixture
def means():
    return background_means(made_up(6, 5), ["en", "en", "ko", "ko", "mn", "mn"])


def test_both_parts_are_of_length_one(space, means):
    found = space.comparable(made_up(3, 6), ["en", "ko", "en"], means)

    np.testing.assert_allclose(np.linalg.norm(found[:, :FIRST], axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(found[:, FIRST:], axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("language", ["mn", "vi"])
def test_what_the_second_cannot_read_it_says_nothing_about(space, means, language):
    known, unknown = space.comparable(made_up(2, 7), ["en", language], means)

    assert known[FIRST:].any()
    assert not unknown[FIRST:].any()
    assert unknown[:FIRST].any()


def test_the_map_turns_the_first_part_alone(means):
    raw, languages = made_up(4, 8), ["en"] * 4
    still = Space(np.zeros((FIRST, FIRST), dtype=np.float32), MIX, KNOWN)
    turn = np.diag([3.0, 0, 0, 0]).astype(np.float32)

    before = still.comparable(raw, languages, means)
    after = Space(turn, MIX, KNOWN).comparable(raw, languages, means)

    expected = before[:, :FIRST] * [4, 1, 1, 1]
    np.testing.assert_allclose(after[:, :FIRST], normalised(expected), atol=1e-5)
    np.testing.assert_array_equal(after[:, FIRST:], before[:, FIRST:])


def test_nothing_to_compare(space, means):
    nothing = np.empty((0, FIRST + SECOND), dtype=np.float32)

    assert space.comparable(nothing, [], means).shape == (0, FIRST + SECOND)


def test_a_text_equal_to_the_mean_of_its_language_is_zero_not_nan(space):
    raw = made_up(1, 9)
    means = Means(raw[0], {"en": raw[0]})

    assert not space.comparable(raw, ["en"], means).any()


def test_the_version_follows_the_numbers(space):
    same = Space(space.turn.copy(), Mix(FIRST, 1.5), KNOWN)
    other_turn = Space(space.turn + 1, MIX, KNOWN)
    other_mix = Space(space.turn, Mix(FIRST, 1.6), KNOWN)

    assert same.version == space.version
    assert len({space.version, other_turn.version, other_mix.version}) == 3


def test_the_mix_brings_the_second_to_the_spread_of_the_first():
    """The second's cosines are half as wide here, those of unknown languages apart."""
    random = np.random.default_rng(10)
    needs, offers = made_up(300, 11), made_up(300, 12)
    for side in (needs, offers):
        # A common direction narrows the spread of the second.
        side[:, FIRST:] = normalised(side[:, FIRST:] + [2, 0, 0])
        side[200:, FIRST:] = random.normal(size=(100, SECOND))
    languages = ["en"] * 200 + ["mn"] * 100
    turn = np.zeros((FIRST, FIRST), dtype=np.float32)

    mix = built(turn, needs, offers, languages, KNOWN).mix

    spreads = [
        (needs[:200, part] @ offers[:200, part].T).std()
        for part in (slice(FIRST), slice(FIRST, None))
    ]
    assert mix.first == FIRST
    assert mix.scale == pytest.approx(spreads[0] / spreads[1], abs=1e-3)
    assert mix.scale > 1.2


def test_an_encoder_alone_has_no_mix():
    needs = made_up(4, 13)[:, :FIRST]
    turn = np.zeros((FIRST, FIRST), dtype=np.float32)

    assert built(turn, needs, needs, ["en"] * 4, frozenset()).mix == Mix(FIRST)
