import factory
from factory.django import DjangoModelFactory

from notifications.models import (
    DemoLetter,
    Digest,
    Event,
    Letter,
    LetterTimes,
    Notice,
    Preference,
)
from notifications.states import Rhythm
from tests.factories.base import now
from tests.factories.members import UserFactory
from tests.factories.scaps import NeedFactory
from tests.kinds import SomethingHappened


class EventFactory(DjangoModelFactory):
    kind = SomethingHappened.slug
    actor = factory.SubFactory(UserFactory)
    target = factory.SubFactory(NeedFactory)

    class Meta:
        model = Event


class NoticeFactory(DjangoModelFactory):
    event = factory.SubFactory(EventFactory)
    recipient = factory.SubFactory(UserFactory)

    class Meta:
        model = Notice

    class Params:
        read = factory.Trait(read_at=now())
        mailed = factory.Trait(claimed_at=now(), mailed_at=now(), attempts=1)
        given_up = factory.Trait(parked=True, attempts=8)


class DigestFactory(DjangoModelFactory):
    recipient = factory.SubFactory(UserFactory)

    class Meta:
        model = Digest

    class Params:
        given_up = factory.Trait(parked=True, attempts=8)


class LetterFactory(DjangoModelFactory):
    message_id = factory.Sequence("<letter-{}@localhost>".format)
    to = "somebody@example.org"
    subject = "Your link"
    body = "It is a right."

    class Meta:
        model = Letter

    class Params:
        given_up = factory.Trait(parked=True, attempts=8)


class PreferenceFactory(DjangoModelFactory):
    person = factory.SubFactory(UserFactory)
    kind = SomethingHappened.slug
    rhythm = Rhythm.DAILY

    class Meta:
        model = Preference


class LetterTimesFactory(DjangoModelFactory):
    person = factory.SubFactory(UserFactory)

    class Meta:
        model = LetterTimes


class DemoLetterFactory(DjangoModelFactory):
    message_id = factory.Sequence("<letter-{}@localhost>".format)
    to = "somebody@example.org"
    subject = "A letter"
    body = "Its words."

    class Meta:
        model = DemoLetter
