"""Rights come from seats and roles, and go with them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from members.models import Organisation, User
from members.states import BELONGS, MembershipState, Role, StaffRole
from tests.factories import (
    MembershipFactory,
    NeedFactory,
    NetworkFactory,
    OrganisationFactory,
    SeatFactory,
    UserFactory,
)

WRITES = ("csco", "deputy", "editor")
SPEAKS = ("csco", "deputy")


def test_seats_give_rights(people, city):
    for who in ("csco", "deputy", "editor", "reader"):
        person = people[who]
        assert person.sits_at == {city.pk}
        assert person.writes_for == ({city.pk} if who in WRITES else set())
        assert person.speaks_for == ({city.pk} if who in SPEAKS else set())
        assert person.is_member
    assert not people["provider_owner"].is_member
    assert people["provider_owner"].cities_written_for == []


@pytest.mark.parametrize("state", sorted(set(MembershipState) - BELONGS))
def test_a_seat_at_a_city_that_is_no_member_is_no_membership(people, city, state):
    city.memberships.update(state=state)

    assert not people["csco"].is_member
    assert people["csco"].is_official
    assert people["other_csco"].is_member


def test_a_right_ends_with_the_seat(client_of, people, city):
    path = reverse("needs:edit", args=[NeedFactory(organisation=city).pk])
    client = client_of("csco")
    assert client.get(path).status_code == 200

    people["csco"].seats.update(ended_at=timezone.now())

    assert client.get(path).status_code == 404


def test_an_account_that_is_closed_is_out_at_once(client_of, people):
    client = client_of("csco")
    assert client.get(reverse("inbox")).status_code == 200

    people["csco"].is_active = False
    people["csco"].save(update_fields=["is_active"])

    assert client.get(reverse("inbox")).status_code == 302


def test_a_closed_account_speaks_for_nobody(people, city):
    """Also where it is asked outside a request: by a job, about a recipient."""
    assert people["disabled"].sits_at == set()
    assert not User.objects.speaking_for(city).filter(is_active=False).exists()


def test_whoever_speaks_for_a_city_is_found(people, city):
    found = set(User.objects.speaking_for(city))

    assert found == {people[who] for who in SPEAKS}


def test_a_city_has_one_csco(people, city):
    with pytest.raises(IntegrityError, match="seat_one_csco"), transaction.atomic():
        SeatFactory(organisation=city, role=Role.CSCO)


def test_a_seat_is_passed_on_by_ending_it(people, city):
    people["csco"].seats.update(ended_at=timezone.now())

    SeatFactory(organisation=city, role=Role.CSCO)


def test_staff_roles_are_for_staff(db):
    with pytest.raises(IntegrityError, match="user_staff_roles_are_for_staff"):
        UserFactory(is_staff=False, staff_roles=[StaffRole.SECRETARIAT])


def test_one_account_for_an_address(db):
    UserFactory(email="Bold@example.org")

    with pytest.raises(IntegrityError, match="user_email_is_unique"):
        UserFactory(email="bold@EXAMPLE.org")


def test_roles_of_staff(people):
    assert people["secretariat"].holds(StaffRole.SECRETARIAT)
    assert not people["compliance"].holds(StaffRole.SECRETARIAT)
    assert set(User.objects.staff_with(StaffRole.COMPLIANCE, StaffRole.TRANSLATOR)) == {
        people["compliance"],
        people["translator"],
    }


def test_candidates_are_no_members(db):
    network = NetworkFactory()
    full = MembershipFactory(network=network, full=True).organisation
    MembershipFactory(network=network)
    MembershipFactory(network=network, withdrawn=True)
    elsewhere = MembershipFactory(associate=True).organisation

    assert set(Organisation.objects.members(network)) == {full}
    assert set(Organisation.objects.members()) == {full, elsewhere}


def test_full_membership_rests_on_a_decision(db):
    with pytest.raises(IntegrityError, match="membership_full_by_decision"):
        MembershipFactory(full=True, decision=None)


@pytest.mark.parametrize(
    ("lang", "name", "words"),
    [
        ("ko", "부산광역시", "부산"),
        ("mn", "Улаанбаатар", "улаан"),
        ("ja", "新潟市", "新潟"),
    ],
)
def test_cities_are_found_by_their_names(db, lang, name, words):
    city = OrganisationFactory(source_lang=lang, name=name, slug="city")
    OrganisationFactory()

    assert list(Organisation.objects.found_by(words)) == [city]


def test_an_exemption_needs_its_facts(db):
    with pytest.raises(IntegrityError, match="organisation_exemption_has_its_facts"):
        OrganisationFactory(exempted=True, exemption_reference="")


def test_an_exemption_ends(db):
    assert OrganisationFactory(exempted=True).is_exempted
    assert not OrganisationFactory(
        exempted=True, exempted_until=date(2020, 1, 1)
    ).is_exempted
