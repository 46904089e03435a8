from datetime import date

import factory
from factory.django import DjangoModelFactory

from members import screening
from members.models import Finding, ListEntry, Screening, ScreeningList
from members.states import ComplianceStatus, ListKind, Verdict
from tests.factories.base import now
from tests.factories.members import OrganisationFactory, UserFactory


class ScreeningFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    status = ComplianceStatus.CLEAR
    reason = "Nothing found"
    by = factory.SubFactory(UserFactory, compliance=True)

    class Meta:
        model = Screening

    class Params:
        of_person = factory.Trait(
            organisation=None, person=factory.SubFactory(UserFactory)
        )


class ScreeningListFactory(DjangoModelFactory):
    name = factory.Sequence("Invented list {}".format)
    kind = ListKind.SANCTIONS
    date = date(2026, 5, 3)
    imported_by = factory.SubFactory(UserFactory, compliance=True)

    class Meta:
        model = ScreeningList

    class Params:
        current = factory.Trait(is_current=True, used_from=now())


class ListEntryFactory(DjangoModelFactory):
    screening_list = factory.SubFactory(ScreeningListFactory, current=True)
    reference = factory.Sequence("T-{:03}".format)
    name = "Lantern and Sons"
    kind = ""
    keys = factory.LazyAttribute(
        lambda made: sorted(screening.keys([made.name, *made.aliases], made.kind))
    )
    aliases = factory.LazyFunction(list)

    class Meta:
        model = ListEntry


class FindingFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    list_name = "Invented list"
    list_date = date(2026, 5, 3)
    list_kind = ListKind.SANCTIONS
    reference = factory.Sequence("T-{:03}".format)
    listed_name = "Lantern and Sons"
    own_name = "Lantern & Sons"
    score = 0.95
    how = screening.SAME_SOUND

    class Meta:
        model = Finding

    class Params:
        of_person = factory.Trait(
            organisation=None, person=factory.SubFactory(UserFactory)
        )
        dismissed = factory.Trait(
            verdict=Verdict.OTHER,
            reason="Another year of birth",
            decided_at=now(),
            decided_by=factory.SubFactory(UserFactory, compliance=True),
        )
