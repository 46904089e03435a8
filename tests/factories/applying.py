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
from tests.factories.core import UploadFactory
from tests.factories.members import OrganisationFactory, UserFactory
from tests.factories.scaps import NeedFactory

ANSWERS = {
    "kind": "company",
    "country": "KR",
    "name_en": "Clear Air Works",
    "native_name": "맑은공기",
    "native_lang": "ko",
    "registration_number": "110-81-00001",
    "parent_company": "",
    "founded": "2011",
    "staff_band": "10-49",
    "website": "https://clearair.example.org",
    "languages": ["ko", "en"],
    "summary": "We measure the air in 40 cities with 3,200 sensors.",
    "head": "Kim Minjun",
    "owners": "Kim Minjun\nHarbour Fund",
    "contact_family": "Park",
    "contact_given": "Sora",
    "contact_native": "박소라",
    "contact_order": "family_first",
    "contact_salutation": "",
    "contact_role": "Head of sales",
    "contact_email": "sora@example.org",
    "contact_phone": "",
    "offers": ["demo", "pilot"],
    "offer_terms": "Twelve weeks; the city brings the roofs.",
    "served": ["KR", "MN"],
    "smallest": "20,000",
    "largest": "",
    "debarment": "no",
    "sanctions": "no",
    "conflict": "no",
    "explanation": "",
    "screening": "on",
    "referees": "on",
}
"""Every step of a company's application, as a browser sends it."""

SOLUTION = {
    "source_lang": "en",
    "title": "Low-cost air sensors for schools",
    "problem": "Smoke fills the air in winter, and nobody knows where it is worst.",
    "description": "Sensors on 100 roofs report PM2.5 every minute.",
    "sectors": ["environment"],
    "maturity": "deployed_several",
    "references": [{"city": "Busan", "year": "2024", "result": "120 roofs"}],
}

FILLED = {
    "answers": factory.LazyFunction(ANSWERS.copy),
    "reached": 7,
    "certificate": factory.SubFactory(UploadFactory),
}
SENT = {
    **FILLED,
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
        filled = factory.Trait(**FILLED)
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
    data = factory.LazyFunction(SOLUTION.copy)

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
