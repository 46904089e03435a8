"""Up to three side by side: the shortlist, or those that the address names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    NeedFactory,
    RankingFactory,
    ReferenceFactory,
    SolutionFactory,
)
from tests.solutions.scored import match_of
from vocabulary.models import Country


@pytest.fixture
def need(city):
    found = NeedFactory(organisation=city, published=True)
    RankingFactory(need=found, ready=True)
    return found


def compare(client_of, need, query: str = "", who: str = "csco"):
    address = reverse("solutions:compare", args=[need.pk])
    return client_of(who).get(address + query)


def row(answer, label: str):
    return next(row for row in answer.context["rows"] if row.label == label)


def test_the_shortlist_is_compared(client_of, need):
    one = match_of(need, 1, shortlisted=True)
    match_of(need, 2)
    two = match_of(need, 3, t=0.2, shortlisted=True)

    answer = compare(client_of, need)

    assert [item.match for item in answer.context["shown"]] == [one, two]
    numbers = row(answer, "Number").cells
    assert [cell.points for cell in numbers] == [one.value, two.value]
    assert [cell.is_best for cell in numbers] == [True, False]


def test_bars_add_up_to_the_number(client_of, need):
    for rank in (1, 2, 3):
        match_of(need, rank, t=0.1 * rank, shortlisted=True)

    answer = compare(client_of, need)

    numbers = [cell.points for cell in row(answer, "Number").cells]
    names = ("Your need", "Conditions", "Budget", "Languages", "Record")
    bars = [[cell.points for cell in row(answer, name).cells] for name in names]
    assert [sum(column) for column in zip(*bars, strict=True)] == [
        pytest.approx(number) for number in numbers
    ]


def test_the_address_chooses_at_most_three_and_nothing_foreign(client_of, need):
    matches = [match_of(need, rank) for rank in range(1, 5)]
    aside = match_of(need, 5, dismissed=True)
    foreign = match_of(NeedFactory())
    ids = [m.solution_id for m in (foreign, aside, *reversed(matches), matches[0])]

    answer = compare(client_of, need, "?" + "&".join(f"s={pk}" for pk in ids))

    assert [i.match for i in answer.context["shown"]] == [*reversed(matches)][:3]


@pytest.mark.parametrize("query", ["?s=", "?s=x", "?s=1e9", "?s=" + 40 * "9"])
def test_what_is_no_number_is_no_page(client_of, need, query):
    assert compare(client_of, need, query).status_code == 404


def test_what_differs_is_said_in_words(client_of, need):
    for rank, languages in ((1, ["en"]), (2, ["en", "ko"])):
        solution = SolutionFactory(published=True, languages=languages)
        match_of(need, rank, solution=solution, shortlisted=True)

    answer = compare(client_of, need)

    assert row(answer, "Languages of support").differs
    assert not row(answer, "Maturity").differs
    page = answer.content.decode()
    assert '<p lang="ko">한국어</p>' in page
    assert page.count(">differs<") == sum(row.differs for row in answer.context["rows"])


def test_references_come_with_their_figures(client_of, need):
    one = match_of(need, 1, shortlisted=True)
    match_of(need, 2, shortlisted=True)
    ReferenceFactory(
        solution=one.solution,
        city="Darkhan",
        country=Country.objects.get(code="MN"),
        scale="40 sensors",
        result="PM2.5 −31 %",
        lang="ru",
        is_verified=True,
    )

    page = compare(client_of, need).content.decode()

    assert "Darkhan, Mongolia, 2024 (verified)" in page
    assert '<p lang="ru">40 sensors PM2.5 −31 %</p>' in page
    assert "not stated" in page


@pytest.mark.parametrize("count", [0, 1])
def test_one_alone_is_not_compared(client_of, need, count):
    for rank in range(count):
        match_of(need, rank + 1, shortlisted=True)

    page = compare(client_of, need).content.decode()

    assert "There is nothing to compare yet" in page
    assert "<table" not in page


def test_nothing_is_compared_for_a_restricted_city(client_of, need):
    for rank in (1, 2):
        match_of(need, rank, shortlisted=True)
    need.organisation.country = Country.objects.get(code="KP")
    need.organisation.save(update_fields=["country"])

    page = compare(client_of, need).content.decode()

    assert "Solutions are not searched for this need" in page
    assert "<table" not in page


def test_three_ask_no_more_than_two(client_of, need):
    matches = [match_of(need, rank) for rank in (1, 2, 3)]
    for match in matches:
        ReferenceFactory(solution=match.solution)
    browser, address = client_of("csco"), reverse("solutions:compare", args=[need.pk])
    ids = [match.solution_id for match in matches]
    browser.get(address)
    counts = []
    for chosen in (ids[:2], ids):
        with CaptureQueriesContext(connection) as asked:
            browser.get(address, {"s": chosen})
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 25
