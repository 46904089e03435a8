from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import terms
from matching.facets import ANYWHERE, STAGES, NeedFacets, OfferFacets, gates
from tests.matching import strategies


def codes(*values):
    return frozenset(values)


def test_text_is_a_sigmoid():
    assert terms.text(0.22, middle=0.22, width=0.06) == 0.5
    assert terms.text(0.28, middle=0.22, width=0.06) == pytest.approx(0.7311, abs=1e-4)
    assert 0 <= terms.text(-2, middle=0.22, width=0.06) < 1e-9


@pytest.mark.parametrize(
    ("asked", "offered", "value"),
    [
        (codes("a", "b"), codes("b", "c"), 0.5),
        (codes("a"), codes("a", "b", "c"), 1),
        (codes("a"), codes("b"), 0),
        (codes("a"), codes(), None),
        (codes(), codes("a"), None),
    ],
)
def test_areas(asked, offered, value):
    assert terms.areas(NeedFacets(areas=asked), OfferFacets(areas=offered)) == value


@pytest.mark.parametrize(
    ("offered", "value"),
    [
        (codes("water", "waste"), 1),
        (codes("sewage"), 0.5),
        (codes("waste"), 0),
        (codes(), None),
    ],
)
def test_sector(offered, value):
    need = NeedFacets(sector="water", sibling_sectors=codes("sewage"))

    assert terms.sector(need, OfferFacets(sectors=offered)) == value


@pytest.mark.parametrize(
    ("budget", "price", "value"),
    [
        ((None, 100), (100, 200), 1),
        ((None, 100), (200, None), 0.25),
        ((None, 0), (200, None), 0),
        ((None, 0), (0, None), 1),
        ((200, 500), (5, 10), 0.7),
        ((200, 500), (5, 50), 1),
        ((200, 500), (5, None), 0.7),
        ((None, 500), (5, 10), 1),
        ((None, None), (5, 10), None),
        ((None, 500), (None, 10), None),
    ],
)
def test_budget(budget, price, value):
    need = NeedFacets(budget_min=budget[0], budget_max=budget[1])
    offer = OfferFacets(price_min=price[0], price_max=price[1])

    assert terms.budget(need, offer) == pytest.approx(value)


@given(strategies.needs, strategies.offers, st.floats(min_value=0, max_value=1e9))
def test_raising_the_budget_never_lowers_the_term(need, offer, more):
    before = terms.budget(need, offer)
    raised = replace(need, budget_max=(need.budget_max or 0) + more)

    if before is not None:
        assert terms.budget(raised, offer) >= before


@pytest.mark.parametrize(
    ("offered", "value"),
    [
        (codes("operation"), 0),
        (codes("implementation"), 0.5),
        (codes("appraisal", "preparation"), 1),
        (codes("identification"), 0),
        (codes("unknown"), None),
        (codes(), None),
    ],
)
def test_stage(offered, value):
    need = NeedFacets(stage="preparation")

    assert terms.stage(need, OfferFacets(stages=offered)) == value


@pytest.mark.parametrize(
    ("count", "value"), [(0, 0), (1, 0.289), (10, 1), (500, 1), (None, None)]
)
def test_references(count, value):
    assert terms.references(OfferFacets(references=count)) == pytest.approx(
        value, abs=1e-3
    )


@pytest.mark.parametrize(
    ("asked", "offered", "interpreter", "value"),
    [
        (codes("mn", "ru"), codes("ru"), False, 1),
        (codes("mn"), codes("ko"), False, 0),
        (codes("mn"), codes("ko"), True, 0.5),
        (codes("mn"), codes("ko", "en"), False, 0.5),
        (codes("mn", "en"), codes("ko"), False, 0.5),
        (codes(), codes("ko"), False, None),
        (codes("mn"), codes(), True, None),
    ],
)
def test_languages(asked, offered, interpreter, value):
    offer = OfferFacets(languages=offered, interpreter=interpreter)

    assert terms.languages(NeedFacets(languages=asked), offer) == value


@pytest.mark.parametrize(
    ("done", "value"),
    [
        (codes("MN"), 1),
        (codes("CN"), 0.6),
        (codes("JP"), 0.3),
        (codes(), 0.3),
        (None, None),
    ],
)
def test_experience(done, value):
    need = NeedFacets(country="MN", neighbours=codes("CN", "RU"))

    assert terms.experience(need, OfferFacets(experience=done)) == value


@given(strategies.needs, strategies.offers)
def test_every_term_is_between_0_and_1_or_not_stated(need, offer):
    values = terms.facet_terms(need, offer).values()

    assert all(value is None or 0 <= value <= 1 for value in values)


@pytest.mark.parametrize(
    ("country", "served", "outcome"),
    [
        ("MN", codes("MN", "KR"), True),
        ("MN", codes("KR"), False),
        ("MN", codes("KR", ANYWHERE), True),
        ("MN", codes(), None),
        ("", codes("KR"), None),
    ],
)
def test_a_country_is_served_or_not_or_to_be_confirmed(country, served, outcome):
    offer = OfferFacets(countries=served, gates={"legal": None})

    assert gates(NeedFacets(country=country), offer) == {
        "published": True,
        "country_served": outcome,
        "legal": None,
    }


def test_stages_are_in_order():
    assert STAGES[0] == "identification"
    assert STAGES[-1] == "operation"
