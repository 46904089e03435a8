import factory
from factory.django import DjangoModelFactory

from solutions.models import (
    Match,
    QualityReport,
    Question,
    Ranking,
    Reference,
    Solution,
    SolutionRevision,
    Sweep,
)
from solutions.states import MatchState, RevisionState, SolutionState
from tests.factories.base import TranslatedFactory, now, word
from tests.factories.members import ProviderFactory, UserFactory
from tests.factories.scaps import NeedFactory
from vocabulary.models import Sector


class SolutionFactory(TranslatedFactory):
    _TRANSLATED = ("title", "problem", "description", "users", "data_location")

    provider = factory.LazyFunction(lambda: ProviderFactory().organisation)
    slug = factory.Sequence("solution-{}".format)
    source_lang = "en"
    title = factory.Sequence("Clean heat {}".format)
    problem = "Coal stoves fill the valley with smoke."
    description = "Heat pumps for small houses, with a loan and a service team."
    maturity = word("Maturity", "piloted")

    class Meta:
        model = Solution
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=SolutionState.DRAFT)
        submitted = factory.Trait(
            state=SolutionState.SUBMITTED,
            submitted_at=now(),
            submitted_by=factory.SubFactory(UserFactory),
        )
        published = factory.Trait(
            state=SolutionState.PUBLISHED,
            submitted_at=now(),
            submitted_by=factory.SubFactory(UserFactory),
            published_at=now(),
            published_by=factory.SubFactory(UserFactory, secretariat=True),
        )
        withdrawn = factory.Trait(
            state=SolutionState.WITHDRAWN,
            submitted_at=now(),
            submitted_by=factory.SubFactory(UserFactory),
            published_at=now(),
            published_by=factory.SubFactory(UserFactory, secretariat=True),
        )

    @factory.post_generation
    def sectors(self, create, extracted, **kwargs):
        if create:
            self.sectors.set(extracted or Sector.objects.filter(code="environment"))


class ReferenceFactory(DjangoModelFactory):
    solution = factory.SubFactory(SolutionFactory)
    city = factory.Sequence("City {}".format)
    year = 2024

    class Meta:
        model = Reference


class SolutionRevisionFactory(DjangoModelFactory):
    solution = factory.SubFactory(SolutionFactory, published=True)
    changes = factory.LazyFunction(lambda: {"title": "Clean heat for old houses"})
    submitted_at = now()
    submitted_by = factory.SubFactory(UserFactory)

    class Meta:
        model = SolutionRevision

    class Params:
        submitted = factory.Trait(state=RevisionState.SUBMITTED)
        returned = factory.Trait(
            state=RevisionState.RETURNED,
            decided_at=now(),
            decided_by=factory.SubFactory(UserFactory, secretariat=True),
            reason="Say how old the houses may be.",
        )


class RankingFactory(DjangoModelFactory):
    need = factory.SubFactory(NeedFactory)
    wanted_at = now()

    class Meta:
        model = Ranking

    class Params:
        ready = factory.Trait(done=1, done_at=now())


class MatchFactory(DjangoModelFactory):
    need = factory.SubFactory(NeedFactory)
    solution = factory.SubFactory(SolutionFactory, published=True)
    rank = 1
    value = 71.5
    word = "strong"
    reasons = factory.LazyFunction(
        lambda: {"bars": [], "plus": [], "minus": [], "checks": [], "would_change": []}
    )
    completeness = 0.8
    scored_at = now()

    class Meta:
        model = Match

    class Params:
        shortlisted = factory.Trait(
            state=MatchState.SHORTLISTED,
            decided_at=now(),
            decided_by=factory.SubFactory(UserFactory),
        )
        dismissed = factory.Trait(
            state=MatchState.DISMISSED,
            decided_at=now(),
            decided_by=factory.SubFactory(UserFactory),
            decision_reason="Too dear for a small city.",
        )
        pinned = factory.Trait(
            pinned_at=now(),
            pinned_by=factory.SubFactory(UserFactory, secretariat=True),
            pin_reason="Two members use it in the same climate.",
            pin_lang="en",
        )


class QuestionFactory(DjangoModelFactory):
    need = factory.SubFactory(NeedFactory)
    lang = "en"
    text = "Which of these has been used where the winters are as cold as ours?"
    asked_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Question

    class Params:
        answered = factory.Trait(
            answer="The second one; ask for the report of 2025.",
            answer_lang="en",
            answered_at=now(),
            answered_by=factory.SubFactory(UserFactory, secretariat=True),
        )


class SweepFactory(DjangoModelFactory):
    weights_version = "1"
    engine = "test"

    class Meta:
        model = Sweep

    class Params:
        finished = factory.Trait(
            finished_at=now(), needs=10, solutions=100, pairs=1000, places=100, missed=3
        )


class QualityReportFactory(DjangoModelFactory):
    figures = factory.LazyFunction(dict)

    class Meta:
        model = QualityReport
