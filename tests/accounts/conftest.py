import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.urls import reverse

from core.models import Outbox
from tests.factories import UserFactory
from tests.factories.members import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_person(**fields):
    """Somebody who was invited: the address is known to be theirs."""
    person = UserFactory(**fields)
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )
    return person


@pytest.fixture
def person(db):
    return make_person(language="ko")


@pytest.fixture
def staff(db):
    return make_person(secretariat=True)


@pytest.fixture
def sign_in(client):
    def post(person, password=PASSWORD, path=None, **data):
        data = {"login": person.email, "password": password, **data}
        return client.post(path or reverse("account_login"), data)

    return post


@pytest.fixture
def proven(client, sign_in):
    """Signs in and proves again who it is, as before a change to the account."""

    def do(person):
        sign_in(person)
        answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert answer.status_code == 302
        return client

    return do


def add_app(person):
    """Give the person an authenticator app and recovery codes."""
    totp.TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)


def code_now(secret=SECRET):
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def letters():
    """What the outbox was asked to send, oldest first."""
    rows = Outbox.objects.filter(task="notifications.send_letter").order_by("id")
    return [row.kwargs for row in rows]


def link_in(letter):
    """The path of the first link in a letter's body that is more than the portal."""
    return re.search(rf"{settings.SITE_URL}(/\S+)", letter["body"])[1]


def is_signed_in(client):
    return "_auth_user_id" in client.session
