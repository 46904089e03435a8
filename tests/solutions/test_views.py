import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.states import ComplianceStatus
from solutions.models import Ranking
from tests.factories import (
    MatchFactory,
    NeedFactory,
    RankingFactory,
    ReferenceFactory,
    SolutionFactory,
)
from tests.solutions.scored import match_of
from vocabulary.models import Country, Sector


@pytest.fixture
def need(city):
    return NeedFactory(organisation=city, published=True)


@pytest.fixture
def ranked(need):
    """A need with three matches; the page of the Finder shows them."""
    for rank in (1, 2, 3):
        match_of(need, rank, facts={"references": 0})
    RankingFactory(need=need, ready=True, considered=3)
    return need


def finder(need) -> str:
    return reverse("solutions:finder", args=[need.pk])


def test_the_page_waits_and_asks_again(client_of, need):
    RankingFactory(need=need)

    page = client_of("csco").get(finder(need)).content.decode()

    assert "Your need is being matched" in page
    assert 'hx-trigger="load delay:700ms"' in page


def test_after_ten_seconds_the_page_stops_promising(client_of, need):
    Ranking.objects.create(
        need=need, wanted=1, wanted_at=timezone.now() - timezone.timedelta(seconds=11)
    )

    page = client_of("csco").get(finder(need)).content.decode()

    assert "You need not wait here" in page
    assert "delay:5s" in page


def test_the_polled_part_is_the_same_as_the_page(client_of, ranked):
    browser = client_of("csco")
    page = browser.get(finder(ranked)).content.decode()

    part = browser.get(finder(ranked), headers={"HX-Request": "true"}).content.decode()

    articles = [line for line in part.splitlines() if "<article" in line]
    assert len(articles) == 3
    assert all(line in page for line in articles)
    assert "<html" not in part


def test_a_result_says_why_in_the_readers_language(client_of, ranked):
    page = client_of("csco").get(finder(ranked)).content.decode()

    assert "Ranked from 3 solutions in the catalogue." in page
    assert "Same sector." in page
    assert "No verified reference yet." in page


def test_shortlist_of_three_then_a_plain_refusal(client_of, ranked):
    fourth = MatchFactory(need=ranked, solution=SolutionFactory(published=True))
    browser = client_of("csco")
    for match in ranked.matches.all():
        address = reverse("solutions:decide", args=[ranked.pk, match.pk, "shortlist"])
        answer = browser.post(address, follow=True)

    assert "Take one off first." in answer.content.decode()
    assert ranked.matches.filter(state="shortlisted").count() == 3
    fourth.refresh_from_db()


def test_a_match_of_another_need_is_not_decided_here(client_of, ranked, other_city):
    foreign = MatchFactory(need=NeedFactory(organisation=other_city))
    address = reverse("solutions:decide", args=[ranked.pk, foreign.pk, "shortlist"])

    assert client_of("csco").post(address).status_code == 404


def test_stored_matches_are_not_shown_once_compliance_says_no(client_of, ranked):
    solution = ranked.matches.first().solution
    solution.provider.compliance_status = ComplianceStatus.BLOCKED
    solution.provider.save(update_fields=["compliance_status"])

    page = client_of("csco").get(finder(ranked)).content.decode()

    assert str(solution) not in page
    ranked.organisation.country = Country.objects.get(code="KP")
    ranked.organisation.save(update_fields=["country"])
    page = client_of("csco").get(finder(ranked)).content.decode()
    assert "Solutions are not searched for this need" in page
    assert "<article" not in page


def test_no_solution_at_all_is_said_kindly(client_of, need):
    RankingFactory(need=need, ready=True)

    page = client_of("csco").get(finder(need)).content.decode()

    assert "No solution fits yet" in page


def test_the_catalogue_asks_no_more_for_more_rows(client, db):
    SolutionFactory(published=True)
    client.get("/ru/solutions/")
    with CaptureQueriesContext(connection) as one:
        client.get("/ru/solutions/")
    SolutionFactory.create_batch(2, published=True)

    with CaptureQueriesContext(connection) as three:
        client.get("/ru/solutions/")

    assert len(three) == len(one) <= 12


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "heat loss"),
        ("ko", "열손실"),
        ("zh-hans", "热损失"),
        ("ja", "熱損失"),
        ("ru", "потери тепл"),
        ("mn", "дулааны алд"),
    ],
)
def test_search_finds_parts_of_words_in_six_languages(client, db, language, words):
    titles = {
        "en": "Finding heat losses",
        "ko": "배관 열손실을 찾는 서비스",
        "zh-hans": "供热管网热损失定位",
        "ja": "配管の熱損失診断",
        "ru": "Поиск потери тепла в сетях",
        "mn": "Дулааны алдагдал олох",
    }
    wanted = SolutionFactory(
        published=True, source_lang=language, title=titles[language]
    )
    SolutionFactory(published=True)

    answer = client.get("/en/solutions/", {"q": words})

    assert list(answer.context["page"]) == [wanted]


def test_titles_sort_in_the_readers_language(client, db):
    for title in ("Пүрэв", "Өвөл", "Отор"):
        SolutionFactory(published=True, source_lang="mn", title=title)

    answer = client.get("/mn/solutions/?sort=title")

    assert [s.title_mn for s in answer.context["page"]] == ["Отор", "Өвөл", "Пүрэв"]


def test_a_solution_is_read_in_its_original_with_a_note(client, db):
    solution = SolutionFactory(
        published=True, source_lang="ko", problem="땔감 연기가 골짜기를 채웁니다."
    )
    ReferenceFactory(solution=solution)

    page = client.get(f"/en/solutions/{solution.slug}/").content.decode()

    assert '<div lang="ko"><p>땔감 연기가 골짜기를 채웁니다.</p></div>' in page
    assert "Original in Korean" in page


def test_facets_of_both_axes_count_what_is_listed(client, db):
    SolutionFactory(published=True)
    SolutionFactory(draft=True)
    water = Sector.objects.filter(code__in=["water", "environment"])
    SolutionFactory(published=True, sectors=water)

    answer = client.get("/en/solutions/?sector=water&sector=environment")

    sector = answer.context["facets"][0]
    counts = {option.value: option.count for option in sector.options if option.count}
    assert counts == {"environment": 2, "water": 1}
    assert answer.context["page"].paginator.count == 2
