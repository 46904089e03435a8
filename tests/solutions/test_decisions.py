"""Shortlist, dismissal with a reason, and both undone; what the page shows of them."""

import pytest
from django.urls import reverse

from solutions import remarks, services
from tests.factories import NeedFactory, RankingFactory
from tests.solutions.scored import match_of


@pytest.fixture
def need(city):
    found = NeedFactory(organisation=city, published=True)
    RankingFactory(need=found, ready=True, considered=12)
    return found


@pytest.fixture
def match(need):
    return match_of(need)


def finder(need) -> str:
    return reverse("solutions:finder", args=[need.pk])


def dismissal(match, query: str = "") -> str:
    return reverse("solutions:dismiss", args=[match.need_id, match.pk]) + query


def decision(match, name: str) -> str:
    return reverse("solutions:decide", args=[match.need_id, match.pk, name])


@pytest.mark.parametrize(
    "typed", [{}, {"cause": "other"}, {"cause": "invented"}, {"reason": "Too dear."}]
)
def test_a_dismissal_wants_a_reason(client_of, match, typed):
    answer = client_of("csco").post(dismissal(match), typed)

    assert answer.status_code == 422
    match.refresh_from_db()
    assert match.state == "proposed"
    assert typed.get("reason", "") in answer.content.decode()


def test_dismissed_from_the_list_and_undone_from_the_flash(client_of, match, csco):
    browser = client_of("csco")

    page = browser.post(
        dismissal(match, "?only=reference&more=1"),
        {"cause": "too_dear", "reason": "Twice our budget."},
        follow=True,
    )

    match.refresh_from_db()
    assert (match.state, match.decided_by) == ("dismissed", csco)
    assert page.redirect_chain[-1][0] == (
        f"{finder(match.need)}?only=reference&more=1&aside={match.pk}"
    )
    text = page.content.decode()
    assert "Put aside:" in text
    assert "You have put all solutions aside" in text
    assert "It is too dear." in text
    assert "Twice our budget." in text
    assert text.count(f'action="{decision(match, "reconsider")}?only=') == 2

    back = browser.post(decision(match, "reconsider") + "?more=1")
    match.refresh_from_db()
    assert (match.state, match.decided_by, match.decision_reason) == (
        "proposed",
        None,
        "",
    )
    assert back.url == f"{finder(match.need)}?more=1#match-{match.pk}"
    page = browser.get(f"{finder(match.need)}?aside={match.pk}").content.decode()
    assert "Put aside:" not in page


def test_nobody_undoes_another_need_by_its_address(client_of, need, match):
    foreign = match_of(NeedFactory(), dismissed=True)

    page = client_of("csco").get(f"{finder(need)}?aside={foreign.pk}")

    assert "Put aside:" not in page.content.decode()


@pytest.mark.parametrize(
    ("kept", "label", "words"),
    [
        ("too_dear", "It is too dear.", ""),
        ("no_references\nNone abroad.", None, "None abroad."),
        ("other\nWe wait a year.", "", "We wait a year."),
        ("Written before\nthere was a list.", "", "Written before\nthere was a list."),
        ("", "", ""),
    ],
)
def test_the_reason_is_read_in_the_readers_language(kept, label, words):
    found = remarks.put_aside(kept)

    assert found[1] == words
    assert label is None or found[0] == label


def test_a_full_shortlist_says_so_at_every_other_result(client_of, need, csco):
    matches = [match_of(need, rank) for rank in range(1, 6)]
    for match in matches[:3]:
        services.shortlist(match, by=csco)

    page = client_of("csco").get(finder(need)).content.decode()

    assert page.count("Your shortlist is full.") == 2
    assert "Put on the shortlist" not in page
    assert "Your shortlist: 3 of 3" in page
    assert page.count("Take off the shortlist") == 3


def test_a_refusal_is_said_at_the_head_of_the_page(client_of, need, csco):
    matches = [match_of(need, rank) for rank in range(1, 5)]
    for match in matches[:3]:
        services.shortlist(match, by=csco)

    answer = client_of("csco").post(decision(matches[3], "shortlist"))

    assert answer.url == finder(need)


def test_a_closed_need_keeps_what_was_decided(client_of, city, csco):
    need = NeedFactory(organisation=city, closed=True)
    RankingFactory(need=need, ready=True)
    kept = match_of(need, shortlisted=True)
    match_of(need, 2)

    page = client_of("csco").get(finder(need)).content.decode()

    assert "This need is closed" in page
    assert str(kept.solution) in page
    assert "<article" not in page
    assert "<form" not in page.partition('id="ranking"')[2].partition("<aside")[0]


def test_a_reader_decides_nothing(client_of, need, match):
    match_of(need, 2, dismissed=True)

    page = client_of("reader").get(finder(need)).content.decode()

    assert "<article" in page
    assert "Put on the shortlist" not in page
    assert "Bring it back" not in page


def test_recommended_comes_first_in_its_own_place(client_of, need):
    plain = match_of(need, 1)
    pinned = match_of(need, 9, pinned=True)

    answer = client_of("csco").get(finder(need))

    page = answer.content.decode()
    assert page.index("Recommended by the secretariat") < page.index("Ranked by fit")
    assert page.index(f"match-{pinned.pk}") < page.index(f"match-{plain.pk}")
    assert [item.match for item in answer.context["results"]] == [plain]
    assert 'data-kind="pinned"' in page
    assert "Two members use it in the same climate." in page


def test_a_result_says_what_is_open(client_of, need):
    match_of(need, facts={"references": None, "price_min": None})

    page = client_of("csco").get(finder(need)).content.decode()

    assert "Stated on both sides: 92% of what counts." in page
    assert "Not stated: budget or price, references." in page
    assert "References are not stated: ask for some." in page
    assert "at most" in page.partition("What would change this")[2]


def test_weak_matches_are_told_apart_once(client_of, need):
    match_of(need, 1)
    weak = {"areas": frozenset({"x"}), "sectors": frozenset({"y"})}
    for rank in (2, 3):
        match_of(need, rank, t=0.0, facts=weak)

    page = client_of("csco").get(finder(need)).content.decode()

    assert page.count("From here on the matches are weak") == 1
    assert "1 strong match." in page


@pytest.mark.parametrize("name", ["publish", "٣"])
def test_there_are_no_other_decisions(client_of, match, name):
    address = decision(match, "shortlist").replace("shortlist", name)

    assert client_of("csco").post(address).status_code == 404


def test_an_odd_match_in_the_address_is_none(client_of, match):
    browser = client_of("csco")

    assert browser.get(f"{finder(match.need)}?aside={'9' * 5000}").status_code == 200
    assert browser.post(f"{finder(match.need)}٣/shortlist/").status_code == 404


def test_going_back_gets_the_whole_page(client_of, match):
    """htmx keeps few pages; for another it asks anew, and puts the answer in its place."""
    again = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    page = client_of("csco").get(finder(match.need), headers=again)

    assert "<html" in page.content.decode()
    assert "HX-Request" in page["Vary"]
