"""Rights about people and organisations, and the predicates other apps build on."""

import rules

from core.access import rule
from members.states import StaffRole


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
for noun in ("localgovernment", "provider"):
    rules.add_perm(f"members.view_{noun}", is_staff)
    rules.add_perm(f"members.add_{noun}", is_secretariat)
    rules.add_perm(f"members.change_{noun}", is_secretariat)
