"""Passkeys in a real browser, with an authenticator that Chromium pretends to have."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.accounts.conftest import make_person
from tests.factories.members import PASSWORD

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(page):
    """`device(isUserVerified=False)` is a person who gives the wrong finger."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    made = chromium.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    def change(*, verified: bool):
        chromium.send("WebAuthn.setUserVerified", {**made, "isUserVerified": verified})

    return change


def test_a_passkey_is_added_and_opens_the_portal(site, page, device):
    person = make_person()
    account = f"{site}/en/account"

    page.goto(f"{account}/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    page.goto(f"{account}/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    key = Authenticator.objects.get(user=person, type=Authenticator.Type.WEBAUTHN)
    assert key.wrap().is_passwordless

    page.goto(f"{account}/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    device(verified=False)
    page.goto(f"{account}/login/?next=/en/account/sessions/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used.")

    device(verified=True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()
