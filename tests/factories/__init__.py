"""Rows for tests. Traits are named after states; the words are in `vocabulary`."""

from tests.factories.core import DraftFactory, HeartbeatFactory, OutboxFactory
from tests.factories.matching import (
    EmbeddingFactory,
    EngineFactory,
    MeanSetFactory,
    PullFactory,
    WeightSetFactory,
)
from tests.factories.members import (
    CscoTermFactory,
    DecisionFactory,
    LocalGovernmentFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    ProviderFactory,
    SeatFactory,
    UserFactory,
)
from tests.factories.notifications import (
    DemoLetterFactory,
    EventFactory,
    NoticeFactory,
)
from tests.factories.scaps import NeedFactory
from tests.factories.solutions import (
    MatchFactory,
    QualityReportFactory,
    QuestionFactory,
    RankingFactory,
    ReferenceFactory,
    SolutionFactory,
    SweepFactory,
)
from tests.factories.translations import TextStatusFactory

__all__ = [
    "CscoTermFactory",
    "DecisionFactory",
    "DemoLetterFactory",
    "DraftFactory",
    "EmbeddingFactory",
    "EngineFactory",
    "EventFactory",
    "HeartbeatFactory",
    "LocalGovernmentFactory",
    "MatchFactory",
    "MeanSetFactory",
    "MembershipFactory",
    "NeedFactory",
    "NetworkFactory",
    "NoticeFactory",
    "OrganisationFactory",
    "OutboxFactory",
    "ProviderFactory",
    "PullFactory",
    "QualityReportFactory",
    "QuestionFactory",
    "RankingFactory",
    "ReferenceFactory",
    "SeatFactory",
    "SolutionFactory",
    "SweepFactory",
    "TextStatusFactory",
    "UserFactory",
    "WeightSetFactory",
]
