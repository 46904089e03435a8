"""Where the Finder begins: a way on for everybody who opens it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.weights import START, TERMS
from solutions import finder, method
from tests.factories import (
    NeedFactory,
    RankingFactory,
    SolutionFactory,
    WeightSetFactory,
)
from tests.solutions.scored import match_of
from vocabulary.models import Country, Sector

WEAK = {"areas": frozenset({"x"}), "sectors": frozenset({"y"})}


def start(client_of, who: str) -> str:
    return client_of(who).get(reverse("solutions:finder-start")).content.decode()


@pytest.fixture
def need(city):
    found = NeedFactory(organisation=city, published=True)
    RankingFactory(need=found, ready=True)
    return found


def test_only_what_fits_is_counted(need):
    match_of(need, 1)
    match_of(need, 2, t=0.35)
    match_of(need, 3, t=0.0, facts=WEAK)
    match_of(need, 4, dismissed=True)

    words = [m.word for m in need.matches.order_by("rank")]
    assert words[:3] == ["strong", "possible", "weak"]
    assert finder.by_word([need]) == {need.pk: {"strong": 1, "possible": 1}}
    assert finder.counts([need]) == {need.pk: 2}


def test_an_office_sees_its_needs_with_what_fits(client_of, need, other_city):
    match_of(need, 1)
    waiting = NeedFactory(organisation=need.organisation)
    RankingFactory(need=waiting)
    foreign = NeedFactory(organisation=other_city)

    page = start(client_of, "reader")

    assert "1 strong match." in page
    assert "being compared with the catalogue" in page
    assert str(foreign) not in page


def test_no_number_for_a_restricted_city(client_of, need):
    match_of(need, 1)
    need.organisation.country = Country.objects.get(code="KP")
    need.organisation.save(update_fields=["country"])

    page = start(client_of, "csco")

    assert str(need) in page
    assert "strong match" not in page


def test_an_office_without_a_need_is_asked_for_one(client_of):
    assert "Your office has not written down a need yet" in start(client_of, "csco")


def test_the_secretariat_sees_the_needs_of_all(client_of, need, other_city):
    foreign = NeedFactory(organisation=other_city)

    page = start(client_of, "secretariat")

    assert str(need) in page
    assert str(foreign) in page


def test_a_provider_learns_how_needs_find_its_solutions(client_of, need, provider):
    draft = SolutionFactory(provider=provider, state_reason="Name a city.")
    NeedFactory(published=True, sector=Sector.objects.get(code="transportation"))
    NeedFactory(published=True, for_own_office=True)

    page = start(client_of, "provider_owner")

    assert "How needs find your solutions" in page
    assert "Read 1 open need in your sectors" in page
    assert 'href="/en/needs/?sector=environment"' in page
    assert str(draft) in page
    assert "Name a city." in page
    assert "Your office has not written down" not in page


def test_a_restricted_provider_is_promised_nothing(client_of, provider):
    provider.country = Country.objects.get(code="KP")
    provider.save(update_fields=["country"])

    page = start(client_of, "provider_owner")

    assert "Knowledge sharing is open to your organisation." in page
    assert "open need" not in page


@pytest.mark.parametrize("who", ["visitor", "translator"])
def test_everybody_else_learns_what_it_is(client_of, who):
    page = start(client_of, who)

    assert "What it does" in page
    assert ("Sign in" in page.partition("<main")[2]) == (who == "visitor")


def test_more_needs_ask_no_more(client_of, need):
    browser, address = client_of("csco"), reverse("solutions:finder-start")
    browser.get(address)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        counts.append(len(asked))
        for more in NeedFactory.create_batch(3, organisation=need.organisation):
            RankingFactory(need=more, ready=True)
            match_of(more)

    assert counts[0] == counts[1] <= 25


def test_the_list_asks_no_more_for_more_rows(client_of, need):
    browser = client_of("csco")
    address = reverse("solutions:finder", args=[need.pk]) + "?more=1"
    match_of(need, 1)
    match_of(need, 2, shortlisted=True)
    match_of(need, 3, dismissed=True)
    match_of(need, 4, pinned=True)
    need.ranking.near = [
        {
            "solution": SolutionFactory(published=True).pk,
            "value": 60.0,
            "closed": ["country_served"],
        }
    ]
    need.ranking.seen_at = need.ranking.done_at
    need.ranking.save()
    browser.get(address)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        counts.append(len(asked))
        for rank in range(5, 12):
            match_of(need, rank)

    assert counts[0] == counts[1] <= 25


def test_the_method_shows_the_weights_in_force(client, db):
    WeightSetFactory(version="17", used=True, strong=81.0)

    page = client.get(reverse("solutions:finder-how")).content.decode()

    assert "Weights: version 17." in page
    assert "81 % or more of what the need lets any solution reach." in page


def test_every_term_is_explained_and_all_points_add_up():
    groups = method.groups(START)

    assert {*method.TERMS} == {*TERMS}
    assert sum(group.points for group in groups) == pytest.approx(100)
    assert sum(t.points for g in groups for t in g.terms) == pytest.approx(100)
