"""Memberships: every move from every state, decisions, days, and the timeline."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError, MoveNotAllowed
from members import timeline
from members.models import MembershipStep
from members.services import memberships
from members.states import MEMBERSHIP_WORKFLOW, OUTSIDE, MembershipState
from notifications.models import Notice
from tests.factories import (
    DecisionFactory,
    MembershipFactory,
    MembershipStepFactory,
    SeatFactory,
    UserFactory,
)

MOVES = MEMBERSHIP_WORKFLOW.moves


@pytest.fixture
def clerk(db):
    return UserFactory(secretariat=True)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", MembershipState.values)
def test_every_move_from_every_state(clerk, state, name):
    membership = MembershipFactory(**{state: True})
    facts = {"by": clerk, "reason": "As agreed.", "decision": DecisionFactory()}

    if state not in MOVES[name].sources:
        with pytest.raises(MoveNotAllowed):
            memberships.move(membership, name, **facts)
        return
    moved = memberships.move(membership, name, **facts)

    assert moved.state == MOVES[name].target
    step = MembershipStep.objects.get()
    assert (step.state, step.date) == (moved.state, timezone.localdate())
    assert (step.recorded_by, step.reason) == (clerk, "As agreed.")


def test_every_state_can_be_reached_and_left():
    moves = MOVES.values()
    states = set(MembershipState.values) - {MembershipState.CANDIDATE}

    assert {move.target for move in moves} == states
    assert {source for move in moves for source in move.sources} == {
        *MembershipState.values
    }
    assert MembershipState.SUSPENDED not in OUTSIDE


@pytest.mark.parametrize("name", sorted(memberships.WITH_DECISION))
def test_full_membership_rests_on_a_decision(clerk, name):
    source = sorted(MOVES[name].sources)[0]
    membership = MembershipFactory(**{source: True})

    with pytest.raises(DomainError):
        memberships.move(membership, name, by=clerk, reason="As agreed.")


@pytest.mark.parametrize("name", [move.name for move in MOVES.values() if move.reason])
def test_a_reason_is_insisted_on(clerk, name):
    source = sorted(MOVES[name].sources)[0]

    with pytest.raises(DomainError):
        memberships.move(
            MembershipFactory(**{source: True}),
            name,
            by=clerk,
            reason=" ",
            decision=DecisionFactory(),
        )


def test_approval_keeps_the_decision_and_who_founded(clerk):
    decision = DecisionFactory(date=date(2026, 5, 20))

    moved = memberships.move(
        MembershipFactory(associate=True),
        "approve",
        by=clerk,
        on=date(2026, 5, 20),
        decision=decision,
        is_founding=True,
    )

    moved.refresh_from_db()
    assert (moved.decision, moved.is_founding) == (decision, True)


@pytest.mark.parametrize("days", [1, -1])
def test_days_are_in_order(clerk, days):
    """Not after today, and not before the last line of the timeline."""
    today = timezone.localdate()
    membership = MembershipFactory(associate=True)
    MembershipStepFactory(membership=membership, date=today)

    with pytest.raises(DomainError):
        memberships.move(
            membership,
            "suspend",
            by=clerk,
            on=today + timedelta(days=days),
            reason="No report.",
        )


def test_a_decision_is_not_younger_than_its_effect(clerk):
    decision = DecisionFactory(date=date(2026, 5, 20))

    with pytest.raises(DomainError):
        memberships.move(
            MembershipFactory(associate=True),
            "approve",
            by=clerk,
            on=date(2026, 5, 19),
            decision=decision,
        )


def test_the_office_is_told(clerk):
    membership = MembershipFactory(associate=True)
    seat = SeatFactory(organisation=membership.organisation)

    memberships.move(membership, "suspend", by=clerk, reason="No report.")

    notice = Notice.objects.get()
    assert notice.recipient == seat.person
    assert notice.may_be_read()
    assert "suspended" in notice.subject


# --- The public timeline -------------------------------------------------------------


def test_what_everybody_may_read_of_a_membership(clerk, django_assert_num_queries):
    membership = MembershipFactory(full=True, is_founding=True)
    for month, state in enumerate(
        ["applied", "associate", "full", "suspended", "full", "withdrawn"], start=1
    ):
        MembershipStepFactory(
            membership=membership,
            state=state,
            date=date(2026, month, 1),
            reason="Not for everybody",
            decision=membership.decision if state == "full" else None,
        )

    with django_assert_num_queries(2):
        lines = timeline.public(membership.organisation)

    assert [(line.state, line.date.month) for line in lines] == [
        ("associate", 2),
        ("full", 3),
        ("withdrawn", 6),
    ]
    assert lines[1].decision == membership.decision
    assert lines[1].is_founding
    assert not hasattr(lines[0], "reason")


def test_a_membership_without_a_timeline_tells_its_columns(db):
    membership = MembershipFactory(full=True)

    (line,) = timeline.public(membership.organisation)

    assert (line.state, line.date) == ("full", membership.decision.date)


@pytest.mark.parametrize("state", ["candidate", "applied", "declined", "suspended"])
def test_what_is_not_public_is_not_told(db, state):
    membership = MembershipFactory(since=date(2026, 1, 1), **{state: True})

    assert timeline.public(membership.organisation) == []
