"""What changed since the office last looked, and that only it says when it has."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import Conflict
from solutions import changes, lists, seen, services
from solutions.models import Ranking, Solution
from tests.factories import (
    NeedFactory,
    RankingFactory,
    SolutionFactory,
    WeightSetFactory,
)
from tests.solutions.scored import match_of

AGO = timezone.now() - timedelta(days=3)


@pytest.fixture
def need(city):
    return NeedFactory(organisation=city, published=True)


@pytest.fixture
def old():
    """A solution listed and last changed long before the list was seen."""

    def make(**more):
        solution = SolutionFactory(published=True, **more)
        Solution.objects.filter(pk=solution.pk).update(
            published_at=AGO - timedelta(days=9), updated_at=AGO - timedelta(days=9)
        )
        return Solution.objects.get(pk=solution.pk)

    return make


@pytest.fixture
def ranking(need):
    return RankingFactory(need=need, ready=True, seen_at=AGO, weights_version="1")


def found(need, ranking) -> changes.Changes:
    return changes.since_seen(need, ranking, need.matches.order_by("rank"))


def line(match, **more) -> list:
    kept = {"rank": match.rank, "value": match.value, "word": match.word} | more
    return list(kept.values())


def test_nothing_is_news_before_a_list_was_seen(need):
    ranking = RankingFactory(need=need, ready=True)
    match_of(need)

    assert found(need, ranking) is None


def test_an_unchanged_list_is_no_news(need, ranking, old):
    match = match_of(need, solution=old())
    ranking.seen = lists.snapshot([match])

    assert not found(need, ranking)


def test_new_gone_moved_and_another_word(need, ranking, old):
    new = match_of(need, 1, solution=SolutionFactory(published=True))
    moved = match_of(need, 2, solution=old())
    still = match_of(need, 3, solution=old())
    reworded = match_of(need, 4, solution=old())
    left, withdrawn = old(), SolutionFactory(withdrawn=True)
    ranking.seen = {
        str(moved.solution_id): line(moved, rank=7),
        str(still.solution_id): line(still, rank=5),
        str(reworded.solution_id): line(reworded, word="weak"),
        str(left.pk): [1, 80.0, "strong"],
        str(withdrawn.pk): [2, 79.0, "strong"],
    }

    news = found(need, ranking)

    assert [c.url for c in news.new] == [new.solution.get_absolute_url()]
    assert news.new[0].cause == "It was listed since then."
    assert [(c.url, c.what, c.cause) for c in news.moved] == [
        (moved.solution.get_absolute_url(), "From place 7 to place 2.", ""),
        (
            reworded.solution.get_absolute_url(),
            "It was a weak match and is a strong match now.",
            "",
        ),
    ]
    assert [(c.url, c.cause) for c in news.gone] == [(left.get_absolute_url(), "")]
    assert (news.withdrawn, news.count) == (1, 5)


def test_a_near_miss_says_which_condition_shuts_it_out_now(need, ranking, old):
    left = old()
    ranking.seen = {str(left.pk): [1, 80.0, "strong"]}
    ranking.near = [{"solution": left.pk, "value": 70.0, "closed": ["country_served"]}]

    (gone,) = found(need, ranking).gone

    assert gone.cause == "Its provider does not work in your country."


def test_an_edited_entry_is_a_cause(need, ranking, old):
    solution = old()
    moved = match_of(need, 1, solution=solution)
    ranking.seen = {str(solution.pk): line(moved, rank=9)}
    solution.save(update_fields=["title", "updated_at"])

    (change,) = found(need, ranking).moved

    assert change.cause == "Its entry in the catalogue was changed."


def test_far_down_the_list_nothing_is_news(need, ranking, old):
    match_of(need, 35, solution=old())
    moved = match_of(need, 30, solution=old())
    ranking.seen = {
        str(moved.solution_id): line(moved, rank=39),
        str(old().pk): [33, 40.0, "weak"],
    }

    assert not found(need, ranking)


def test_what_was_put_aside_is_no_news(need, ranking):
    match_of(need, 1, dismissed=True)

    assert not found(need, ranking)


def test_a_recommendation_is_new_wherever_it_stands(need, ranking, old):
    match_of(need, 41, solution=old(), pinned=True)

    (new,) = found(need, ranking).new

    assert (new.what, new.cause) == ("", "The secretariat recommends it.")


def test_new_weights_are_a_cause_for_the_whole_list(need, ranking):
    WeightSetFactory(version="9", used=True, used_since=timezone.now())
    match_of(need)
    ranking.weights_version = "9"

    assert found(need, ranking).causes == [
        "The weights of matching were changed since then."
    ]


def test_a_changed_need_is_a_cause_for_the_whole_list(need, ranking):
    need.events.update(pgh_created_at=AGO - timedelta(days=1))
    need.text_version += 1
    need.save(update_fields=["text_version"])
    need.events.filter(text_version=need.text_version).update(
        pgh_created_at=timezone.now()
    )
    match_of(need)

    assert found(need, ranking).causes == ["Your need was changed since then."]


def test_seeing_keeps_the_list_as_it_is(need, ranking):
    match = match_of(need, 4)

    services.see(need, stamp=seen.stamp(ranking))

    ranking.refresh_from_db()
    assert ranking.seen == {str(match.solution_id): [4, match.value, "strong"]}
    assert ranking.seen_at > AGO
    assert not found(need, ranking)


def test_nobody_confirms_a_list_that_they_did_not_read(need, ranking):
    read = seen.stamp(ranking)
    Ranking.objects.update(done_at=timezone.now())

    with pytest.raises(Conflict):
        services.see(need, stamp=read)

    ranking.refresh_from_db()
    assert ranking.seen_at == AGO


def test_nobody_confirms_a_list_that_is_not_there(city):
    need = NeedFactory(organisation=city)
    with pytest.raises(Conflict):
        services.see(need, stamp="")
    RankingFactory(need=need)

    with pytest.raises(Conflict):
        services.see(need, stamp="")


def test_the_page_tells_the_news_and_takes_them_as_read(client_of, need, ranking):
    match_of(need)
    browser, address = client_of("csco"), reverse("solutions:finder", args=[need.pk])
    page = browser.get(address).content.decode()
    assert "1 change since" in page

    stamp = seen.stamp(ranking)
    browser.post(reverse("solutions:see", args=[need.pk]), {"stamp": stamp})

    assert "1 change since" not in browser.get(address).content.decode()


def test_a_late_confirmation_is_refused_in_words(client_of, need, ranking):
    match_of(need)

    page = client_of("csco").post(
        reverse("solutions:see", args=[need.pk]), {"stamp": "1-0"}, follow=True
    )

    assert "The list was made anew while you were reading." in page.content.decode()


def test_a_reader_sees_the_news_and_does_not_take_them_away(client_of, need, ranking):
    match_of(need)

    page = client_of("reader").get(reverse("solutions:finder", args=[need.pk]))

    assert "1 change since" in page.content.decode()
    assert "I have seen this" not in page.content.decode()
