"""Every state × every move of every life cycle, and who the moves are open to."""

from pathlib import Path

import pytest
import rules

from core.errors import MoveNotAllowed
from core.workflow import Move, Workflow
from introductions.states import IntroductionState, StepState
from members.states import ApplicationState, MembershipState
from neascn.management.commands import docs
from scaps.services import needs
from scaps.states import (
    InitiativeState,
    NeedState,
    ParticipationState,
    PeriodState,
    ReportState,
    ScapState,
)
from solutions.services import catalogue
from solutions.states import (
    DriverPackageState,
    DriverRequestState,
    ProviderApplicationState,
    RevisionState,
    SolutionState,
)
from tests.factories import NeedFactory, SolutionFactory
from tests.people import WHO

# The app, its states, how a row in a state is made, and the verbs.
LIVES = {
    "scaps": (NeedState, NeedFactory, needs),
    "solutions": (SolutionState, SolutionFactory, catalogue),
}
# Verbs that want more than a reason are walked beside what they want.
ELSEWHERE = {
    "introductions.introduction": (
        IntroductionState,
        "introductions/test_introducing.py",
    ),
    "introductions.step": (StepState, "introductions/test_steps.py"),
    "members.application": (ApplicationState, "members/test_joining.py"),
    "members.membership": (MembershipState, "members/test_joining_memberships.py"),
    "scaps.initiative": (InitiativeState, "scaps/test_initiatives.py"),
    "scaps.participation": (ParticipationState, "scaps/test_initiatives.py"),
    "scaps.period": (PeriodState, "scaps/test_reports.py"),
    "scaps.report": (ReportState, "scaps/test_reports.py"),
    "scaps.scap": (ScapState, "scaps/test_plans.py"),
    "solutions.driver_package": (DriverPackageState, "solutions/test_driver.py"),
    "solutions.driver_request": (DriverRequestState, "solutions/test_driver.py"),
    "solutions.provider_application": (
        ProviderApplicationState,
        "solutions/test_applying.py",
    ),
    "solutions.revision": (RevisionState, "solutions/test_revisions.py"),
}
WORKFLOWS = dict(docs.workflows())
TESTS = Path(__file__).parent.parent


def test_every_life_cycle_is_tested_here_or_elsewhere():
    assert WORKFLOWS.keys() == LIVES.keys() | ELSEWHERE.keys()
    assert [f for _states, f in ELSEWHERE.values() if not (TESTS / f).exists()] == []


@pytest.mark.parametrize("name", ELSEWHERE)
def test_every_move_is_between_known_states_with_a_known_right(name):
    states = set(ELSEWHERE[name][0])
    for move in WORKFLOWS[name].moves.values():
        assert move.sources | {move.target} <= states
        assert rules.perm_exists(move.permission), move.permission


def test_every_move_has_a_verb():
    missing = [
        f"{app}.services.{name}"
        for app, (_states, _make, verbs) in LIVES.items()
        for name in WORKFLOWS[app].moves
        if not callable(getattr(verbs, name, None))
    ]

    assert missing == []


def matrix():
    for app in LIVES:
        for state in LIVES[app][0]:
            for move in WORKFLOWS[app].moves.values():
                yield pytest.param(app, state, move, id=f"{app} {state} {move.name}")


@pytest.mark.parametrize(("app", "state", "move"), list(matrix()))
def test_a_move_is_possible_from_its_sources_only(app, state, move, secretariat):
    row = LIVES[app][1](**{state: True})
    extra = {"reason": "It is needed no more."} if move.reason else {}
    verb = getattr(LIVES[app][2], move.name)

    if state in move.sources:
        verb(row, by=secretariat, **extra)
        expected = move.target
    else:
        with pytest.raises(MoveNotAllowed):
            verb(row, by=secretariat, **extra)
        expected = state

    row.refresh_from_db()
    assert row.state == expected


@pytest.mark.parametrize("app", LIVES)
def test_every_state_can_be_reached_and_left(app):
    states = set(LIVES[app][0])
    moves = WORKFLOWS[app].moves.values()

    assert {move.target for move in moves} == states
    assert {source for move in moves for source in move.sources} == states


@pytest.mark.parametrize("app", LIVES)
@pytest.mark.parametrize("who", WHO)
def test_moves_are_open_to_those_who_have_the_right(app, who, people, city, provider):
    states, factory, _verbs = LIVES[app]
    owner = {"organisation": city} if app == "scaps" else {"provider": provider}

    for state in states:
        row = factory(**{state: True}, **owner)
        expected = [
            move
            for move in WORKFLOWS[app].moves.values()
            if state in move.sources and people[who].has_perm(move.permission, row)
        ]
        assert WORKFLOWS[app].open_to(people[who], row) == expected


class Door:
    state = "open"


CLOSE = Move(
    name="close",
    label="Close",
    sources=frozenset({"open"}),
    target="closed",
    permission="doors.close",
)


def test_advance_sets_the_state():
    door = Door()

    assert Workflow(CLOSE).advance(door, "close") is CLOSE
    assert door.state == "closed"


def test_advance_says_in_words_why_not():
    door = Door()
    door.state = "closed"

    with pytest.raises(MoveNotAllowed, match="“Close” is not possible any more"):
        Workflow(CLOSE).advance(door, "close")

    assert door.state == "closed"
