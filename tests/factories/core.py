import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from core.models import Draft, Heartbeat, Outbox
from scaps.models import Need
from tests.factories.base import now


class OutboxFactory(DjangoModelFactory):
    task = "core.tick"

    class Meta:
        model = Outbox

    class Params:
        sent = factory.Trait(sent_at=now())


class DraftFactory(DjangoModelFactory):
    holder = factory.Sequence("organisation-{}".format)
    target_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Need))
    data = factory.LazyFunction(lambda: {"title": "Half a sen"})
    version = 1

    class Meta:
        model = Draft


class HeartbeatFactory(DjangoModelFactory):
    name = factory.Sequence("beat-{}".format)
    at = now()

    class Meta:
        model = Heartbeat
