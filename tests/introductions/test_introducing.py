"""How an introduction begins, who may know what, and how it ends."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from core.errors import DomainError, MoveNotAllowed
from introductions import disclosure, services
from introductions.about import ABOUTS, about_of
from introductions.models import Introduction
from introductions.services import AlreadyIntroduced, introducing
from introductions.states import INTRODUCTION_WORKFLOW, IntroductionState, Origin, Side
from members.states import ComplianceStatus
from notifications.models import Notice
from tests.factories import IntroductionFactory, ProjectVersionFactory
from tests.people import WHO


def names(introduction, reader) -> list[str]:
    return [party.name.value for party in disclosure.parties(introduction, reader)]


def test_whoever_asks_has_agreed_and_the_other_side_is_told(ask, provider_owner):
    introduction = ask()

    assert introduction.state == IntroductionState.PROPOSED
    assert introduction.has_agreed(Side.ASKER)
    assert not introduction.has_agreed(Side.ASKED)
    assert [m.text for m in introduction.messages.all()] == [
        "We look for two hundred sensors."
    ]
    notice = Notice.objects.get(recipient=provider_owner)
    assert notice.subject.endswith("waits for your answer: Cleaner winter air")
    assert "sensors" not in notice.body


def test_a_public_need_names_its_city_one_for_members_does_not(ask, network_need):
    public, discreet = ask(), ask(about=network_need)

    assert names(public, Side.ASKED) == ["Busan", "Lantern"]
    assert names(discreet, Side.ASKED) == [
        "A local government in Republic of Korea",
        "Lantern",
    ]
    assert disclosure.title(discreet, Side.ASKED).value == "Need · Environment"
    assert disclosure.title(discreet, Side.ASKER).value == "Quieter nights"


def test_a_city_that_asks_about_a_solution_is_not_named(ask, solution):
    introduction = ask(about=solution)

    assert names(introduction, Side.ASKED)[0].startswith("A local government in")
    assert disclosure.title(introduction, Side.ASKED).value == "Sensor mesh"


def test_a_provider_that_is_not_listed_is_not_named(
    ask, provider, provider_owner, city
):
    provider.is_public = False
    provider.save()
    introduction = ask(
        asker=provider, asked=city, by=provider_owner, origin=Origin.NEED
    )

    assert names(introduction, Side.ASKED)[0] == "A company in Japan"


def test_names_show_when_both_have_agreed(ask, network_need, provider_owner):
    introduction = services.agree(ask(about=network_need), by=provider_owner)

    assert introduction.state == IntroductionState.AGREED
    assert names(introduction, Side.ASKED) == ["Busan", "Lantern"]
    assert disclosure.title(introduction, Side.ASKED).value == "Quieter nights"


def test_when_the_secretariat_suggests_both_have_to_agree(
    ask, secretariat, csco, provider_owner
):
    introduction = ask(by=secretariat, origin=Origin.STAFF)

    one = services.agree(introduction, by=csco)
    both = services.agree(introduction, by=provider_owner)

    assert [message.side for message in introduction.messages.all()] == [Side.PORTAL]
    assert one.state == IntroductionState.PROPOSED
    assert both.state == IntroductionState.AGREED


def test_two_are_introduced_about_one_thing_once(
    ask, provider, city, provider_owner, need
):
    introduction = ask()

    for again in ({}, {"asker": provider, "asked": city, "by": provider_owner}):
        with pytest.raises(AlreadyIntroduced) as refusal:
            ask(**again)
        assert refusal.value.introduction == introduction


def test_both_ask_at_the_same_moment(ask, monkeypatch):
    """The database refuses the second one, whatever was looked up before."""
    introduction = ask()
    monkeypatch.setattr(introducing, "_check_new", lambda *args: None)

    with pytest.raises(AlreadyIntroduced) as refusal:
        ask()

    assert refusal.value.introduction == introduction
    assert Introduction.objects.count() == 1


def test_after_a_no_one_does_not_ask_again_for_three_months(ask, provider_owner):
    introduction = ask()
    services.decline(introduction, by=provider_owner, reason="Fully booked.")

    with pytest.raises(DomainError, match="three months"):
        ask()

    long_ago = timezone.now() - timedelta(days=91)
    Introduction.objects.update(ended_at=long_ago)
    assert ask().state == IntroductionState.PROPOSED


def test_nobody_asks_for_very_many_a_day(ask, city, monkeypatch):
    monkeypatch.setattr(introducing, "MOST_A_DAY", 2)
    IntroductionFactory.create_batch(2, asker=city)

    with pytest.raises(DomainError, match="Go on tomorrow"):
        ask()


def test_addresses_are_refused_from_their_author_and_blackened_for_others(
    ask, secretariat
):
    with pytest.raises(DomainError, match=r"bat@example\.org"):
        ask(text="Write to bat@example.org.")

    introduction = ask(
        text="Write to bat@example.org.", by=secretariat, origin=Origin.APPLICATION
    )

    assert introduction.messages.get().text == "Write to […]."
    assert introduction.messages.get().author is None


@pytest.mark.parametrize("side", ["city", "provider"])
def test_compliance_closes_the_way_at_the_start_and_at_every_step(
    ask, world, provider_owner, side
):
    introduction = ask()
    party = getattr(world, side)
    party.compliance_status = ComplianceStatus.BLOCKED
    party.save()

    with pytest.raises(DomainError, match="passes no messages on"):
        ask()
    with pytest.raises(DomainError, match="passes no messages on"):
        services.agree(introduction, by=provider_owner)


def test_the_one_who_asked_cannot_answer_and_the_other_cannot_withdraw(
    ask, csco, provider_owner
):
    introduction = ask()

    with pytest.raises(MoveNotAllowed):
        services.agree(introduction, by=csco)
    with pytest.raises(DomainError):
        services.withdraw(introduction, by=provider_owner)
    assert services.withdraw(introduction, by=csco).state == IntroductionState.WITHDRAWN


def test_closed_and_opened_again(agreed, csco, provider_owner):
    closed = services.close(agreed, by=csco, reason="We bought it.", lang="ko")
    assert (closed.end_reason, closed.end_lang) == ("We bought it.", "ko")

    again = services.reopen(agreed, by=provider_owner)
    assert (again.state, again.ended_at) == (IntroductionState.AGREED, None)


def test_a_move_is_possible_from_its_sources_only(
    city, provider, csco, provider_owner, secretariat
):
    persons = {"withdraw": csco, "stop": secretariat}
    for move, state in product(INTRODUCTION_WORKFLOW.moves.values(), IntroductionState):
        row = IntroductionFactory(**{state: True}, asker=city, asked=provider)
        verb = getattr(services, move.name)
        facts = {"reason": "It is needed no more."} if move.reason else {}
        facts["by"] = persons.get(move.name, provider_owner)
        if state in move.sources:
            assert verb(row, **facts).state == move.target
        else:
            with pytest.raises(DomainError):
                verb(row, **facts)


def test_lists_and_pages_agree(people, city, other_city, provider):
    IntroductionFactory(asker=city, asked=provider)
    IntroductionFactory(asker=other_city, asked=city)
    IntroductionFactory(asker=other_city)
    rows = set(Introduction.objects.all())

    for who in WHO:
        listed = set(Introduction.objects.visible_to(people[who]))
        view = "introductions.view_introduction"
        assert listed == {row for row in rows if people[who].has_perm(view, row)}, who


def test_everything_it_can_be_about_is_told_in_full(need, solution):
    """Each kind names its owner, its title, its page and its readers."""
    version = ProjectVersionFactory()
    version.project.sectors.add(need.sector)
    things = {"need": need, "solution": solution, "project": version.project}
    assert things.keys() == ABOUTS.keys()

    for kind, thing in things.items():
        about = about_of(thing)
        assert about.kind == kind
        assert about.owner(thing).pk
        assert about.titles(thing)
        assert about.url(thing)
        assert about.is_public(thing)
        assert about.sector(thing)
        assert str(about.label)
