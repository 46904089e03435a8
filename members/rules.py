"""Rights about people and organisations, and the predicates other apps build on."""

import rules

from core.access import rule
from members.states import Role, StaffRole


@rules.predicate
def is_secretariat(user):
    return user.is_authenticated and user.is_secretariat


@rules.predicate
def is_compliance_officer(user):
    return user.is_authenticated and user.holds(StaffRole.COMPLIANCE)


@rules.predicate
def is_staff(user):
    return user.is_authenticated and user.is_active and user.is_staff


@rule
def is_public(user, organisation):
    return organisation.is_public


@rule
def has_seat_at(user, organisation):
    return user.is_authenticated and organisation.pk in user.sits_at


rules.add_perm("members.view_organisation", is_public | has_seat_at | is_staff)
rules.add_perm("members.add_organisation", is_secretariat)
rules.add_perm("members.change_organisation", is_secretariat)
rules.add_perm("members.screen_organisation", is_compliance_officer)

for noun in ("user", "seat", "cscoterm", "membership", "network", "decision"):
    rules.add_perm(f"members.view_{noun}", is_staff)
    rules.add_perm(f"members.add_{noun}", is_secretariat)
    rules.add_perm(f"members.change_{noun}", is_secretariat)
for noun in ("localgovernment", "provider", "networkmeeting", "publicfact"):
    rules.add_perm(f"members.view_{noun}", is_staff)
    rules.add_perm(f"members.add_{noun}", is_secretariat)
    rules.add_perm(f"members.change_{noun}", is_secretariat)

# Applications name people who have no account: the secretariat alone reads them.
rules.add_perm("members.view_application", is_secretariat)
rules.add_perm("members.review_application", is_secretariat)
# Whoever holds the link sends it; no account does.
rules.add_perm("members.send_application", rules.always_false)
rules.add_perm("members.view_membershipstep", is_staff)


@rule
def speaks_at(user, organisation):
    return user.is_authenticated and organisation.pk in user.speaks_for


@rule
def is_own_seat(user, seat):
    return user.is_authenticated and seat.person_id == user.pk


@rule
def is_seat_of_colleague(user, seat):
    """Whoever speaks for the office sees to its seats; the CSCO's passes by hand-over."""
    return speaks_at(user, seat.organisation) and seat.role != Role.CSCO


@rule
def may_pass_the_office_on(user, organisation):
    """The CSCO does; a deputy only where there is none."""
    if not speaks_at(user, organisation):
        return False
    officers = organisation.seats.current().filter(role=Role.CSCO)
    return all(seat.person_id == user.pk for seat in officers)


@rule
def has_seat_at_the_same(user, row):
    return has_seat_at(user, row.organisation)


@rule
def speaks_at_the_same(user, row):
    return speaks_at(user, row.organisation)


# Replaces what the admin asks: colleagues know each other's seats.
rules.set_perm("members.view_seat", has_seat_at_the_same | is_staff)
rules.set_perm("members.view_cscoterm", has_seat_at_the_same | is_staff)
rules.add_perm("members.view_office", has_seat_at | is_secretariat)
rules.add_perm("members.manage_office", speaks_at | is_secretariat)
rules.add_perm("members.hand_over", may_pass_the_office_on | is_secretariat)
rules.add_perm("members.manage_seat", is_seat_of_colleague | is_secretariat)
rules.add_perm("members.end_seat", is_own_seat | is_seat_of_colleague | is_secretariat)
rules.add_perm("members.manage_invitation", speaks_at_the_same | is_secretariat)
rules.add_perm("members.view_invitation", has_seat_at_the_same | is_staff)
rules.add_perm("members.read_letter", has_seat_at_the_same | is_secretariat)
rules.add_perm("members.view_headterm", is_staff)
rules.add_perm("members.add_headterm", is_secretariat)
rules.add_perm("members.change_headterm", is_secretariat)
rules.add_perm("members.redact_user", is_secretariat)

# Whom a list may mean is for compliance officers; the secretariat reads what came of it.
rules.add_perm("members.screen_user", is_compliance_officer)
rules.add_perm("members.view_finding", is_compliance_officer)
rules.add_perm("members.decide_finding", is_compliance_officer)
rules.add_perm("members.view_screeninglist", is_compliance_officer)
rules.add_perm("members.add_screeninglist", is_compliance_officer)
rules.add_perm("members.view_screening", is_compliance_officer | is_secretariat)
