"""Seats: offered by letter, taken once, changed, left; and what follows from them."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import Outbox
from members.models import Invitation, Seat, User
from members.services import offices
from members.states import Role, roles_at
from notifications.models import Notice
from tests.factories import (
    InvitationFactory,
    LocalGovernmentFactory,
    NeedFactory,
    SeatFactory,
    UserFactory,
)
from tests.factories.members import PASSWORD
from tests.people import invited, seated, sign_in

NEW = {
    "family_latin": "Kim",
    "given_latin": "Minseo",
    "patronymic": "",
    "display_order": "family_first",
    "name_native": "김민서",
    "name_lang": "ko",
    "language": "ko",
    "password1": "lantern-over-the-tide",
    "password2": "lantern-over-the-tide",
}


@pytest.fixture
def invite(city, csco):
    def make(email="minseo@example.org", role=Role.EDITOR, language="en", **more):
        facts = {"by": csco, **more}
        return offices.invite(city, email=email, role=role, language=language, **facts)

    return make


def path_of(invitation) -> str:
    address = offices.link(invitation)
    return address[address.index("/", len("https://")) :]


def letters() -> list[dict]:
    rows = Outbox.objects.filter(task="notifications.send_letter").order_by("pk")
    return [row.kwargs for row in rows]


# --- The letter -----------------------------------------------------------------


def test_the_letter_names_the_city_in_the_language_chosen(invite, city):
    city.name_ko = "부산광역시"
    city.save()

    invitation = invite(language="ko")

    (letter,) = letters()
    assert letter["to"] == ["minseo@example.org"]
    assert "부산광역시" in letter["subject"]
    assert offices.link(invitation) in letter["body"]
    assert "/ko/office/accept/" in letter["body"]


def test_a_link_lasts_seven_days(invite):
    left = invite().expires_at - timezone.now()

    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


def test_inviting_the_same_address_again_renews_the_invitation(invite):
    first = invite()
    void = path_of(first)

    again = invite(email="MinSeo@example.org", role=Role.READER)

    assert again.pk == first.pk
    assert again.role == Role.READER
    assert path_of(again) != void
    assert Invitation.objects.count() == 1


def test_the_database_keeps_one_open_invitation_for_an_address(invite):
    invitation = invite()

    with (
        pytest.raises(IntegrityError, match="invitation_open_once_per_address"),
        transaction.atomic(),
    ):
        InvitationFactory(
            organisation=invitation.organisation, email=invitation.email.upper()
        )


@pytest.mark.parametrize("role", [Role.OWNER, "king"])
def test_only_seats_that_there_are_can_be_offered(invite, role):
    with pytest.raises(DomainError):
        invite(role=role)


def test_whoever_sits_there_is_not_invited_again(invite, editor):
    with pytest.raises(DomainError):
        invite(email=editor.email.upper())


def test_there_is_no_second_csco(invite):
    with pytest.raises(DomainError):
        invite(role=Role.CSCO)


@pytest.mark.parametrize(
    ("kind", "first"), [("local_government", Role.CSCO), ("company", Role.OWNER)]
)
def test_the_first_seat_speaks_for_its_kind(kind, first):
    assert roles_at(kind)[0] == first


# --- Accepting ------------------------------------------------------------------


def test_somebody_new_takes_the_seat(client, invite, city):
    path = path_of(invite())
    page = client.get(path).content.decode()
    assert "Busan" in page

    response = client.post(path, NEW)

    person = User.objects.get(email="minseo@example.org")
    assert response.status_code == 302
    assert response["Location"] == f"/ko/office/{city.slug}/"
    assert (str(person), person.name_native) == ("Kim Minseo", "김민서")
    assert person.check_password(NEW["password1"])
    assert person.emailaddress_set.get().verified
    assert person.writes_for == {city.pk}
    assert client.get(response["Location"]).status_code == 200


def test_a_link_works_once(client, invite):
    path = path_of(invite())
    client.post(path, NEW)
    client.logout()

    assert client.get(path).status_code == 410
    assert client.post(path, NEW).status_code == 410
    assert Seat.objects.filter(person__email="minseo@example.org").count() == 1


@pytest.mark.parametrize("fate", ["revoked", "expired", "sent again", "tampered"])
def test_a_void_link_gives_nothing(client, invite, csco, fate):
    invitation = invite()
    path = path_of(invitation)
    if fate == "revoked":
        offices.revoke(invitation, by=csco)
    elif fate == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif fate == "sent again":
        offices.send_again(invitation, by=csco)
    else:
        path = path.replace("accept/Wz", "accept/Xz")

    assert client.get(path).status_code == 410
    assert client.post(path, NEW).status_code == 410
    assert not User.objects.filter(email="minseo@example.org").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password1", "short"),
        ("password2", "something-else-entirely"),
        ("given_latin", ""),
        ("name_lang", ""),
    ],
)
def test_what_is_wrong_is_said_and_kept(client, invite, field, value):
    wrong = NEW | {field: value} | ({"family_latin": ""} if not value else {})

    response = client.post(path_of(invite()), wrong)

    assert response.status_code == 422
    assert "김민서" in response.content.decode()
    assert not User.objects.filter(email="minseo@example.org").exists()


def test_whoever_has_an_account_signs_in_first(client, invite, other_csco, city):
    path = path_of(invite(email=other_csco.email))

    assert f"next={quote(path)}" in client.get(path).content.decode()
    client.post(path, NEW)
    assert city.pk not in other_csco.sits_at

    client = sign_in(other_csco)
    assert client.post(path).status_code == 302
    assert User.objects.get(pk=other_csco.pk).sits_at >= {city.pk}


def test_an_account_under_another_address_may_take_it(invite, city):
    person = invited("elsewhere")

    assert sign_in(person).post(path_of(invite())).status_code == 302
    assert person.sits_at == {city.pk}


def test_the_account_of_somebody_else_may_not(invite, other_csco, city):
    stranger = invited("stranger")

    page = sign_in(stranger).post(path_of(invite(email=other_csco.email)))

    assert "belongs to another account" in page.content.decode()
    assert stranger.sits_at == set()


def test_who_invited_is_told(client, invite, csco, mailoutbox, run_outbox):
    client.post(path_of(invite()), NEW)
    run_outbox()

    told = [letter for letter in mailoutbox if letter.to == [csco.email]]
    assert [letter.subject for letter in told] == [
        "Kim Minseo took the seat at Busan: editor"
    ]


def test_a_closed_account_takes_no_seat(invite, people):
    with pytest.raises(DomainError):
        offices.accept(invite(email="x@example.org"), people["disabled"])


@pytest.mark.parametrize("fate", ["revoked", "expired", "accepted"])
def test_a_seat_is_not_taken_with_what_was_read_before(invite, csco, fate):
    """The page read the invitation a moment ago; the row says something else now."""
    invitation = Invitation.objects.get(pk=invite().pk)
    if fate == "revoked":
        offices.revoke(Invitation.objects.get(), by=csco)
    elif fate == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        offices.accept(Invitation.objects.get(), invited("quicker"))
    late = invited("late")

    with pytest.raises(DomainError):
        offices.accept(invitation, late)

    assert late.sits_at == set()


def test_an_invitation_that_was_accepted_is_not_taken_back_or_sent_again(invite, csco):
    invitation = invite()
    offices.accept(invitation, invited("minseo"))

    for verb in (offices.revoke, offices.send_again):
        with pytest.raises(DomainError):
            verb(invitation, by=csco)


def test_no_password_is_set_for_an_account_that_has_one(invite, other_csco):
    with pytest.raises(DomainError):
        offices.join(
            invite(email=other_csco.email),
            password=NEW["password1"],
            language="en",
            family_latin="Kim",
        )

    assert User.objects.get(pk=other_csco.pk).check_password(PASSWORD)


def test_nobody_takes_two_seats_in_one_office(invite, editor):
    with pytest.raises(DomainError):
        offices.accept(invite(), editor)


def test_of_two_who_become_csco_the_second_is_refused(invite, city, csco, deputy):
    offices.end_seat(csco.seats.get(), by=csco)
    invitation = invite(role=Role.CSCO)
    offices.seat_csco(city, deputy, by=csco)

    with pytest.raises(DomainError):
        offices.accept(invitation, invited("late"))


# --- Changing and ending ---------------------------------------------------------


def test_a_role_changes_at_the_next_request(client_of, editor, city):
    own = client_of("editor")
    seat = editor.seats.get()
    need = NeedFactory(organisation=city)
    path = reverse("needs:edit", args=[need.pk])
    assert own.get(path).status_code == 200

    change = reverse("office:role", args=[city.slug, seat.pk])
    assert client_of("deputy").post(change, {"role": "reader"}).status_code == 302

    assert own.get(path).status_code == 403


def test_nobody_becomes_csco_by_a_change_of_role(editor, csco):
    with pytest.raises(DomainError):
        offices.change_role(editor.seats.get(), role=Role.CSCO, by=csco)
    with pytest.raises(DomainError):
        offices.change_role(csco.seats.get(), role=Role.READER, by=csco)


def test_a_seat_that_was_ended_ends_its_rights_at_the_next_request(
    client_of, editor, city
):
    own = client_of("editor")
    page = reverse("office:detail", args=[city.slug])
    assert own.get(page).status_code == 200

    end = reverse("office:end", args=[city.slug, editor.seats.get().pk])
    client_of("deputy").post(end)

    assert own.get(page).status_code == 403
    assert Notice.objects.filter(recipient=editor).count() == 1


def test_a_seat_ends_once(editor, csco):
    seat = editor.seats.get()
    ended = offices.end_seat(seat, by=csco).ended_at

    with pytest.raises(DomainError):
        offices.end_seat(seat, by=csco)

    assert editor.seats.get().ended_at == ended


def test_one_can_leave(client_of, reader, city):
    own = client_of("reader")
    end = reverse("office:end", args=[city.slug, reader.seats.get().pk])

    assert "Leave this office?" in own.get(end).content.decode()
    assert own.post(end)["Location"] == reverse("home")
    assert reader.seats.current().count() == 0


def test_the_office_lists_colleagues_by_role_and_name(client_of, city):
    seated("zoe", city, Role.EDITOR, display_order="given_first")
    bold = {"display_order": "patronymic_given", "given_latin": "Aabold"}
    seated("bold", city, Role.EDITOR, patronymic="Zorigtyn", **bold)

    page = client_of("reader").get(reverse("office:detail", args=[city.slug]))

    names = [line["seat"].person.email for line in page.context["seats"]]
    editors = ["bold@example.org", "editor@example.org", "zoe@example.org"]
    assert [n for n in names if n in editors] == editors
    assert names[0] == "csco@example.org"


def test_the_page_asks_as_often_for_many_as_for_one(
    client_of, city, django_assert_max_num_queries
):
    for number in range(12):
        SeatFactory(organisation=city, role=Role.READER)
        InvitationFactory(organisation=city, email=f"x{number}@example.org")
    client = client_of("csco")
    with django_assert_max_num_queries(25):
        assert client.get(reverse("office:detail", args=[city.slug])).status_code == 200


# --- Several seats ----------------------------------------------------------------


@pytest.fixture
def two_seats(csco, city):
    second = LocalGovernmentFactory(organisation__name="Yanggu").organisation
    SeatFactory(person=csco, organisation=second, role=Role.DEPUTY)
    return second


def test_the_menu_switches_between_offices(client_of, two_seats, city):
    client = client_of("csco")
    page = client.get(reverse("home")).content.decode()
    assert "Act for Yanggu" in page

    client.post(reverse("office:switch"), {"organisation": two_seats.pk})

    page = client.get(reverse("home"))
    assert "Act for Busan" in page.content.decode()
    assert page.context["work"]["cities"][0] == two_seats


def test_a_new_need_is_for_the_office_one_acts_for(client_of, two_seats):
    client = client_of("csco")
    client.post(reverse("office:switch"), {"organisation": two_seats.pk})

    page = client.get(reverse("needs:new"), follow=True)

    assert page.context["form"].initial["organisation"] == str(two_seats.pk)


def test_nobody_switches_to_an_office_of_others(client_of, other_city):
    client = client_of("csco")

    answer = client.post(reverse("office:switch"), {"organisation": other_city.pk})

    assert answer.status_code == 404


def test_a_seat_that_ended_is_not_acted_for(csco, two_seats, city):
    csco.acting_for_id = two_seats.pk
    assert csco.acting_for == two_seats
    csco.seats.filter(organisation=two_seats).update(ended_at=timezone.now())

    again = User.objects.get(pk=csco.pk)
    again.acting_for_id = two_seats.pk

    assert again.acting_for == city


def test_the_first_password_is_set_by_the_link_alone(client, db):
    """Somebody whom the secretariat named has no password that could be guessed."""
    known = UserFactory(password=None)
    invitation = InvitationFactory(email=known.email)
    Outbox.objects.all().delete()

    assert client.get(path_of(invitation)).status_code == 200
    client.post(path_of(invitation), NEW)

    assert User.objects.get(pk=known.pk).check_password(NEW["password1"])
    assert not User.objects.get(pk=known.pk).check_password(PASSWORD)
    assert mail.outbox == []


# --- On behalf --------------------------------------------------------------------


def test_what_the_secretariat_enters_says_so(client_of, city, secretariat, csco):
    theirs = NeedFactory(organisation=city, published=True, entered_by=secretariat)
    own = NeedFactory(organisation=city, published=True, entered_by=csco)

    pages = [
        client_of("reader").get(need.get_absolute_url()).content.decode()
        for need in (theirs, own)
    ]

    assert ["on behalf of the city" in page for page in pages] == [True, False]


def test_the_secretariat_writes_and_seats_for_any_city(client_of, city, editor):
    client = client_of("secretariat")
    office = reverse("office:detail", args=[city.slug])
    assert office in client.get(reverse("office:index")).content.decode()

    invite = reverse("office:invite", args=[city.slug])
    form = {"email": "new@example.org", "role": "reader", "language": "ru"}
    assert client.post(invite, form)["Location"] == office
    assert Invitation.objects.get().organisation == city
