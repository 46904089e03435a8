import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import is_signed_in, letters
from tests.factories import UserFactory
from tests.factories.members import PASSWORD

HOSTILE = [
    "https://x／en/",
    "https://evil.example/",
    "https:evil.example",
    "//evil.example/en/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/／evil.example/",
    "／／evil.example",
    "/en/\u202e/nigol",
    "/en/\r\nSet-Cookie: a=b",
    "/\tevil.example",
    "/\x00/en/",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://[::1",
    "http://localhost:8000@evil.example/",
    "http://localhost／@evil.example/",
    "en/",
    "?next=//evil.example",
    "/" + "a" * 5000,
    "/ko/\ud55c\uae00/",
]
HARMLESS = ["/en/", "/ru/needs/?q=%D0%B2%D0%BE%D0%B4%D0%B0&page=2", "/mn/#top"]


def test_a_person_lands_on_the_home_page_in_their_language(client, person, sign_in):
    answer = sign_in(person, path="/en/account/login/")

    assert is_signed_in(client)
    assert answer.headers["Location"] == "/ko/"


def test_the_session_key_changes_at_sign_in(client, person, sign_in):
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key

    sign_in(person)

    assert client.session.session_key != before


@pytest.mark.parametrize(("ticked", "kept"), [("on", True), ("", False)])
def test_a_session_outlives_the_browser_only_when_asked(
    client, person, sign_in, ticked, kept
):
    answer = sign_in(person, remember=ticked)

    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert bool(cookie["max-age"]) is kept
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_address_is_found_however_it_is_written(client, person, sign_in):
    sign_in(person, login=f" {person.email.upper()} ")

    assert is_signed_in(client)


@pytest.mark.parametrize("login", ["nobody@example.org", None])
def test_a_wrong_password_and_an_unknown_address_read_alike(
    client, person, sign_in, login
):
    answer = sign_in(person, "not the password", login=login or person.email)

    assert answer.status_code == 200
    assert b"<title>Error: Sign in" in answer.content
    assert answer.context["form"].non_field_errors() == [
        "The e-mail address or the password is not right. Check both."
    ]
    assert not is_signed_in(client)


@pytest.mark.parametrize("value", ["", "\x00", "no address", "a" * 400 + "@x.org"])
def test_nonsense_is_an_error_on_the_page(client, person, sign_in, value):
    assert sign_in(person, login=value).status_code == 200
    assert sign_in(person, value or " ").status_code == 200


def test_a_closed_account_does_not_open(client, person, sign_in):
    person.is_active = False
    person.save()

    answer = sign_in(person)

    assert answer.headers["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)


def test_closing_an_account_ends_its_sessions_at_once(client, person, sign_in):
    sign_in(person)
    person.is_active = False
    person.save()

    answer = client.get(reverse("account"))

    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_an_unconfirmed_address_is_confirmed_first(db, client, sign_in):
    person = UserFactory()

    answer = sign_in(person)

    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    assert [letter["to"] for letter in letters()] == [[person.email]]
    assert not EmailAddress.objects.get(user=person).verified


@pytest.mark.parametrize("target", HOSTILE)
def test_nobody_is_sent_to_a_hostile_address(client, person, sign_in, target):
    assert client.get(reverse("account_login"), {"next": target}).status_code == 200
    answer = sign_in(person, next=target)

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/ko/"
    signed_in_already = client.get(reverse("account_login"), {"next": target})
    assert signed_in_already.headers["Location"] == "/ko/"
    left = client.post(reverse("account_logout"), {"next": target})
    assert left.headers["Location"] == reverse("home")


@pytest.mark.parametrize("page", ["account_signup", "account_reset_password"])
@pytest.mark.parametrize("target", HOSTILE)
def test_other_doors_stand_hostile_addresses(client, db, page, target):
    assert client.get(reverse(page), {"next": target}).status_code == 200
    assert client.post(reverse(page), {"next": target}).status_code == 200


@pytest.mark.parametrize("target", HARMLESS)
def test_a_person_goes_on_to_where_they_were(person, sign_in, target):
    assert sign_in(person, next=target).headers["Location"] == target


def test_signing_out_takes_a_post(client, person, sign_in):
    sign_in(person)

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    assert client.post(reverse("account_logout")).headers["Location"] == reverse("home")
    assert not is_signed_in(client)


def test_nobody_signs_up(client, db):
    for answer in (
        client.get(reverse("account_signup")),
        client.post(
            reverse("account_signup"),
            {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD},
        ),
    ):
        assert answer.status_code == 200
        assert b"How people join" in answer.content
    assert letters() == []
    assert not EmailAddress.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("target", ["", "?next=//evil.example", "?next=https://x／en/"])
def test_the_admin_has_no_door_of_its_own(client, staff, target):
    answer = client.post(
        f"/admin/login/{target}", {"username": staff.email, "password": PASSWORD}
    )

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert client.get(answer.headers["Location"]).status_code == 200
    assert not is_signed_in(client)


def test_the_admin_sends_strangers_to_the_portal_s_door(client, db):
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_guessing_is_stopped(client, person, sign_in):
    for _ in range(5):
        sign_in(person, "not the password")

    answer = sign_in(person)

    assert not is_signed_in(client)
    assert answer.context["form"].non_field_errors() == [
        "Too many tries. Wait a few minutes, then try again."
    ]


def test_too_many_requests_get_a_page_that_says_so(client, person, sign_in):
    for number in range(30):
        sign_in(person, "x", login=f"{number}@example.org")

    answer = sign_in(person)

    assert answer.status_code == 429
    assert "429.html" in [template.name for template in answer.templates]


def test_without_the_cache_sign_in_waits_and_pages_go_on(
    client, person, closed_port, settings, sign_in
):
    settings.CACHES = {
        "default": {
            **settings.CACHES["default"],
            "LOCATION": f"redis://127.0.0.1:{closed_port}/1",
        }
    }

    answer = sign_in(person)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert not is_signed_in(client)
    assert client.get(reverse("account_login")).status_code == 200


def test_forged_forms_are_refused(person):
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}
    )

    assert answer.status_code == 403


def test_password_managers_find_their_way(client, db):
    page = client.get(reverse("account_login")).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page


def test_pages_of_an_account_are_not_kept(client, person, sign_in):
    sign_in(person)

    assert "no-store" in client.get(reverse("account")).headers["Cache-Control"]


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_sign_in_works_in_every_language(client, person, sign_in, code):
    assert client.get(f"/{code}/account/login/").status_code == 200

    sign_in(person, path=f"/{code}/account/login/")

    assert is_signed_in(client)
