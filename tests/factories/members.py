from datetime import date

import factory
from django.utils.text import slugify
from factory.django import DjangoModelFactory

from core.names import DisplayOrder
from members.models import (
    CscoTerm,
    Decision,
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    Provider,
    Seat,
    User,
)
from members.states import (
    ComplianceStatus,
    MembershipState,
    OrganisationKind,
    Role,
    StaffRole,
)
from tests.factories.base import TranslatedFactory, now, word

PASSWORD = "tide-and-lantern-17"


class UserFactory(DjangoModelFactory):
    email = factory.Sequence("person-{}@example.org".format)
    family_latin = factory.Sequence("Family{}".format)
    given_latin = "Given"
    display_order = DisplayOrder.GIVEN_FIRST
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = User

    class Params:
        secretariat = factory.Trait(is_staff=True, staff_roles=[StaffRole.SECRETARIAT])
        compliance = factory.Trait(is_staff=True, staff_roles=[StaffRole.COMPLIANCE])
        translator = factory.Trait(is_staff=True, staff_roles=[StaffRole.TRANSLATOR])
        disabled = factory.Trait(is_active=False)


class OrganisationFactory(TranslatedFactory):
    _TRANSLATED = ("name", "short_name", "summary")

    kind = OrganisationKind.LOCAL_GOVERNMENT
    name = factory.Sequence("Harbour City {}".format)
    slug = factory.LazyAttribute(lambda made: slugify(made.name))
    country = word("Country", "KR")
    is_public = True

    class Meta:
        model = Organisation

    class Params:
        company = factory.Trait(
            kind=OrganisationKind.COMPANY,
            name=factory.Sequence("Lantern Works {}".format),
            country=word("Country", "JP"),
        )
        hidden = factory.Trait(is_public=False)
        knowledge_only = factory.Trait(country=word("Country", "KP"))
        blocked = factory.Trait(compliance_status=ComplianceStatus.BLOCKED)
        exempted = factory.Trait(
            compliance_status=ComplianceStatus.EXEMPTED,
            exemption_reason="Humanitarian water project",
            exemption_reference="Ref. 12/2026",
            exempted_until=date(2100, 1, 1),
        )


class LocalGovernmentFactory(TranslatedFactory):
    _TRANSLATED = ("office",)

    organisation = factory.SubFactory(OrganisationFactory)
    unit_type = word("UnitType", "metropolitan_city")
    latitude = "35.1796"
    longitude = "129.0756"
    timezone = "Asia/Seoul"

    class Meta:
        model = LocalGovernment


class ProviderFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory, company=True)

    class Meta:
        model = Provider


class NetworkFactory(TranslatedFactory):
    _TRANSLATED = ("name", "description")

    slug = factory.Sequence("network-{}".format)
    name = factory.Sequence("Network {}".format)
    acronym = factory.Sequence("NW{}".format)

    class Meta:
        model = Network


class DecisionFactory(DjangoModelFactory):
    body = "Steering meeting"
    date = date(2026, 5, 20)

    class Meta:
        model = Decision


class MembershipFactory(DjangoModelFactory):
    network = factory.SubFactory(NetworkFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = MembershipState.CANDIDATE

    class Meta:
        model = Membership

    class Params:
        full = factory.Trait(
            state=MembershipState.FULL, decision=factory.SubFactory(DecisionFactory)
        )
        candidate = factory.Trait(state=MembershipState.CANDIDATE)
        invited = factory.Trait(state=MembershipState.INVITED)
        applied = factory.Trait(state=MembershipState.APPLIED)
        associate = factory.Trait(state=MembershipState.ASSOCIATE)
        deferred = factory.Trait(state=MembershipState.DEFERRED)
        declined = factory.Trait(state=MembershipState.DECLINED)
        suspended = factory.Trait(state=MembershipState.SUSPENDED)
        withdrawn = factory.Trait(state=MembershipState.WITHDRAWN)


class SeatFactory(DjangoModelFactory):
    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.CSCO

    class Meta:
        model = Seat

    class Params:
        ended = factory.Trait(ended_at=now())


class CscoTermFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(UserFactory)
    starts = date(2026, 1, 1)

    class Meta:
        model = CscoTerm
