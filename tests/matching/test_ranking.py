import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.facets import NeedFacets, OfferFacets
from matching.offer_table import OfferTable
from matching.ranking import (
    OfferTexts,
    TextScores,
    best_passages,
    lot,
    many_scores,
    pulls,
    rank,
    text_scores,
    varied,
    without_hubs,
)
from matching.space import Mix
from matching.weights import START

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]


def rows(*values):
    return np.array(values, dtype=np.float32).reshape(-1, 2)


def texts(*offers):
    """Offers as lists of passages."""
    owner = [row for row, passages in enumerate(offers) for _passage in passages]
    flat = [passage for passages in offers for passage in passages]
    owner = np.array(owner, dtype=np.int64)
    return OfferTexts(rows(*flat), owner, len(offers), Mix(2))


def scores(*values):
    return TextScores(np.array(values), np.zeros(len(values), dtype=np.int64))


def test_a_single_passage_is_the_text():
    found = text_scores(rows(EAST), texts([EAST], [NORTH]))

    assert found.t.tolist() == [1, 0]
    assert found.passage.tolist() == [0, 1]


def test_the_two_best_passages_count_and_the_best_is_the_evidence():
    found = text_scores(rows(EAST), texts([NORTH, [0.6, 0.8], EAST], [[0.8, 0.6]]))

    assert found.t.tolist() == pytest.approx([0.8, 0.8])
    assert found.passage.tolist() == [2, 3]


def test_a_long_need_pairs_its_passages_too():
    found = text_scores(rows(EAST, NORTH), texts([EAST], [EAST, NORTH]))

    assert found.t.tolist() == pytest.approx([0.5, 1])


def test_without_text_there_is_no_score():
    found = text_scores(rows(EAST), texts([], [EAST], []))

    np.testing.assert_array_equal(found.t, [np.nan, 1, np.nan])
    assert found.passage.tolist() == [-1, 0, -1]
    assert np.isnan(text_scores(rows(), texts([EAST])).t).all()
    assert np.isnan(text_scores(rows(EAST), texts([], [])).t).all()


def test_a_hub_is_held_back():
    offers = texts([[0.7, 0.7]], [EAST])
    needs = [rows(EAST), rows(NORTH), rows(NORTH)]

    pull = pulls(needs, offers)
    found = without_hubs(text_scores(needs[0], offers), pull)

    assert pull.tolist() == pytest.approx([0.7, 1 / 3])
    assert found.t.tolist() == pytest.approx([2 * 0.7 - 0.7, 2 - 1 / 3])


def test_pull_takes_the_ten_highest():
    needs = [rows(EAST)] * 10 + [rows(NORTH)] * 90

    assert pulls(needs, texts([EAST])).tolist() == [1]


def test_blank_needs_pull_nothing():
    assert pulls([rows(), rows(EAST)], texts([EAST])).tolist() == [1]
    assert np.isnan(pulls([rows()], texts([EAST]))).all()
    assert np.isnan(pulls([], texts([EAST]))).all()


@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=5),
    st.lists(st.integers(0, 3), max_size=5),
    st.integers(0, 1000),
)
def test_many_needs_at_once_score_as_one_by_one(passages, needs, seed):
    random = np.random.default_rng(seed)
    offers = texts(*(random.normal(size=(count, 2)) for count in passages))
    asked = [rows(*random.normal(size=(count, 2))) for count in needs]

    found = many_scores(asked, offers)

    assert found.shape == (len(needs), len(passages))
    for row, need in enumerate(asked):
        np.testing.assert_allclose(found[row], text_scores(need, offers).t, atol=1e-5)


def test_the_best_passage_is_that_of_the_best_score():
    offers = texts([NORTH, EAST], [], [[0.6, 0.8]])

    assert best_passages(rows(EAST), offers, [0, 1, 2]).tolist() == [1, -1, 2]
    assert best_passages(rows(EAST), offers, [2]).tolist() == [-1, -1, 2]


def test_best_value_first_and_shut_offers_left_out():
    offers = OfferTable(
        [
            OfferFacets(),
            OfferFacets(countries=frozenset({"KR"})),
            OfferFacets(published=False),
            OfferFacets(references=5),
        ]
    )

    found = rank(
        NeedFacets(country="MN"),
        offers,
        scores(0.3, 0.9, 0.9, 0.3),
        weights=START,
        ids=["a", "b", "c", "d"],
    )

    assert [one.row for one in found] == [3, 0]
    assert found[0].value > found[1].value


def test_without_text_an_offer_comes_last_but_stays():
    found = rank(
        NeedFacets(),
        OfferTable([OfferFacets(), OfferFacets()]),
        scores(np.nan, 0.1),
        weights=START,
        ids=[1, 2],
    )

    assert [one.row for one in found] == [1, 0]


def test_ties_are_drawn_by_lot_and_stay_drawn():
    ids = list(range(20))
    table = OfferTable([OfferFacets()] * 20)

    def order(seed):
        found = rank(
            NeedFacets(),
            table,
            scores(*[0.3] * 20),
            weights=START,
            ids=ids,
            seed=seed,
        )
        return [one.row for one in found]

    assert order("1") == order("1") == sorted(ids, key=lambda i: lot("1", i))
    assert order("1") != order("2")
    assert order("1") != ids


def test_a_provider_has_two_of_the_first_ten():
    providers = ["p"] * 5 + [f"q{i}" for i in range(10)]

    order = varied(range(15), providers)

    assert order == [0, 1, *range(5, 13), 2, 3, 4, 13, 14]


def test_few_providers_lose_nothing():
    assert varied(range(4), ["p"] * 4) == [0, 1, 2, 3]
