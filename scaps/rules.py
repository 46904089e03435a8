import rules

from core.access import rule
from members.rules import is_secretariat, is_staff
from scaps import circles
from scaps.states import (
    COMPARED,
    EDITED,
    OPEN,
    TAKES_PART,
    NeedState,
    ParticipationState,
    PeriodState,
    ReportState,
)


@rule
def is_published_for(user, need):
    return need.state == NeedState.PUBLISHED and need.visibility in circles.open_to(
        user
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


rules.add_perm("scaps.view_need", is_published_for | has_seat_there | is_secretariat)
rules.add_perm("scaps.add_need", writes_for_a_city | is_secretariat)
rules.add_perm("scaps.change_need", is_open & (writes_there | is_secretariat))
rules.add_perm("scaps.publish_need", speaks_there | is_secretariat)
rules.add_perm("scaps.match_need", writes_there | is_secretariat)


@rule
def is_version_for(user, plan):
    """What is in force is for this reader; of a plan or of a project."""
    return plan.current is not None and plan.current.visibility in circles.open_to(user)


@rule
def is_edited(user, plan):
    return plan.state in EDITED


@rule
def is_of_edited_plan(user, project):
    return project.scap is None or project.scap.state in EDITED


rules.add_perm(
    "scaps.view_scap",
    is_version_for | has_seat_there | is_secretariat,
)
rules.add_perm("scaps.add_scap", writes_for_a_city | is_secretariat)
rules.add_perm("scaps.change_scap", is_edited & (writes_there | is_secretariat))
rules.add_perm("scaps.submit_scap", speaks_there | is_secretariat)
rules.add_perm("scaps.review_scap", is_secretariat)
rules.add_perm(
    "scaps.view_project",
    is_version_for | has_seat_there | is_secretariat,
)
rules.add_perm(
    "scaps.change_project", is_of_edited_plan & (writes_there | is_secretariat)
)


@rule
def is_report_public(user, report):
    return report.current_id is not None and user.has_perm(
        "scaps.view_scap", report.scap
    )


@rule
def is_report_written(user, report):
    """While the period is open; a report that is corrected also after it."""
    is_open = report.period.state == PeriodState.OPEN
    is_corrected = report.current_id is not None
    return report.state == ReportState.DRAFT and (is_open or is_corrected)


@rule
def has_published_plan(user, plan):
    return plan.current_id is not None


rules.add_perm(
    "scaps.view_progressreport", is_report_public | has_seat_there | is_secretariat
)
rules.add_perm(
    "scaps.change_progressreport", is_report_written & (writes_there | is_secretariat)
)
rules.add_perm("scaps.sign_progressreport", is_report_written & speaks_there)
rules.add_perm("scaps.reopen_progressreport", is_secretariat)
rules.add_perm(
    "scaps.report_scap", has_published_plan & (writes_there | is_secretariat)
)
rules.add_perm("scaps.view_reportperiod", is_staff)
rules.add_perm("scaps.add_reportperiod", is_secretariat)
rules.add_perm("scaps.change_reportperiod", is_secretariat)


@rule
def is_compared(user, overlap):
    """Both projects are in force, for others to read."""
    return all(
        project.current is not None and project.current.visibility in COMPARED
        for project in (overlap.a, overlap.b)
    )


@rule
def sees_both(user, overlap):
    return all(
        user.has_perm("scaps.view_project", project)
        for project in (overlap.a, overlap.b)
    )


@rule
def speaks_for_a_side(user, overlap):
    return user.is_authenticated and bool(user.speaks_for.intersection(overlap.cities))


rules.add_perm("scaps.view_overlap", (is_compared & sees_both) | is_secretariat)
rules.add_perm("scaps.decide_overlap", is_compared & sees_both & speaks_for_a_side)


@rule
def is_initiative_shown(user, initiative):
    """Once it has started, as far as all participants agreed."""
    return (
        initiative.started_at is not None
        and initiative.visibility in circles.open_to(user)
    )


@rule
def sits_at_a_participant(user, initiative):
    return user.is_authenticated and bool(user.sits_at & initiative.cities(*TAKES_PART))


@rule
def writes_for_a_participant(user, initiative):
    return user.is_authenticated and bool(
        user.writes_for & initiative.cities(ParticipationState.ACCEPTED)
    )


@rule
def speaks_for_the_lead(user, initiative):
    return user.is_authenticated and initiative.lead_id in user.speaks_for


@rule
def is_under_way(user, initiative):
    return initiative.is_under_way


@rule
def is_part_under_way(user, part):
    return part.initiative.is_under_way


@rule
def is_of_the_lead(user, part):
    return part.organisation_id == part.initiative.lead_id


@rule
def speaks_for_its_lead(user, part):
    return user.is_authenticated and part.initiative.lead_id in user.speaks_for


@rule
def has_accepted(user, part):
    return part.state == ParticipationState.ACCEPTED


@rule
def sees_its_initiative(user, part):
    return user.has_perm("scaps.view_initiative", part.initiative)


@rules.predicate
def speaks_for_a_city(user):
    return user.is_authenticated and any(
        city.pk in user.speaks_for for city in user.cities_written_for
    )


rules.add_perm(
    "scaps.view_initiative",
    is_initiative_shown | sits_at_a_participant | is_secretariat,
)
rules.add_perm("scaps.add_initiative", speaks_for_a_city)
rules.add_perm(
    "scaps.change_initiative",
    is_under_way & (writes_for_a_participant | is_secretariat),
)
rules.add_perm("scaps.lead_initiative", is_under_way & speaks_for_the_lead)
# Nobody starts it: the last answer does.
rules.add_perm("scaps.start_initiative", rules.always_false)
rules.add_perm("scaps.view_participation", sees_its_initiative)
rules.add_perm("scaps.answer_participation", is_part_under_way & speaks_there)
rules.add_perm(
    "scaps.leave_participation", is_part_under_way & speaks_there & ~is_of_the_lead
)
rules.add_perm("scaps.invite_participation", is_part_under_way & speaks_for_its_lead)
rules.add_perm(
    "scaps.change_participation", is_part_under_way & has_accepted & writes_there
)
