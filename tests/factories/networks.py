import factory

from members.models import NetworkMeeting, PublicFact
from tests.factories.base import TranslatedFactory
from tests.factories.members import NetworkFactory, OrganisationFactory


class NetworkMeetingFactory(TranslatedFactory):
    _TRANSLATED = ("title", "period", "place", "note")

    network = factory.SubFactory(NetworkFactory)
    slug = factory.Sequence("meeting-{}".format)
    title = factory.Sequence("Annual meeting {}".format)

    class Meta:
        model = NetworkMeeting


class PublicFactFactory(TranslatedFactory):
    _TRANSLATED = ("text",)

    organisation = factory.SubFactory(OrganisationFactory)
    slug = factory.Sequence("fact-{}".format)
    text = factory.Sequence("Bus lane {}".format)
    source = "Report of 2022"

    class Meta:
        model = PublicFact
