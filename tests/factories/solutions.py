import factory
from factory.django import DjangoModelFactory

from solutions.models import Match, Ranking, Reference, Solution
from solutions.states import MatchState, SolutionState
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
