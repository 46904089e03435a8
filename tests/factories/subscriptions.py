import factory
from factory.django import DjangoModelFactory

from solutions.models import NeedSubscription, SubscribedNeed
from tests.factories.base import now
from tests.factories.members import ProviderFactory, UserFactory
from tests.factories.scaps import NeedFactory


class NeedSubscriptionFactory(DjangoModelFactory):
    organisation = factory.LazyFunction(lambda: ProviderFactory().organisation)
    name = factory.Sequence("Clean heat {}".format)
    words = "Coal stoves fill the valley with smoke."
    lang = "en"
    made_by = factory.SubFactory(UserFactory)

    class Meta:
        model = NeedSubscription

    class Params:
        looked = factory.Trait(looked_done=1, looked_at=now())


class SubscribedNeedFactory(DjangoModelFactory):
    subscription = factory.SubFactory(NeedSubscriptionFactory, looked=True)
    need = factory.SubFactory(NeedFactory, published=True)
    found_at = now()

    class Meta:
        model = SubscribedNeed
