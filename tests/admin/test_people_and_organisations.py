"""Screening, seats and people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Outbox
from members.models import Organisation, Seat, User
from members.services import offices, screening
from tests.admin.conftest import filled, object_page, page
from tests.factories import OrganisationFactory, SeatFactory, UserFactory


@pytest.fixture
def officer(people):
    return people["compliance"]


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def exemption(**changes):
    facts = {
        "status": "exempted",
        "reason": "A water project of the UN",
        "reference": "Ref. 3/2026",
        "until": in_days(90),
    }
    return facts | changes


# --- Screening ---------------------------------------------------------------------


def test_an_officer_records_an_exemption(client_of, officer):
    city = OrganisationFactory(knowledge_only=True)
    client = client_of("compliance")
    url = page("screen", Organisation, city.pk)

    buttons = client.get(object_page(city)).context["buttons"]
    assert [button.url for button in buttons] == [url]
    assert client.get(url).status_code == 200
    answer = client.post(url, exemption())

    assert answer.url == object_page(city)
    city.refresh_from_db()
    assert city.is_exempted
    assert Outbox.objects.waiting().filter(task="solutions.match_needs").exists()


def test_the_reason_of_a_finding_is_in_the_history(client_of, officer):
    company = OrganisationFactory(company=True)
    client = client_of("compliance")

    client.post(
        page("screen", Organisation, company.pk),
        {"status": "blocked", "reason": "On the list of 3 May"},
    )

    newest = client.get(page("history", Organisation, company.pk)).context["page"][0]
    assert (newest.person, newest.reason) == (officer, "On the list of 3 May")
    company.refresh_from_db()
    assert company.exemption_reason == ""


@pytest.mark.parametrize(
    "changes",
    [{"reference": ""}, {"until": ""}, {"until": in_days(-1)}, {"reason": ""}],
)
def test_an_exemption_has_its_facts(client_of, changes):
    city = OrganisationFactory()

    answer = client_of("compliance").post(
        page("screen", Organisation, city.pk), exemption(**changes)
    )

    assert answer.status_code == 422
    city.refresh_from_db()
    assert city.compliance_status == "not_screened"


@pytest.mark.parametrize("changes", [{"reference": ""}, {"until": None}])
def test_the_service_insists_too(officer, changes):
    with pytest.raises(DomainError):
        screening.screen(OrganisationFactory(), by=officer, **exemption(**changes))


@pytest.mark.parametrize("who", ["secretariat", "translator"])
def test_others_do_not_screen(client_of, who):
    city = OrganisationFactory()
    client = client_of(who)

    assert client.get(object_page(city)).context["buttons"] == []
    url = page("screen", Organisation, city.pk)
    assert client.post(url, exemption()).status_code == 403


def test_the_finding_is_not_a_field(staff_client):
    form = staff_client.get(object_page(OrganisationFactory())).context["adminform"]

    assert not {"compliance_status", "exemption_reason"} & set(form.form.fields)


# --- Seats -------------------------------------------------------------------------


def test_a_seat_is_ended_by_its_button(staff_client):
    seat = SeatFactory()
    url = page("end", Seat, seat.pk)
    assert [b.url for b in staff_client.get(object_page(seat)).context["buttons"]] == [
        url
    ]

    staff_client.post(url)

    seat.refresh_from_db()
    assert seat.ended_at is not None
    assert staff_client.get(object_page(seat)).context["buttons"] == []


def test_a_seat_ends_once(secretariat):
    seat = offices.end_seat(SeatFactory(), by=secretariat)

    with pytest.raises(DomainError):
        offices.end_seat(seat, by=secretariat)


def test_a_second_csco_is_refused_with_a_sentence(staff_client, city):
    data = filled(staff_client.get(object_page(city)))
    number = int(data["seats-TOTAL_FORMS"])
    data |= {
        "seats-TOTAL_FORMS": number + 1,
        f"seats-{number}-person": UserFactory().pk,
        f"seats-{number}-role": "csco",
        f"seats-{number}-organisation": city.pk,
    }

    answer = staff_client.post(object_page(city), data)

    assert answer.status_code == 200
    assert "has a CSCO already" in answer.text


# --- People ------------------------------------------------------------------------


def test_nobody_reads_a_password(staff_client):
    person = UserFactory()

    answer = staff_client.get(object_page(person))

    assert person.password not in answer.text
    assert "password" not in answer.context["adminform"].form.fields


def test_staff_roles_are_for_superusers(client_of, people):
    person = UserFactory()
    data = filled(client_of("secretariat").get(object_page(person)))
    data |= {"is_staff": "on", "staff_roles": ["secretariat"], "is_superuser": "on"}

    client_of("secretariat").post(object_page(person), data)
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (False, False)

    User.objects.filter(pk=people["secretariat"].pk).update(is_superuser=True)
    data.pop("is_superuser")
    answer = client_of("secretariat").post(object_page(person), data)
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.staff_roles == ["secretariat"]


def test_staff_accounts_are_changed_by_superusers(client_of, people):
    data = filled(client_of("secretariat").get(object_page(UserFactory())))

    answer = client_of("secretariat").post(object_page(people["compliance"]), data)

    assert answer.status_code == 403


def test_somebody_new_has_no_password_yet(staff_client):
    data = {
        "email": "new@example.org",
        "family_latin": "New",
        "display_order": "family_first",
        "language": "mn",
        "is_active": "on",
    }

    staff_client.post(page("add", User), data)

    assert not User.objects.get(email="new@example.org").has_usable_password()
