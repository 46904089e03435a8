import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.facets import ANYWHERE, STAGES, NeedFacets, OfferFacets
from matching.offer_table import OfferTable
from matching.scoring import all_terms, reachable, score
from matching.terms import TERMS
from matching.weights import BARS, START
from tests.matching import strategies

NEED = NeedFacets(
    country="MN",
    sector="water",
    areas=frozenset({"monitoring", "cloud"}),
    stage="preparation",
    budget_max=100_000,
    languages=frozenset({"mn", "en"}),
)
OFFER = OfferFacets(
    countries=frozenset({"MN"}),
    sectors=frozenset({"water"}),
    areas=frozenset({"monitoring"}),
    price_min=50_000,
    languages=frozenset({"ko", "en"}),
    references=0,
)

# What to forget so that a term is no longer stated by the offer.
FIELDS = {
    "A": {"areas": frozenset()},
    "Sx": {"sectors": frozenset()},
    "B": {"price_min": None},
    "St": {"stages": frozenset()},
    "R": {"references": None},
    "L": {"languages": frozenset()},
    "C": {"experience": None},
}


def test_a_fit_by_hand():
    found = score(NEED, OFFER, 0.25, weights=START)

    # T .5 · A .5 · Sx 1 · B 1 · St missing .5 · R 0 · L 1 · C missing .3
    assert found.value == 30 + 7.5 + 10 + 5 + 2 + 0 + 2 + 0.3
    assert {bar.code: bar.points for bar in found.bars} == {
        "need": 47.5,
        "conditions": 2.3,
        "budget": 5.0,
        "languages": 2.0,
        "record": 0.0,
    }
    assert {bar.code: bar.most for bar in found.bars} == {
        "need": 85.0,
        "conditions": 5.0,
        "budget": 5.0,
        "languages": 2.0,
        "record": 3.0,
    }
    assert found.word == "weak"
    assert found.completeness == 0.95
    assert found.would_change == ("T", 30.0)
    assert found.checks == ("term:St", "term:C")
    assert found.closed == ()
    assert [reason.term for reason in found.plus] == ["T", "Sx", "A", "B", "L"]
    assert [reason.term for reason in found.minus] == ["R"]
    assert found.plus[2].facts == {
        "shared": ["monitoring"],
        "asked": ["cloud", "monitoring"],
    }


def test_words_follow_the_value():
    assert [START.word(v) for v in (100, 87, 86.9, 69, 68.9, 0)] == [
        "strong",
        "strong",
        "possible",
        "possible",
        "weak",
        "weak",
    ]


def test_a_shut_gate_is_named():
    offer = replace(OFFER, countries=frozenset({"KR"}), gates={"legal": False})

    found = score(NEED, offer, 0.4, weights=START)

    assert found.closed == ("country_served", "legal")


def test_a_gate_that_is_not_known_is_a_check():
    offer = replace(OFFER, published=None, countries=frozenset())

    found = score(NEED, offer, 0.4, weights=START)

    assert found.closed == ()
    assert found.checks[:2] == ("gate:published", "gate:country_served")


def test_no_text_counts_nothing():
    assert score(NEED, OFFER, None, weights=START).contributions["T"] == 0


@given(strategies.needs, strategies.offers, strategies.text_scores)
def test_the_bars_add_up_to_the_value(need, offer, t):
    found = score(need, offer, t, weights=START)

    assert 0 <= found.value <= 100
    assert round(10 * sum(bar.points for bar in found.bars)) == round(10 * found.value)
    assert all(0 <= bar.points <= bar.most for bar in found.bars)
    assert json.loads(json.dumps(found.as_json()))["value"] == found.value


PERFECT = OfferFacets(
    countries=frozenset({ANYWHERE}),
    sectors=frozenset(strategies.CODES),
    areas=frozenset(strategies.CODES),
    stages=frozenset(STAGES),
    price_min=0.0,
    languages=frozenset(strategies.LANGUAGES),
    references=10,
    experience=frozenset(strategies.COUNTRIES),
)


