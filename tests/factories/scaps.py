import factory

from scaps.models import Need
from scaps.states import NeedState, Visibility
from tests.factories.base import TranslatedFactory, now, word
from tests.factories.members import OrganisationFactory, UserFactory
from vocabulary.models import NeedType


class NeedFactory(TranslatedFactory):
    _TRANSLATED = ("title", "text")

    organisation = factory.SubFactory(OrganisationFactory)
    source_lang = "en"
    title = factory.Sequence("Less smoke in winter, part {}".format)
    text = "Many homes burn coal. We look for heating that keeps the air clean."
    sector = word("Sector", "environment")
    entered_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Need
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=NeedState.DRAFT)
        published = factory.Trait(
            state=NeedState.PUBLISHED,
            published_at=now(),
            published_by=factory.SelfAttribute("entered_by"),
        )
        closed = factory.Trait(
            state=NeedState.CLOSED,
            closed_at=now(),
            closed_by=factory.SelfAttribute("entered_by"),
            close_reason="A partner was found.",
        )
        for_network = factory.Trait(visibility=Visibility.NETWORK)
        for_own_office = factory.Trait(visibility=Visibility.OWN)

    @factory.post_generation
    def types(self, create, extracted, **kwargs):
        if create:
            self.types.set(extracted or NeedType.objects.filter(code="knowledge"))

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        if create and extracted:
            self.areas.set(extracted)
