from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from members.models import HeadTerm, Invitation
from members.states import Role
from tests.factories.base import now, word
from tests.factories.members import OrganisationFactory, UserFactory


class InvitationFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.EDITOR
    email = factory.Sequence("invited-{}@example.org".format)
    invited_by = factory.SubFactory(UserFactory)
    letters = 1
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))

    class Meta:
        model = Invitation

    class Params:
        expired = factory.Trait(
            expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
        )
        accepted = factory.Trait(
            accepted_at=now(), accepted_by=factory.SubFactory(UserFactory)
        )
        revoked = factory.Trait(
            revoked_at=now(), revoked_by=factory.SubFactory(UserFactory)
        )


class HeadTermFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory)
    title = word("HeadTitle", "mayor")
    family_latin = factory.Sequence("Mayor{}".format)
    given_latin = "Given"
    starts = date(2024, 7, 1)

    class Meta:
        model = HeadTerm