@given(strategies.needs, strategies.offers, strategies.text_scores)
def test_what_a_need_leaves_out_nobody_can_win(need, offer, t):
    most = reachable(need, START)
    dearest = max(need.budget_min or 0, need.budget_max or 0)

    best = score(need, replace(PERFECT, price_max=dearest), 9.0, weights=START)

    assert best.value == pytest.approx(most, abs=0.051)
    assert best.word == "strong"
    assert score(need, offer, t, weights=START).value <= most + 0.05


def test_words_are_relative_to_what_a_need_states():
    """A good text makes the same word whether or not the need names a sector."""
    silent = NeedFacets(country="MN")

    assert reachable(NEED, START) == 100
    assert reachable(silent, START) == pytest.approx(100 - 15 - 10 - 2.5 - 2 - 1)
    found = score(
        silent, replace(OFFER, experience=frozenset({"MN"})), 0.6, weights=START
    )
    assert found.value < START.strong
    assert found.word == "strong"


def test_weights_on_what_a_need_leaves_out_alone_give_a_weak_word():
    only_sector = replace(
        START, weight={**dict.fromkeys(TERMS, 0.0), "Sx": 1.0}, version="odd"
    )

    found = score(NeedFacets(), OFFER, 0.9, weights=only_sector)

    assert (reachable(NeedFacets(), only_sector), found.value) == (0, 0)
    assert found.word == "weak"


@given(strategies.needs, strategies.offers, st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_higher_budget_never_lowers_the_budget_term(need, offer, one, other):
    least, most = sorted([one, other])

    low, high = (
        all_terms(replace(need, budget_max=limit), offer, None, weights=START)["B"]
        for limit in (least, most)
    )

    assert (low is None) == (high is None)
    assert low is None or low <= high


@given(strategies.needs, strategies.offers, strategies.text_scores)
def test_forgetting_what_is_good_never_raises_the_value(need, offer, t):
    before = score(need, offer, t, weights=START)
    stated = all_terms(need, offer, t, weights=START)

    for term, forgotten in FIELDS.items():
        if stated[term] is not None and stated[term] >= 0.5:
            after = score(need, replace(offer, **forgotten), t, weights=START)
            assert after.value <= before.value
    if stated["T"] is not None and stated["T"] >= 0.5:
        assert score(need, offer, None, weights=START).value <= before.value


@given(strategies.needs, st.lists(strategies.offers, max_size=6), st.data())
def test_many_at_once_are_scored_as_one_by_one(need, offers, data):
    t = [data.draw(strategies.text_scores) for _offer in offers]
    table = OfferTable(offers)

    values = table.values(
        need, np.array([np.nan if x is None else x for x in t]), START
    )
    singly = [score(need, o, x, weights=START) for o, x in zip(offers, t, strict=True)]

    assert values.tolist() == [one.value for one in singly]
    assert table.open_to(need).tolist() == [not one.closed for one in singly]


@given(strategies.needs, strategies.offers, st.permutations(strategies.CODES))
def test_the_order_of_areas_is_irrelevant(need, offer, order):
    again = frozenset(code for code in order if code in need.areas)

    assert score(replace(need, areas=again), offer, 0.3, weights=START) == score(
        need, offer, 0.3, weights=START
    )


@given(strategies.needs, st.lists(strategies.offers, max_size=6), strategies.answers)
def test_another_gate_never_adds_a_result(need, offers, answer):
    table = OfferTable(offers)
    narrowed = OfferTable(
        [replace(o, gates={**o.gates, "new": answer}) for o in offers]
    )

    assert not (narrowed.open_to(need) & ~table.open_to(need)).any()


def test_two_equal_texts_differ_only_by_their_facts():
    better = replace(OFFER, references=3)

    a, b = (score(NEED, offer, 0.3, weights=START) for offer in (OFFER, better))

    assert {k for k in TERMS if a.contributions[k] != b.contributions[k]} == {"R"}


def test_every_term_is_in_one_bar():
    assert sorted(term for terms in BARS.values() for term in terms) == sorted(TERMS)
    assert sum(START.points(term) for term in TERMS) == pytest.approx(100)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weight": {"T": 1.0}},
        {"weight": {**START.weight, "B": -0.1}},
        {"weight": dict.fromkeys(TERMS, 0.0)},
        {"missing": {**START.missing, "B": 0.6}},
    ],
)
def test_impossible_weights_are_refused(wrong):
    with pytest.raises(ValueError, match=r"weight|term"):
        replace(START, **wrong)
