from datetime import date

import factory
from django.utils import timezone

from scaps.models import FollowUp, Initiative, InitiativeStep, Participation
from scaps.states import InitiativeState, ParticipationState, Visibility
from tests.factories.base import TranslatedFactory, now
from tests.factories.members import OrganisationFactory, UserFactory


class InitiativeFactory(TranslatedFactory):
    """Proposed by a lead that has accepted; `started` with the circle `visibility`."""

    _TRANSLATED = ("title", "aim", "outcome")

    lead = factory.SubFactory(OrganisationFactory)
    slug = factory.Sequence("initiative-{}".format)
    source_lang = "en"
    title = factory.Sequence("One warning system {}".format)
    aim = "Warn both banks of a flood within ten minutes."
    entered_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    class Params:
        started = factory.Trait(
            state=InitiativeState.ACTIVE,
            started_at=now(),
            visibility=Visibility.PUBLIC,
        )

    @factory.post_generation
    def led(self, create, extracted, **kwargs):
        if create:
            ParticipationFactory(initiative=self, organisation=self.lead, accepted=True)


class ParticipationFactory(TranslatedFactory):
    _TRANSLATED = ("contribution",)

    initiative = factory.SubFactory(InitiativeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    source_lang = "en"
    invited_at = factory.LazyFunction(timezone.now)
    invited_by = factory.SelfAttribute("initiative.entered_by")

    class Meta:
        model = Participation

    class Params:
        accepted = factory.Trait(
            state=ParticipationState.ACCEPTED,
            answered_at=now(),
            answered_by=factory.SelfAttribute("initiative.entered_by"),
        )
        declined = factory.Trait(
            state=ParticipationState.DECLINED,
            answered_at=now(),
            answered_by=factory.SelfAttribute("initiative.entered_by"),
            reason="No staff this year.",
            reason_lang="en",
        )


class InitiativeStepFactory(TranslatedFactory):
    _TRANSLATED = ("title",)

    initiative = factory.SubFactory(InitiativeFactory)
    title = "Agree on one format for gauges"
    due_on = date(2027, 3, 31)

    class Meta:
        model = InitiativeStep


class FollowUpFactory(factory.django.DjangoModelFactory):
    initiative = factory.SubFactory(InitiativeFactory)
    noted_on = date(2026, 10, 1)
    text = "Gauges of both banks are listed."
    lang = "en"
    written_by = factory.SubFactory(UserFactory)

    class Meta:
        model = FollowUp
