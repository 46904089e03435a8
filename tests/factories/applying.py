import factory
from factory.django import DjangoModelFactory

from core.drafts import fresh_key
from members.states import OrganisationKind
from solutions.models import (
    AddressedNeed,
    ApplicationSponsor,
    ProposedSolution,
    ProviderApplication,
    ProviderQuestion,
)
from solutions.states import ProviderApplicationState
from tests.factories.base import now, word
from tests.factories.members import OrganisationFactory, UserFactory
from tests.factories.scaps import NeedFactory

SENT = {
    "kind": OrganisationKind.COMPANY,
    "name": "Clear Air Works",
    "country": word("Country", "KR"),
    "submitted_at": now(),
}
DECIDED = {"decided_at": now(), "decided_by": factory.SubFactory(UserFactory)}


class ProviderApplicationFactory(DjangoModelFactory):
    key = factory.LazyFunction(fresh_key)
    email = factory.Sequence("offers-{}@example.org".format)

    class Meta:
        model = ProviderApplication

    class Params:
        submitted = factory.Trait(state=ProviderApplicationState.SUBMITTED, **SENT)
        more_info = factory.Trait(state=ProviderApplicationState.MORE_INFO, **SENT)
        approved = factory.Trait(
            state=ProviderApplicationState.APPROVED,
            organisation=factory.SubFactory(OrganisationFactory, company=True),
            **SENT,
            **DECIDED,
        )
        declined = factory.Trait(
            state=ProviderApplicationState.DECLINED,
            reason="The references cannot be checked.",
            **SENT,
            **DECIDED,
        )
        withdrawn = factory.Trait(state=ProviderApplicationState.WITHDRAWN, **SENT)


class ProposedSolutionFactory(DjangoModelFactory):
    application = factory.SubFactory(ProviderApplicationFactory)
    key = factory.LazyFunction(fresh_key)
    order = factory.Sequence(int)
    data = factory.LazyFunction(lambda: {"title": "Low-cost air sensors"})

    class Meta:
        model = ProposedSolution


class AddressedNeedFactory(DjangoModelFactory):
    application = factory.SubFactory(ProviderApplicationFactory)
    place = 1
    need = factory.SubFactory(NeedFactory, published=True)
    note = "We did this in three cities."
    lang = "en"

    class Meta:
        model = AddressedNeed


class ProviderQuestionFactory(DjangoModelFactory):
    application = factory.SubFactory(ProviderApplicationFactory, more_info=True)
    text = "Who can confirm the second reference?"
    asked_by = factory.SubFactory(UserFactory, secretariat=True)

    class Meta:
        model = ProviderQuestion


class ApplicationSponsorFactory(DjangoModelFactory):
    application = factory.SubFactory(ProviderApplicationFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    introduced_by = factory.SubFactory(UserFactory)
    note = "They measure the air in our schools."
    lang = "en"

    class Meta:
        model = ApplicationSponsor
