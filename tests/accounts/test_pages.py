"""Every account page: one h1, a title, and nothing inline that the CSP refuses."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

from tests.accounts.conftest import add_app
from tests.factories.members import PASSWORD

ANYBODY = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_email_verification_sent",
]
OWN = [
    "account",
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "usersessions_list",
]
SCRIPT = re.compile(r"<script(?![^>]*(src=|application/json))", re.IGNORECASE)
INLINE = re.compile(r"\s(style|on[a-z]+)=|<style|javascript:", re.IGNORECASE)


def check(answer):
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("<h1") == 1
    assert "</title>" in html
    assert not SCRIPT.search(html)
    assert not INLINE.search(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))
    assert "<c-" not in html
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ANYBODY)
def test_pages_for_anybody(client, db, name):
    check(client.get(reverse(name)))


@pytest.mark.parametrize("name", OWN)
def test_pages_of_a_person(client, person, name):
    add_app(person)
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    check(client.get(reverse(name)))


@pytest.mark.parametrize("name", OWN)
def test_they_are_for_people_who_signed_in(client, db, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_the_account_page_in_every_language(client, person, code):
    client.force_login(person)

    check(client.get(f"/{code}/account/"))


def test_the_page_that_adds_an_app_shows_a_picture_and_the_key(client, person, proven):
    proven(person)

    answer = client.get(reverse("mfa_activate_totp"))

    check(answer)
    assert b'src="data:image/svg+xml;base64,' in answer.content
    assert answer.context["form"].secret in answer.content.decode()


def test_pages_about_one_passkey(client, person, proven):
    key = Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "key <b>", "credential": {}},
    )
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        check(client.get(reverse(name, args=[key.pk])))
    check(client.get(reverse("mfa_list_webauthn")))

    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "office"})
    key.refresh_from_db()
    assert key.wrap().name == "office"
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.filter(pk=key.pk).exists()
