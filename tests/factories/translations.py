import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from tests.factories.scaps import NeedFactory
from translations.models import Origin, Status, TextStatus


class TextStatusFactory(DjangoModelFactory):
    target = factory.SubFactory(NeedFactory)
    target_type = factory.LazyAttribute(
        lambda made: ContentType.objects.get_for_model(made.target)
    )
    target_id = factory.SelfAttribute("target.pk")
    field = "title"
    language = "ko"
    origin = Origin.PERSON
    status = Status.CONFIRMED
    source_hash = "0" * 64

    class Meta:
        model = TextStatus
        exclude = ("target",)

    class Params:
        draft = factory.Trait(origin=Origin.MACHINE, status=Status.DRAFT)
