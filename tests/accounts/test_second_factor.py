import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from neascn.accounts import must_add_second_factor
from tests.accounts.conftest import (
    add_app,
    code_now,
    is_signed_in,
    letters,
    link_in,
    make_person,
)
from tests.factories.members import PASSWORD

NEW = "gravel-orchid-sextant-9"


def test_the_app_is_added_with_a_code_and_codes_come_with_it(
    client, person, proven, django_capture_on_commit_callbacks
):
    proven(person)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = code_now(secret)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("mfa_activate_totp"), {"code": f"{code[:3]} {code[3:]}"}
        )

    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    page = client.get(reverse("mfa_view_recovery_codes"))
    assert len(page.context["unused_codes"]) == 10
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert page.context["unused_codes"][0] in file.content.decode()
    assert [letter["to"] for letter in letters()] == [[person.email]]


def test_adding_an_app_asks_again_who_it_is(client, person, sign_in):
    sign_in(person)

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    "code", ["000000", "", "abc", "１２３４５６", "\u0661" * 6, "x" * 99]
)
def test_a_wrong_code_is_an_error_on_the_page(client, person, proven, code):
    proven(person)
    client.get(reverse("mfa_activate_totp"))

    answer = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert answer.status_code == 200
    assert b"<title>Error: " in answer.content


def full_width(code):
    return "".join(chr(ord(digit) + 0xFEE0) for digit in code)


@pytest.mark.parametrize("write", [str, full_width, lambda code: f" {code} "])
def test_sign_in_takes_the_second_step(client, person, sign_in, write):
    add_app(person)

    answer = sign_in(person)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": write(code_now())})

    assert is_signed_in(client)


def test_a_code_works_once(client, person, sign_in):
    add_app(person)
    sign_in(person)
    code = code_now()
    client.post(reverse("mfa_authenticate"), {"code": code})
    thief = Client()
    thief.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    answer = thief.post(reverse("mfa_authenticate"), {"code": code})

    assert answer.status_code == 200
    assert not is_signed_in(thief)


def test_a_recovery_code_opens_once(client, person, sign_in):
    add_app(person)
    codes = Authenticator.objects.get(
        user=person, type=Authenticator.Type.RECOVERY_CODES
    ).wrap()
    code = codes.get_unused_codes()[0]
    for opened in (True, False):
        client.post(reverse("account_logout"))
        sign_in(person)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(client) is opened


def test_a_reset_of_the_password_does_not_go_round_the_second_step(
    client, person, sign_in
):
    add_app(person)
    client.post(reverse("account_reset_password"), {"email": person.email})
    form = client.get(link_in(letters()[0]), follow=True).request["PATH_INFO"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert not is_signed_in(client)

    answer = sign_in(person, NEW)

    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '"x"', "{\x00", "1"])
def test_a_broken_passkey_answer_is_no_error_of_ours(client, db, credential):
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("account_login")


def test_passkeys_belong_to_the_portal_s_own_host(client, person, proven, settings):
    settings.SITE_HOST = "portal.example.org"
    proven(person)

    page = client.get(reverse("mfa_add_webauthn"))

    options = page.context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"] == {"id": "portal.example.org", "name": "NEASCN"}


def test_removing_the_app_is_told_and_takes_the_codes_along(client, person, proven):
    app = add_app(person)
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=person).exists()
    assert not Authenticator.objects.filter(pk=app.pk).exists()
    assert [letter["to"] for letter in letters()] == [[person.email]]


def test_somebody_with_a_second_factor_can_change_their_address(client, person):
    add_app(person)
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(
        reverse("account_email"), {"action_add": "1", "email": "new@example.org"}
    )

    assert [letter["to"] for letter in letters()] == [["new@example.org"]]


# --- Staff ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/en/", "/en/inbox/", "/admin/", "/ko/components/"])
def test_staff_without_a_second_factor_get_no_further(client, staff, path):
    client.force_login(staff)

    answer = client.get(path)

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/account/2fa/")
    assert b"Staff need a second factor" in client.get("/en/account/2fa/").content


def test_htmx_takes_staff_to_the_whole_page(client, staff):
    client.force_login(staff)

    answer = client.get("/en/inbox/", headers={"hx-request": "true"})

    assert answer.headers["HX-Redirect"] == "/en/account/2fa/"


@pytest.mark.parametrize(
    "path", ["/en/account/", "/mn/account/2fa/", "/en/account/logout/", "/healthz"]
)
def test_staff_without_a_second_factor_reach_their_account(client, staff, path):
    client.force_login(staff)

    assert client.get(path).status_code == 200


def test_staff_may_sign_out_without_a_second_factor(client, staff):
    client.force_login(staff)

    client.post(reverse("account_logout"))

    assert not is_signed_in(client)


def test_a_second_factor_opens_the_portal_to_staff(staff):
    assert must_add_second_factor(staff)

    add_app(staff)

    assert not must_add_second_factor(staff)


def test_recovery_codes_alone_are_no_second_factor(staff):
    add_app(staff).delete()

    assert must_add_second_factor(staff)


@pytest.mark.parametrize(
    ("demo", "is_demo", "asked"),
    [(True, True, False), (True, False, True), (False, True, True)],
)
def test_only_demo_people_of_a_demo_are_let_off(db, settings, demo, is_demo, asked):
    settings.DEMO = demo
    staff = make_person(secretariat=True, is_demo=is_demo)

    assert must_add_second_factor(staff) is asked


def test_it_costs_members_no_query_and_staff_one(
    person, staff, django_assert_num_queries
):
    with django_assert_num_queries(0):
        must_add_second_factor(person)
    with django_assert_num_queries(1):
        must_add_second_factor(staff)
