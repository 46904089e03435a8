import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from core.models import Draft, Heartbeat, Outbox, Upload, UploadContent
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


class UploadFactory(DjangoModelFactory):
    name = "letter.pdf"
    media_type = "application/pdf"
    size = 9
    sha256 = factory.Sequence("{:064x}".format)

    class Meta:
        model = Upload
        skip_postgeneration_save = True

    @factory.post_generation
    def content(self, create, extracted, **kwargs):
        if create and extracted is not False:
            UploadContent.objects.create(upload=self, data=extracted or b"%PDF-1.7\n")


class UploadContentFactory(DjangoModelFactory):
    upload = factory.SubFactory(UploadFactory, content=False)
    data = b"%PDF-1.7\n"

    class Meta:
        model = UploadContent
