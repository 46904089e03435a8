import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from members.models.users import known_zones
from neascn import account_zones
from neascn.templatetags.accounts import browser
from tests.accounts.conftest import is_signed_in
from tests.factories.members import PASSWORD

DETAILS = {
    "name_native": "Б. Энхтуяа",
    "name_lang": "mn",
    "family_latin": "Bat",
    "given_latin": "Enkhtuya",
    "patronymic": "Bat",
    "display_order": "patronymic_given",
    "salutation": "Хүндэт Энхтуяа",
    "language": "mn",
    "timezone": "Asia/Ulaanbaatar",
}


def test_details_are_saved_and_the_page_answers_in_the_new_language(client, person):
    client.force_login(person)

    answer = client.post("/en/account/", DETAILS)

    assert answer.headers["Location"] == "/mn/account/"
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in DETAILS} == DETAILS
    assert str(person) == "Bat Enkhtuya"


def test_nobody_makes_themselves_staff(client, person):
    client.force_login(person)

    client.post(
        reverse("account"),
        {
            **DETAILS,
            "is_staff": "on",
            "is_superuser": "on",
            "staff_roles": "secretariat",
            "email": "other@example.org",
            "is_demo": "on",
        },
    )

    before = person.email
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser, person.staff_roles, person.email) == (
        False,
        False,
        [],
        before,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"),
        ("language", ""),
        ("timezone", "Moon/Base"),
        ("timezone", "../../etc/passwd"),
        ("display_order", "x"),
        ("family_latin", "a" * 81),
        ("salutation", "!!!"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_saved(client, person, name, value):
    client.force_login(person)
    shown = str(person)

    answer = client.post("/en/account/", {**DETAILS, name: value})

    assert answer.status_code == 200
    assert b"<title>Error: " in answer.content
    assert shown in answer.content.decode()
    person.refresh_from_db()
    assert person.language == "ko"


def test_names_are_cleaned(client, person):
    client.force_login(person)

    client.post(
        reverse("account"), {**DETAILS, "family_latin": " Ba\u202et\x00  \x07Or "}
    )

    person.refresh_from_db()
    assert person.family_latin == "Bat Or"


def test_times_are_shown_in_the_person_s_zone(client, person):
    person.timezone = "Asia/Seoul"
    person.save()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    assert b"UTC+09:00" in client.get(reverse("usersessions_list")).content


def test_every_zone_on_offer_is_one_that_may_be_saved():
    _utc, *groups = account_zones.choices()
    names = {name for _label, zones in groups for name, _words in zones}

    assert set(account_zones.NETWORK) <= names <= known_zones()


# --- Sessions ---------------------------------------------------------------------


@pytest.fixture
def two_browsers(client, person):
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows) Firefox/140"})
    for one in (client, other):
        one.post(
            reverse("account_login"), {"login": person.email, "password": PASSWORD}
        )
    return client, other


def test_one_session_is_ended_from_another(person, two_browsers):
    here, there = two_browsers
    page = here.get(reverse("usersessions_list"))
    assert "Firefox, Windows" in page.content.decode()
    session = UserSession.objects.get(session_key=there.session.session_key)

    here.post(reverse("account_end_session", args=[session.pk]))

    assert there.get(reverse("account")).status_code == 302
    assert here.get(reverse("account")).status_code == 200


def test_all_other_sessions_are_ended(two_browsers):
    here, there = two_browsers

    here.post(reverse("usersessions_list"))

    assert there.get(reverse("account")).status_code == 302
    assert is_signed_in(here)


def test_ending_this_session_signs_out(client, person, sign_in):
    sign_in(person)
    session = UserSession.objects.get(user=person)

    client.post(reverse("account_end_session", args=[session.pk]))

    assert not is_signed_in(client)


def test_nobody_ends_the_session_of_somebody_else(client, staff, two_browsers):
    session = UserSession.objects.first()
    stranger = Client()
    stranger.force_login(staff)

    for answer in (
        stranger.post(reverse("account_end_session", args=[session.pk])),
        stranger.post(reverse("account_end_session", args=[0])),
    ):
        assert answer.status_code == 404
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_ending_takes_a_post(client, person):
    client.force_login(person)

    assert client.get(reverse("account_end_session", args=[1])).status_code == 405


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("", "Unknown browser"),
        ("curl/8", "Unknown browser"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/1 Safari/5 Edg/1", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Safari/604", "Safari, iPhone"),
    ],
)
def test_browsers_are_named(user_agent, name):
    assert browser(user_agent) == name
