from datetime import date

import factory
from factory.django import DjangoModelFactory

from introductions.models import NextStep, Outcome
from introductions.states import NotNow, Result, Side, StepKind, StepState
from solutions.models import Pairing
from tests.factories.base import now
from tests.factories.introductions import IntroductionFactory
from tests.factories.members import UserFactory
from tests.factories.solutions import SolutionFactory

ENDED = {"ended_at": now(), "ended_by": factory.SelfAttribute("added_by")}


class NextStepFactory(DjangoModelFactory):
    introduction = factory.SubFactory(IntroductionFactory, agreed=True)
    kind = StepKind.CALL
    side = Side.ASKED
    due_on = date(2026, 12, 1)
    added_by = factory.SelfAttribute("introduction.started_by")

    class Meta:
        model = NextStep

    class Params:
        planned = factory.Trait(state=StepState.PLANNED)
        done = factory.Trait(state=StepState.DONE, **ENDED)
        dropped = factory.Trait(state=StepState.DROPPED, **ENDED)


class OutcomeFactory(DjangoModelFactory):
    introduction = factory.SubFactory(IntroductionFactory, agreed=True)
    result = Result.PILOT
    side = Side.ASKER
    said_on = date(2026, 12, 1)
    said_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Outcome

    class Params:
        not_now = factory.Trait(result=Result.NOT_NOW, cause=NotNow.BUDGET)


class PairingFactory(DjangoModelFactory):
    introduction = factory.SubFactory(IntroductionFactory)
    solution = factory.SubFactory(SolutionFactory, published=True)
    need = factory.LazyAttribute(lambda row: row.introduction.about)

    class Meta:
        model = Pairing

    class Params:
        strong = factory.Trait(word="strong", rank=1, value=80.0)
