import rules

from core.access import rule
from members.rules import is_secretariat
from scaps.states import EDITED, OPEN, NeedState, Visibility


@rule
def is_public(user, need):
    return need.state == NeedState.PUBLISHED and need.visibility == Visibility.PUBLIC


@rule
def is_for_members(user, need):
    return (
        need.state == NeedState.PUBLISHED
        and need.visibility == Visibility.NETWORK
        and user.is_authenticated
        and user.is_member
    )


@rule
def has_seat_there(user, need):
    return user.is_authenticated and need.organisation_id in user.sits_at


@rule
def writes_there(user, need):
    return user.is_authenticated and need.organisation_id in user.writes_for


@rule
def speaks_there(user, need):
    return user.is_authenticated and need.organisation_id in user.speaks_for


@rule
def is_open(user, need):
    return need.state in OPEN


@rules.predicate
def writes_for_a_city(user):
    return user.is_authenticated and bool(user.cities_written_for)


rules.add_perm(
    "scaps.view_need", is_public | is_for_members | has_seat_there | is_secretariat
)
rules.add_perm("scaps.add_need", writes_for_a_city | is_secretariat)
rules.add_perm("scaps.change_need", is_open & (writes_there | is_secretariat))
rules.add_perm("scaps.publish_need", speaks_there | is_secretariat)
rules.add_perm("scaps.match_need", writes_there | is_secretariat)


@rule
def is_plan_public(user, plan):
    return plan.current is not None and plan.current.visibility == Visibility.PUBLIC


@rule
def is_plan_for_members(user, plan):
    return (
        plan.current is not None
        and plan.current.visibility == Visibility.NETWORK
        and user.is_authenticated
        and user.is_member
    )


@rule
def is_edited(user, plan):
    return plan.state in EDITED


@rule
def is_of_edited_plan(user, project):
    return project.scap is None or project.scap.state in EDITED


rules.add_perm(
    "scaps.view_scap",
    is_plan_public | is_plan_for_members | has_seat_there | is_secretariat,
)
rules.add_perm("scaps.add_scap", writes_for_a_city | is_secretariat)
rules.add_perm("scaps.change_scap", is_edited & (writes_there | is_secretariat))
rules.add_perm("scaps.submit_scap", speaks_there | is_secretariat)
rules.add_perm("scaps.review_scap", is_secretariat)
rules.add_perm(
    "scaps.view_project",
    is_plan_public | is_plan_for_members | has_seat_there | is_secretariat,
)
rules.add_perm(
    "scaps.change_project", is_of_edited_plan & (writes_there | is_secretariat)
)
