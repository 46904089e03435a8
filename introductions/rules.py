import rules

from core.access import rule
from introductions.states import UNDER_WAY, IntroductionState
from members.rules import is_compliance_officer, is_secretariat


@rule
def sits_at_a_side(user, introduction):
    return introduction.side_of(user) is not None


@rule
def writes_for_a_side(user, introduction):
    return user.is_authenticated and bool(
        user.writes_for & set(introduction.sides.values())
    )


@rule
def speaks_for_a_side(user, introduction):
    return bool(introduction.spoken_for_by(user))


@rule
def speaks_for_a_side_that_is_asked(user, introduction):
    return any(
        not introduction.has_agreed(side) for side in introduction.spoken_for_by(user)
    )


@rule
def speaks_for_a_side_that_agreed(user, introduction):
    return any(
        introduction.has_agreed(side) for side in introduction.spoken_for_by(user)
    )


@rule
def is_under_way(user, introduction):
    return introduction.state in UNDER_WAY


@rule
def is_agreed(user, introduction):
    return introduction.state == IntroductionState.AGREED


@rule
def has_given_a_reason(user, introduction):
    """Staff who said why they read a thread, for an hour."""
    if not is_secretariat(user):
        return False
    return introduction.readings.fresh().filter(reader=user).exists()


@rule
def speaks_there(user, organisation):
    return user.is_authenticated and organisation.pk in user.speaks_for


# That it exists, who with whom, and where it stands; staff know that much.
rules.add_perm("introductions.view_introduction", sits_at_a_side | is_secretariat)
# What was written is for the two sides; staff give a reason first.
rules.add_perm("introductions.read_introduction", sits_at_a_side | has_given_a_reason)
rules.add_perm("introductions.oversee_introduction", is_secretariat)
rules.add_perm("introductions.add_introduction", is_secretariat)
# Asked about the organisation in whose name somebody asks.
rules.add_perm("introductions.ask_in_its_name", speaks_there)
rules.add_perm("introductions.answer_introduction", speaks_for_a_side_that_is_asked)
rules.add_perm("introductions.withdraw_introduction", speaks_for_a_side_that_agreed)
rules.add_perm(
    "introductions.write_introduction",
    is_under_way & (writes_for_a_side | has_given_a_reason),
)
rules.add_perm("introductions.share_contact", is_agreed & writes_for_a_side)
rules.add_perm("introductions.close_introduction", speaks_for_a_side | is_secretariat)
rules.add_perm("introductions.stop_introduction", is_secretariat)
rules.add_perm("introductions.report_introduction", sits_at_a_side)
rules.add_perm("introductions.view_report", is_secretariat)
rules.add_perm("introductions.rule_report", is_secretariat)
rules.add_perm("introductions.view_reading", is_secretariat | is_compliance_officer)


@rule
def has_met(user, introduction):
    return introduction.has_met


@rule
def sees_its_introduction(user, row):
    """Of a step or an outcome."""
    return user.has_perm("introductions.view_introduction", row.introduction)


@rule
def plans_its_introduction(user, row):
    return user.has_perm("introductions.plan_introduction", row.introduction)


@rule
def is_said_by_own_side(user, outcome):
    said_for = outcome.introduction.sides.get(outcome.side)
    return user.is_authenticated and said_for in user.writes_for


@rule
def is_stopped(user, introduction):
    return introduction.state == IntroductionState.STOPPED


rules.add_perm("introductions.plan_introduction", is_agreed & writes_for_a_side)
rules.add_perm(
    "introductions.conclude_introduction",
    has_met & ((writes_for_a_side & ~is_stopped) | is_secretariat),
)
rules.add_perm("introductions.view_nextstep", sees_its_introduction)
rules.add_perm("introductions.change_nextstep", plans_its_introduction)
rules.add_perm("introductions.view_outcome", sees_its_introduction)
rules.add_perm("introductions.retract_outcome", is_said_by_own_side | is_secretariat)
