"""A strong match that arrives is told once, and not too often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.states import ComplianceStatus
from notifications.models import Event, Notice
from solutions import services, telling, waiting
from solutions.models import Match
from solutions.notices import MatchesReady, StrongMatch
from tests.factories import MatchFactory, NeedFactory, RankingFactory


@pytest.fixture
def need(city):
    need = NeedFactory(organisation=city, published=True)
    RankingFactory(need=need, ready=True)
    return need


@pytest.fixture
def listed(need):
    """The need had its first list, with nothing strong on it."""
    telling.tell_of_strong(need.pk)
    return need


def news() -> list[Event]:
    return list(Event.objects.filter(kind=StrongMatch.slug).order_by("pk"))


def a_day_passes() -> None:
    Event.objects.update(at=timezone.now() - timedelta(hours=24, minutes=1))


def test_the_first_list_tells_nothing_and_is_remembered(need):
    match = MatchFactory(need=need)

    telling.tell_of_strong(need.pk)
    telling.tell_of_strong(need.pk)

    assert news() == []
    need.ranking.refresh_from_db()
    assert match.solution_id in need.ranking.strong_told


def test_those_who_speak_for_the_city_are_told_of_what_came_later(listed, csco, deputy):
    second = MatchFactory(need=listed, rank=2)
    first = MatchFactory(need=listed, rank=1)
    MatchFactory(need=listed, rank=3, word="possible")

    telling.tell_of_strong(listed.pk)

    event = news()[0]
    assert event.data == {"matches": 2, "solution": first.solution_id}
    assert {notice.recipient for notice in event.notices.all()} == {csco, deputy}
    notice = Notice.objects.get(recipient=csco)
    assert notice.may_be_read()
    assert notice.subject.startswith("2 new strong matches")
    assert first.solution.title in notice.body
    assert second.solution.title not in notice.body


def test_a_solution_is_told_of_once(listed):
    MatchFactory(need=listed)

    for _ in range(3):
        telling.tell_of_strong(listed.pk)
        a_day_passes()

    assert len(news()) == 1


def test_one_notice_a_day_and_the_rest_with_the_next(listed):
    MatchFactory(need=listed, rank=1)
    telling.tell_of_strong(listed.pk)
    late = [MatchFactory(need=listed, rank=rank) for rank in (2, 3)]
    telling.tell_of_strong(listed.pk)
    assert len(news()) == 1

    a_day_passes()
    telling.tell_the_rest()

    assert len(news()) == 2
    assert news()[1].data == {"matches": 2, "solution": late[0].solution_id}


def test_what_is_decided_or_recommended_is_no_news(listed, csco, secretariat):
    decided = MatchFactory(need=listed)
    services.dismiss(decided, by=csco, reason="Too dear.")
    pinned = MatchFactory(need=listed)
    services.pin(listed, pinned.solution, reason="Good.", lang="en", by=secretariat)

    telling.tell_of_strong(listed.pk)

    assert news() == []


@pytest.mark.parametrize("why", ["restricted", "exemption ended", "closed"])
def test_nothing_is_told_where_nothing_is_matched(listed, csco, why):
    MatchFactory(need=listed)
    if why == "closed":
        listed.state, listed.closed_at, listed.closed_by = (
            "closed",
            timezone.now(),
            csco,
        )
        listed.save()
    elif why == "restricted":
        listed.ranking.restricted = True
        listed.ranking.save()
    else:
        listed.organisation.compliance_status = ComplianceStatus.EXEMPTED
        listed.organisation.exempted_until = timezone.localdate() - timedelta(days=1)
        listed.organisation.exemption_reason = "A project."
        listed.organisation.exemption_reference = "1/2026"
        listed.organisation.save()

    telling.tell_of_strong(listed.pk)

    assert news() == []


def test_a_provider_closed_since_is_not_told_of(listed, csco):
    match = MatchFactory(need=listed)
    telling.tell_of_strong(listed.pk)
    assert Notice.objects.get(recipient=csco).may_be_read()

    match.solution.provider.compliance_status = ComplianceStatus.BLOCKED
    match.solution.provider.save()

    assert not Notice.objects.get(recipient=csco).may_be_read()


def test_a_need_without_a_list_tells_nothing(db):
    ranking = RankingFactory()

    telling.tell_of_strong(ranking.need_id)
    telling.tell_of_strong(0)

    ranking.refresh_from_db()
    assert ranking.strong_told == []


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        (["strong", "possible", "weak", "weak"], "2 fitting solutions for your need"),
        (["weak"], "The list for your need is ready"),
    ],
)
def test_the_notice_that_the_list_is_ready_counts_what_fits(need, csco, words, subject):
    for rank, word in enumerate(words, start=1):
        MatchFactory(need=need, rank=rank, word=word)
    ranking = need.ranking
    ranking.wanted_at = ranking.done_at - timedelta(minutes=1)
    ranking.save()

    waiting.tell(need.pk)

    assert Event.objects.get().kind == MatchesReady.slug
    assert Notice.objects.get(recipient=csco).subject.startswith(subject)
    assert Match.objects.filter(need=need).count() == len(words)
