import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.facets import NeedFacets, OfferFacets
from matching.offer_table import OfferTable
from matching.scoring import all_terms, score
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
    found = score(NEED, OFFER, 0.22, weights=START)

    # T .5 · A .5 · Sx 1 · B 1 · St missing .5 · R 0 · L 1 · C missing .3
    assert found.value == 22.5 + 7.5 + 10 + 10 + 4 + 0 + 4 + 0.6
    assert {bar.code: bar.points for bar in found.bars} == {
        "need": 40.0,
        "conditions": 4.6,
        "budget": 10.0,
        "languages": 4.0,
        "record": 0.0,
    }
    assert {bar.code: bar.most for bar in found.bars} == {
        "need": 70.0,
        "conditions": 10.0,
        "budget": 10.0,
        "languages": 4.0,
        "record": 6.0,
    }
    assert found.word == "weak"
    assert found.completeness == 0.9
    assert found.would_change == ("T", 22.5)
    assert found.checks == ("term:St", "term:C")
    assert found.closed == ()
    assert [reason.term for reason in found.plus] == ["T", "Sx", "B", "A", "L"]
    assert [reason.term for reason in found.minus] == ["R"]
    assert found.plus[3].facts == {
        "shared": ["monitoring"],
        "asked": ["cloud", "monitoring"],
    }


def test_words_follow_the_value():
    assert [START.word(v) for v in (100, 72, 71.9, 59, 58.9, 0)] == [
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
