"""Why a solution stands where it does, or is not in the list of a need."""

import pytest
from django.urls import reverse

from members.states import ComplianceStatus
from solutions import matching
from tests.factories import NeedFactory, RankingFactory, SolutionFactory
from tests.solutions.scored import match_of, scored
from vocabulary.models import Country


@pytest.fixture
def need(city):
    found = NeedFactory(organisation=city, published=True)
    RankingFactory(need=found, ready=True)
    return found


@pytest.fixture
def score_of(monkeypatch):
    """`score_of(t, **facts)`: what the engine would say of a pair."""

    def says(t=0.3, **facts):
        monkeypatch.setattr(
            matching, "scored", lambda need, s: (scored(t, **facts), t), raising=False
        )

    return says


def why(client_of, need, solution, who="csco") -> str:
    address = reverse("solutions:why", args=[need.pk, solution.slug])
    return client_of(who).get(address).content.decode()


def test_a_listed_solution_says_its_place(client_of, need):
    match_of(need, 1)
    match = match_of(need, 2)

    page = why(client_of, need, match.solution)

    assert "It is in your list: place 2 of 2." in page
    assert "Same sector." in page


def test_a_recommended_one_has_no_place(client_of, need):
    match = match_of(need, 2, pinned=True)

    page = why(client_of, need, match.solution)

    assert "The secretariat recommends it for this need." in page
    assert "place 2" not in page


def test_what_was_put_aside_says_why(client_of, need):
    match = match_of(need, dismissed=True)

    page = why(client_of, need, match.solution)

    assert "Your office has put it aside." in page
    assert "Too dear for a small city." in page


def test_a_gate_says_what_to_do(client_of, need, score_of):
    score_of(countries=frozenset({"JP"}))

    page = why(client_of, need, SolutionFactory(published=True))

    assert "Its provider does not work in your country." in page
    assert "Ask the provider whether it would work in your country." in page
    assert "<article" in page


def test_one_that_is_not_good_enough_says_by_how_much(client_of, need, score_of):
    last = match_of(need, 1)
    score_of(0.0)

    page = why(client_of, need, SolutionFactory(published=True))

    assert f"the last of them has {last.value:.1f}." in page


def test_one_that_came_after_the_list_is_told_to_wait(client_of, need, score_of):
    match_of(need, 1, t=0.0)
    score_of(0.4)

    page = why(client_of, need, SolutionFactory(published=True))

    assert "It is not in your list yet." in page


def test_a_list_in_the_making_is_waited_for(client_of, city):
    need = NeedFactory(organisation=city, published=True)
    RankingFactory(need=need)

    page = why(client_of, need, SolutionFactory(published=True))

    assert "Your need is being matched" in page


def test_nothing_is_compared_where_only_knowledge_is_shared(client_of, need):
    blocked = SolutionFactory(published=True)
    blocked.provider.compliance_status = ComplianceStatus.BLOCKED
    blocked.provider.save(update_fields=["compliance_status"])
    restricted = why(client_of, need, blocked)
    need.organisation.country = Country.objects.get(code="KP")
    need.organisation.save(update_fields=["country"])

    for page in (restricted, why(client_of, need, SolutionFactory(published=True))):
        assert "This solution is not compared with your need" in page
        assert "<article" not in page
        assert "of 100" not in page


def test_a_closed_need_is_not_compared(client_of, city):
    need = NeedFactory(organisation=city, closed=True)

    assert "This need is closed" in why(
        client_of, need, SolutionFactory(published=True)
    )


def test_what_is_not_listed_is_not_compared(client_of, need):
    page = why(client_of, need, SolutionFactory(draft=True), who="secretariat")

    assert "This solution is not listed" in page


def test_near_misses_are_shown_with_the_way_to_ask(client_of, need):
    near = SolutionFactory.create_batch(6, published=True)
    held = match_of(need)
    withdrawn = SolutionFactory(withdrawn=True)
    rows = [held.solution, withdrawn, *near]
    need.ranking.near = [
        {"solution": s.pk, "value": 61.3, "closed": ["country_served"]} for s in rows
    ]
    need.ranking.save()

    address = reverse("solutions:finder", args=[need.pk])
    answer = client_of("csco").get(address)

    assert [miss.solution for miss in answer.context["near"]] == near[:5]
    page = answer.content.decode().partition("Near misses")[2]
    assert "would have 61.3 of 100" in page
    assert reverse("solutions:why", args=[need.pk, near[0].slug]) in page


def test_an_empty_list_shows_near_misses_too(client_of, need):
    near = SolutionFactory(published=True)
    need.ranking.near = [
        {"solution": near.pk, "value": 61.3, "closed": ["country_served"]}
    ]
    need.ranking.save()

    page = client_of("csco").get(reverse("solutions:finder", args=[need.pk]))

    assert "No solution fits yet" in page.content.decode()
    assert str(near) in page.content.decode()


def test_from_a_solution_to_how_it_fits_a_need(client_of, client, need, other_city):
    solution = SolutionFactory(published=True)
    foreign = NeedFactory(organisation=other_city, published=True)
    NeedFactory(organisation=need.organisation, closed=True)
    browser = client_of("reader")

    page = browser.get(solution.get_absolute_url()).content.decode()
    assert page.count("<option") == 1
    assert f'<option value="{need.pk}"' in page
    assert "<option" not in client.get(solution.get_absolute_url()).content.decode()

    address = reverse("solutions:choose-need", args=[solution.slug])
    answer = browser.get(address, {"need": need.pk})
    assert answer.url == reverse("solutions:why", args=[need.pk, solution.slug])
    for wrong in ("", "x", foreign.pk, 10**12):
        assert browser.get(address, {"need": wrong}).status_code in {403, 404}
