import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from introductions.models import (
    Attachment,
    ContactShare,
    Introduction,
    Message,
    Reading,
    ReadMark,
    Report,
)
from introductions.states import Complaint, IntroductionState, Origin, Side
from tests.factories.base import TranslatedFactory, now
from tests.factories.core import UploadFactory
from tests.factories.members import OrganisationFactory, ProviderFactory, UserFactory
from tests.factories.scaps import NeedFactory

ENDED = {"ended_at": now(), "ended_by": factory.SelfAttribute("started_by")}


class IntroductionFactory(TranslatedFactory):
    """A city asks a provider about a need of its own; nobody is named yet."""

    _TRANSLATED = ("title",)

    asker = factory.SubFactory(OrganisationFactory)
    asked = factory.LazyFunction(lambda: ProviderFactory().organisation)
    origin = Origin.MATCH
    about = factory.LazyAttribute(lambda row: NeedFactory(organisation=row.asker))
    about_type = factory.LazyAttribute(
        lambda row: ContentType.objects.get_for_model(row.about)
    )
    about_id = factory.SelfAttribute("about.pk")
    about_kind = "need"
    owner = factory.SelfAttribute("asker")
    source_lang = "en"
    title = "Cleaner air in winter"
    started_by = factory.SubFactory(UserFactory)
    asker_agreed_at = now()
    asker_agreed_by = factory.SelfAttribute("started_by")
    stirred_at = now()

    class Meta:
        model = Introduction
        exclude = ("about",)

    class Params:
        met = factory.Trait(
            asked_agreed_at=now(), asked_agreed_by=factory.SubFactory(UserFactory)
        )
        proposed = factory.Trait(state=IntroductionState.PROPOSED)
        agreed = factory.Trait(state=IntroductionState.AGREED, met=True)
        closed = factory.Trait(
            state=IntroductionState.CLOSED,
            met=True,
            **ENDED,
            end_reason="We bought it.",
            end_lang="en",
        )
        declined = factory.Trait(
            state=IntroductionState.DECLINED,
            **ENDED,
            end_reason="We are fully booked.",
            end_lang="en",
        )
        withdrawn = factory.Trait(state=IntroductionState.WITHDRAWN, **ENDED)
        stopped = factory.Trait(
            state=IntroductionState.STOPPED,
            **ENDED,
            end_reason="It was advertising.",
            end_lang="en",
        )
        named = factory.Trait(
            asker_is_named=True, asked_is_named=True, title_is_open=True
        )


class MessageFactory(DjangoModelFactory):
    introduction = factory.SubFactory(IntroductionFactory)
    side = Side.ASKER
    text = "We look for two hundred sensors. Have you done this in the cold?"
    lang = "en"
    entered_by = factory.SubFactory(UserFactory)
    author = factory.SelfAttribute("entered_by")

    class Meta:
        model = Message


class AttachmentFactory(DjangoModelFactory):
    message = factory.SubFactory(MessageFactory)
    upload = factory.SubFactory(UploadFactory)

    class Meta:
        model = Attachment


class ReadMarkFactory(DjangoModelFactory):
    message = factory.SubFactory(MessageFactory)
    introduction = factory.SelfAttribute("message.introduction")
    person = factory.SubFactory(UserFactory)

    class Meta:
        model = ReadMark


class ContactShareFactory(DjangoModelFactory):
    introduction = factory.SubFactory(IntroductionFactory, agreed=True)
    person = factory.SubFactory(UserFactory)
    side = Side.ASKER

    class Meta:
        model = ContactShare


class ReportFactory(DjangoModelFactory):
    introduction = factory.SubFactory(IntroductionFactory)
    complaint = Complaint.UNWANTED
    lang = "en"
    made_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Report


class ReadingFactory(DjangoModelFactory):
    introduction = factory.SubFactory(IntroductionFactory)
    reader = factory.SubFactory(UserFactory)
    reason = "A report was made."

    class Meta:
        model = Reading
