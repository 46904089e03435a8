"""Chief Smart City Officers: appointed, acting, handed over, missing, remembered."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core import drafts
from core.errors import DomainError
from core.models import Draft
from members import terms
from members.models import CscoTerm, Invitation, Organisation, User
from members.models.offices import office_holder
from members.services import offices
from members.services import terms as services
from members.states import Role
from notifications.models import Notice
from scaps.models import Need
from tests.factories import (
    CscoTermFactory,
    NeedFactory,
    OrganisationFactory,
    UploadFactory,
    UserFactory,
)


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (4, 3)).save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def term(csco, city):
    return CscoTermFactory(organisation=city, person=csco, starts=date(2025, 1, 1))


# --- One at a time -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2024, 6, 1), date(2025, 1, 2)),
        (date(2025, 3, 1), date(2025, 4, 1)),
        (date(2026, 12, 31), None),
        (date(2024, 1, 1), None),
    ],
)
def test_the_database_refuses_two_at_a_time(term, starts, ends):
    CscoTerm.objects.update(ends=date(2027, 1, 1))

    with (
        pytest.raises(IntegrityError, match="csco_term_one_at_a_time"),
        transaction.atomic(),
    ):
        CscoTermFactory(organisation=term.organisation, starts=starts, ends=ends)


def test_a_term_may_begin_on_the_day_the_last_one_ends(term):
    CscoTerm.objects.update(ends=date(2026, 1, 1))

    CscoTermFactory(organisation=term.organisation, starts=date(2026, 1, 1))


def test_terms_of_two_cities_do_not_meet(term):
    CscoTermFactory(organisation=OrganisationFactory(), starts=term.starts)


def test_an_overlap_is_refused_in_words(term, secretariat):
    CscoTerm.objects.update(ends=date(2030, 1, 1))

    with pytest.raises(DomainError, match="Somebody else holds this office"):
        services.begin(
            term.organisation,
            person=secretariat,
            starts=date(2026, 1, 1),
            by=secretariat,
        )


# --- Hand-over ------------------------------------------------------------------------


def test_a_hand_over_ends_one_and_begins_another(term, csco, deputy, city, today):
    new, seat = offices.hand_over(city, to=deputy, by=csco, starts=today)

    term.refresh_from_db()
    assert (term.ends, new.starts, new.person) == (today, today, deputy)
    assert terms.current(city) == new
    assert terms.past(city) == [term]
    assert (seat.person, seat.role) == (deputy, Role.CSCO)
    assert csco.seats.get().ended_at is not None
    assert list(User.objects.speaking_for(city)) == [deputy]


def test_a_hand_over_sent_twice_is_one(term, csco, deputy, city, today):
    offices.hand_over(city, to=deputy, by=csco, starts=today)

    for successor in (deputy, UserFactory()):
        with pytest.raises(DomainError, match="Somebody else holds this office"):
            offices.hand_over(city, to=successor, by=csco, starts=today)

    assert city.csco_terms.count() == 2
    assert terms.current(city).person == deputy


def test_staff_who_hand_over_twice_make_one_term(
    term, deputy, secretariat, city, today
):
    offices.hand_over(city, to=deputy, by=secretariat, starts=today)

    with pytest.raises(DomainError, match="Somebody else holds this office"):
        offices.hand_over(city, to=deputy, by=secretariat, starts=today)


def test_a_closed_account_takes_no_office(term, csco, city, today):
    with pytest.raises(DomainError, match="This account is closed"):
        offices.hand_over(city, to=UserFactory(is_active=False), by=csco, starts=today)


def test_a_hand_over_moves_nothing(term, csco, deputy, city, today):
    """What the office wrote, saved or not, is there for the next one as it was."""
    need = NeedFactory(organisation=city, entered_by=csco)
    drafts.keep(Need, {"title": "Half"}, holder=office_holder(city.pk), by=csco)
    before = list(Draft.objects.values()), list(Need.objects.values())

    offices.hand_over(city, to=deputy, by=csco, starts=today)

    assert (list(Draft.objects.values()), list(Need.objects.values())) == before
    successor = User.objects.get(pk=deputy.pk)
    assert successor.has_perm("scaps.publish_need", need)
    assert not User.objects.get(pk=csco.pk).has_perm("scaps.change_need", need)


def test_a_term_handed_over_on_its_first_day(city, csco, deputy, today):
    first = CscoTermFactory(organisation=city, person=csco, starts=today)

    offices.hand_over(city, to=deputy, by=csco, starts=today)

    first.refresh_from_db()
    assert (first.starts, first.ends) == (today, today)
    assert terms.current(city).person == deputy


def test_whoever_acts_may_be_appointed_and_keeps_the_seat(city, csco, today):
    CscoTermFactory(organisation=city, person=csco, is_acting=True)
    held = csco.seats.get()

    new, seat = offices.hand_over(city, to=csco, by=csco, starts=today)

    assert seat == held
    assert not new.is_acting
    assert csco.seats.current().count() == 1


def test_whoever_acted_is_a_deputy_again(city, csco, deputy, today):
    offices.hand_over(city, to=deputy, by=csco, starts=today, is_acting=True)
    newcomer = UserFactory()

    offices.hand_over(city, to=newcomer, by=deputy, starts=today)

    assert deputy.seats.current().get().role == Role.DEPUTY
    assert newcomer.seats.current().get().role == Role.CSCO


def send(client, city, **fields):
    form = {
        "colleague": "",
        "email": "",
        "language": "ko",
        "office": "Smart City Division",
        "appointed_by": "Order 12",
        "starts": timezone.localdate().isoformat(),
        "family_latin": "",
        "given_latin": "",
        "display_order": "family_first",
    }
    return client.post(reverse("office:hand-over", args=[city.slug]), form | fields)


def test_a_successor_without_account_is_invited(client_of, term, city):
    """The term runs from the day on; the seat waits for whoever has the letter."""
    answer = send(
        client_of("csco"),
        city,
        email="successor@example.org",
        family_latin="Lee",
        given_latin="Jiho",
    )

    assert answer["Location"] == reverse("home")
    successor = User.objects.get(email="successor@example.org")
    assert terms.current(city).person == successor
    assert not successor.has_usable_password()
    assert successor.sits_at == set()
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.language) == (Role.CSCO, "ko")

    seat = offices.accept(invitation, successor)

    assert (seat.role, CscoTerm.objects.count()) == (Role.CSCO, 2)


def test_a_letter_of_appointment_is_kept_and_read_by_the_office(
    client_of, term, city, deputy, people
):
    file = SimpleUploadedFile("order-12.png", picture(), "image/png")

    send(client_of("csco"), city, colleague=deputy.pk, letter=file)

    held = terms.current(city)
    assert (held.appointed_by, held.letter.name) == ("Order 12", "order-12.png")
    path = reverse("office:letter", args=[city.slug, held.pk])
    answer = client_of("reader").get(path)
    assert answer["Content-Disposition"].startswith("attachment")
    assert client_of("other_csco").get(path).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"email": "x@example.org"},
        {"email": "no address", "given_latin": "Jiho"},
        {"colleague": "999999"},
        {
            "email": "x@example.org",
            "given_latin": "Jiho",
            "starts": (timezone.localdate() + timedelta(days=9)).isoformat(),
        },
    ],
    ids=["nobody", "no name", "no address", "a stranger", "in the future"],
)
def test_nothing_is_handed_over_by_a_form_with_a_fault(client_of, term, city, wrong):
    assert send(client_of("csco"), city, **wrong).status_code == 422

    assert terms.current(city) == term
    assert not User.objects.filter(email="x@example.org").exists()


def test_a_deputy_names_a_csco_only_where_there_is_none(deputy, csco, city):
    assert not deputy.has_perm("members.hand_over", city)

    offices.end_seat(csco.seats.get(), by=csco)

    assert User.objects.get(pk=deputy.pk).has_perm("members.hand_over", city)


# --- Gaps -----------------------------------------------------------------------------


def test_a_gap_is_told_to_colleagues_and_staff(term, csco, city, secretariat, people):
    offices.end_seat(csco.seats.get(), by=csco)

    term.refresh_from_db()
    assert term.ends == timezone.localdate()
    told = Notice.objects.filter(event__kind="csco-missing")
    assert {notice.recipient for notice in told} == {
        secretariat,
        people["deputy"],
        people["editor"],
        people["reader"],
    }


def test_members_without_csco_are_found(term, city, other_city):
    OrganisationFactory()

    assert set(terms.without_csco(Organisation.objects)) == {other_city}


def test_a_gap_waits_for_staff(client_of, term, other_city):
    page = client_of("secretariat").get(reverse("admin:index")).content.decode()
    assert "Members without a Chief Smart City Officer" in page

    rows = client_of("secretariat").get(
        reverse("admin:members_organisation_changelist"), {"waiting": "without-csco"}
    )
    assert list(rows.context["cl"].queryset) == [other_city]


def test_the_office_page_says_that_nobody_is_in_charge(client_of, city):
    page = reverse("office:detail", args=[city.slug])
    assert (
        "Nobody is Chief Smart City Officer"
        in client_of("csco").get(page).content.decode()
    )


def test_past_terms_keep_their_office(client_of, term, city, deputy, csco, today):
    CscoTerm.objects.update(office="Office of yore", letter=UploadFactory())
    offices.hand_over(city, to=deputy, by=csco, starts=today)

    page = client_of("reader").get(reverse("office:detail", args=[city.slug]))

    assert "Office of yore" in page.content.decode()


def test_whoever_takes_the_seat_is_in_office(other_city, secretariat):
    """An invitation alone makes a CSCO, with a term from that day."""
    held = other_city.seats.get()
    offices.end_seat(held, by=secretariat)
    person = UserFactory()
    invitation = offices.invite(
        other_city, email=person.email, role=Role.CSCO, by=secretariat, language="en"
    )

    offices.accept(invitation, person)

    assert terms.current(other_city).person == person
