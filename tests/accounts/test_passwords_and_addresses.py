import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.languages import CODES
from core.models import Outbox
from tests.accounts.conftest import is_signed_in, letters, link_in, make_person
from tests.factories.members import PASSWORD

NEW = "gravel-orchid-sextant-9"


def test_a_forgotten_password_is_set_anew_through_a_letter(client, person, sign_in):
    client.post("/en/account/password/reset/", {"email": person.email.upper()})
    [letter] = letters()
    form = client.get(link_in(letter), follow=True)

    answer = client.post(
        form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}
    )

    assert answer.headers["Location"] == "/ko/account/password/reset/key/done/"
    assert not is_signed_in(client)
    sign_in(person, NEW)
    assert is_signed_in(client)
    assert [letter["to"] for letter in letters()] == [[person.email]] * 2


def test_a_link_works_once(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = link_in(letters()[0])
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": NEW, "password2": NEW})

    again = Client().get(link)

    assert "reset/key/set-password" not in again.request["PATH_INFO"]
    assert again.context["token_fail"]


def test_a_letter_is_in_the_language_of_its_reader_and_links_to_the_portal(
    client, person, settings
):
    settings.SITE_URL = "http://localhost:9999"

    client.post(
        "/ru/account/password/reset/",
        {"email": person.email},
        headers={"host": "127.0.0.1:4444"},
    )

    [letter] = letters()
    assert link_in(letter).startswith("/ko/account/password/reset/key/")
    assert "127.0.0.1" not in letter["body"]
    assert "&#x27;" not in letter["body"]
    assert letter["message_id"].endswith(f"@{settings.SITE_HOST}>")
    assert "\n" not in letter["subject"]


def test_an_unknown_address_gets_the_same_answer_and_a_letter_too(client, person):
    known = client.post(reverse("account_reset_password"), {"email": person.email})
    unknown = client.post(
        reverse("account_reset_password"), {"email": "nobody@example.org"}
    )

    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"]
    assert [letter["to"] for letter in letters()] == [
        [person.email],
        ["nobody@example.org"],
    ]
    assert link_in(letters()[1]) == "/en/account/signup/"


def test_one_address_is_not_flooded_with_letters(client, person):
    answers = [
        client.post(reverse("account_reset_password"), {"email": person.email})
        for _ in range(4)
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert len(letters()) == 3


def test_letters_reach_the_mail_server(client, person, run_outbox, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": person.email})

    run_outbox(only="notifications.")

    [letter] = mailoutbox
    assert letter.to == [person.email]
    assert letter.content_subtype == "plain"


def test_a_password_change_ends_other_sessions_and_is_told(client, person, sign_in):
    elsewhere = Client()
    elsewhere.force_login(person)
    sign_in(person)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert answer.headers["Location"] == reverse("account")
    assert client.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302
    assert [letter["to"] for letter in letters()] == [[person.email]]


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, "short", "short"),
        (PASSWORD, "password1234", "password1234"),
        (PASSWORD, NEW, NEW + "x"),
        (PASSWORD, "", ""),
    ],
)
def test_bad_passwords_are_explained(client, person, sign_in, old, new, again):
    sign_in(person)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": old, "password1": new, "password2": again},
    )

    assert answer.status_code == 200
    assert b"<title>Error: " in answer.content
    assert letters() == []


def test_too_short_is_said_in_every_language(db):
    said = set()
    for code in CODES:
        with translation.override(code), pytest.raises(ValidationError) as refused:
            validate_password("short-one")
        said.add(refused.value.messages[0])

    assert len(said) == len(CODES)


def test_changing_the_address_asks_again_who_it_is(client, person, sign_in):
    sign_in(person)

    answer = client.post(
        "/en/account/email/", {"action_add": "1", "email": "new@example.org"}
    )

    assert answer.headers["Location"].startswith("/en/account/reauthenticate/")
    assert letters() == []
    # Once proven, what was asked for goes on by itself.
    client.post(answer.headers["Location"], {"password": PASSWORD})
    assert [letter["to"] for letter in letters()] == [["new@example.org"]]


def test_the_address_changes_when_the_link_is_followed(client, person, proven):
    old = person.email
    proven(person)
    client.post(
        reverse("account_email"), {"action_add": "1", "email": "new@example.org"}
    )
    person.refresh_from_db()
    assert person.email == old

    link = link_in(letters()[0])
    assert client.get(link).status_code == 200
    answer = client.post(link)

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert answer.headers["Location"] == "/ko/account/"
    assert [row.email for row in EmailAddress.objects.filter(user=person)] == [
        "new@example.org"
    ]
    assert [letter["to"] for letter in letters()] == [["new@example.org"], [old]]


def test_the_address_of_somebody_else_cannot_be_taken(client, person, proven):
    other = make_person()
    proven(person)
    answer = client.post(
        reverse("account_email"), {"action_add": "1", "email": other.email}
    )
    assert answer.status_code == 302  # nothing is given away

    link = link_in(letters()[0])
    assert client.get(link).status_code == 200
    client.post(link)

    person.refresh_from_db()
    assert person.email != other.email


def test_a_stale_link_says_so(client, db):
    answer = client.get(reverse("account_confirm_email", args=["Mg:nonsense:x"]))

    assert answer.status_code == 200
    assert b"This link does not work" in answer.content


def test_known_and_unknown_addresses_ask_for_the_same_jobs(client, person):
    """One row each: what takes time is the same."""
    for email in (person.email, "nobody@example.org"):
        client.post(reverse("account_reset_password"), {"email": email})

    assert set(Outbox.objects.values_list("task", flat=True)) == {
        "notifications.send_letter"
    }
    assert Outbox.objects.count() == 2
