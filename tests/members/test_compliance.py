"""Who may be brought together: the one function and its list twin."""

from datetime import date

import pytest

from members.compliance import (
    Action,
    allows,
    allows_people,
    is_restricted,
    open_to,
)
from members.models import Organisation, User
from members.states import ComplianceStatus
from tests.factories import OrganisationFactory, SeatFactory, UserFactory


@pytest.fixture
def everybody(db) -> list[Organisation]:
    """Each status in an ordinary country and in one for knowledge only."""
    made = []
    for where in ({}, {"knowledge_only": True}):
        for status in ComplianceStatus:
            if status == ComplianceStatus.EXEMPTED:
                made.append(OrganisationFactory(exempted=True, **where))
                past = {"exempted_until": date(2020, 1, 1)}
                made.append(OrganisationFactory(exempted=True, **past, **where))
            else:
                made.append(OrganisationFactory(compliance_status=status, **where))
    return made


@pytest.mark.parametrize("action", Action)
def test_the_list_and_the_function_agree(everybody, action):
    partner = OrganisationFactory()

    reached = set(open_to(action, Organisation.objects.exclude(pk=partner.pk)))

    assert reached == {o for o in everybody if allows(action, o, partner)}
    assert reached == {o for o in everybody if allows(action, partner, o)}


def test_knowledge_is_for_everybody(everybody):
    for organisation in everybody:
        assert allows(Action.KNOWLEDGE, organisation, everybody[0])


@pytest.mark.parametrize(
    ("traits", "restricted"),
    [
        ({}, False),
        ({"knowledge_only": True}, True),
        ({"blocked": True}, True),
        ({"exempted": True}, False),
        ({"exempted": True, "knowledge_only": True}, False),
        ({"exempted": True, "exempted_until": date(2020, 1, 1)}, True),
    ],
)
def test_restricted(db, traits, restricted):
    assert is_restricted(OrganisationFactory(**traits)) is restricted


@pytest.mark.parametrize("action", Action)
def test_the_list_and_the_function_agree_about_people(db, action):
    partner = UserFactory()
    exempted = {"exemption_reason": "Water", "exemption_reference": "Ref. 1"}
    people = [
        UserFactory(compliance_status=status)
        for status in ComplianceStatus
        if status != ComplianceStatus.EXEMPTED
    ]
    for last_day in (date(2020, 1, 1), date(2100, 1, 1)):
        facts = exempted | {"exempted_until": last_day}
        people.append(UserFactory(compliance_status=ComplianceStatus.EXEMPTED, **facts))

    reached = set(open_to(action, User.objects.exclude(pk=partner.pk)))

    assert reached == {p for p in people if allows(action, p, partner)}
    assert reached == {p for p in people if allows_people(action, partner, p)}
    assert len(reached) == (len(people) if action == Action.KNOWLEDGE else 3)


def test_a_person_is_not_less_restricted_than_the_organisation(db):
    """Letters go from person to person: the office behind each counts too."""
    seat = SeatFactory(organisation=OrganisationFactory(blocked=True))

    assert allows(Action.RELAY, seat.person, UserFactory())
    assert not allows_people(Action.RELAY, seat.person, UserFactory())
    assert allows_people(Action.KNOWLEDGE, seat.person, UserFactory())
