"""Who uses the portal, as tests name them."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client

from members.states import Role
from tests.factories import (
    LocalGovernmentFactory,
    MembershipFactory,
    NetworkFactory,
    ProviderFactory,
    SeatFactory,
    UserFactory,
)

WHO = (
    "visitor",
    "csco",
    "deputy",
    "editor",
    "reader",
    "other_csco",
    "provider_owner",
    "secretariat",
    "compliance",
    "translator",
    "disabled",
)
"""The names of all people; `disabled` had a seat and may not sign in."""

STAFF = ("secretariat", "compliance", "translator")
MEMBERS = ("csco", "deputy", "editor", "reader", "other_csco")
SIGNED_IN = (*MEMBERS, "provider_owner", *STAFF)
OWN_OFFICE = ("csco", "deputy", "editor", "reader")


class World:
    """Two cities of one network and a provider, with the people who work there."""

    def __init__(self) -> None:
        network = NetworkFactory(slug="neascn", acronym="NEASCN")
        self.city, self.other_city = (
            LocalGovernmentFactory(organisation__name=name).organisation
            for name in ("Busan", "Ulsan")
        )
        for city in (self.city, self.other_city):
            MembershipFactory(network=network, organisation=city, full=True)
        self.provider = ProviderFactory(organisation__name="Lantern").organisation
        self.people = {
            "visitor": AnonymousUser(),
            "csco": seated("csco", self.city, Role.CSCO),
            "deputy": seated("deputy", self.city, Role.DEPUTY),
            "editor": seated("editor", self.city, Role.EDITOR),
            "reader": seated("reader", self.city, Role.READER),
            "other_csco": seated("other_csco", self.other_city, Role.CSCO),
            "provider_owner": seated("provider_owner", self.provider, Role.OWNER),
            **{name: staff(name) for name in STAFF},
            "disabled": seated("disabled", self.city, Role.EDITOR, is_active=False),
        }


def invited(name: str, **fields):
    """Whoever came by an invitation has shown that the address is theirs."""
    person = UserFactory(email=f"{name}@example.org", family_latin=name, **fields)
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )
    return person


def seated(name: str, organisation, role: Role, **fields):
    person = invited(name, **fields)
    SeatFactory(person=person, organisation=organisation, role=role)
    return person


def staff(name: str):
    """Staff have a second factor: without one the portal sends them to set it up."""
    person = invited(name, **{name: True})
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    return person


def sign_in(person, **defaults) -> Client:
    """A browser in which this person, if it is one, has just signed in."""
    client = Client(**defaults)
    if person.is_authenticated:
        client.force_login(person)
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, person, method="password", reauthenticated=True)
        request.session.save()
    return client
