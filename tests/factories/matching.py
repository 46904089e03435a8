import factory
from factory.django import DjangoModelFactory

from matching import weights
from matching.models import (
    DIMENSIONS,
    Embedding,
    Engine,
    MeanSet,
    Pull,
    Side,
    WeightSet,
)
from matching.states import WeightState
from tests.factories.base import now
from tests.factories.members import UserFactory


class EmbeddingFactory(DjangoModelFactory):
    subject = "solution"
    subject_id = factory.Sequence(int)
    passage = 0
    start = 0
    end = 10
    side = Side.OFFER
    lang = "en"
    text_hash = "0" * 64
    engine = "test"
    mean_version = "test"
    raw = factory.LazyFunction(lambda: [1.0] + [0.0] * (DIMENSIONS - 1))
    vector = factory.SelfAttribute("raw")

    class Meta:
        model = Embedding


class MeanSetFactory(DjangoModelFactory):
    version = factory.Sequence("means-{}".format)
    engine = "test"
    means = factory.LazyFunction(dict)

    class Meta:
        model = MeanSet


class EngineFactory(DjangoModelFactory):
    name = factory.Sequence("engine-{}".format)
    dimensions = DIMENSIONS
    first = 384
    scale = 1.0

    class Meta:
        model = Engine


class PullFactory(DjangoModelFactory):
    subject = "solution"
    subject_id = factory.Sequence(int)
    recipe = "test"
    value = 0.2

    class Meta:
        model = Pull


class WeightSetFactory(DjangoModelFactory):
    version = factory.Sequence("weights-{}".format)
    weight = factory.LazyFunction(lambda: dict(weights.START.weight))
    missing = factory.LazyFunction(lambda: dict(weights.START.missing))
    text_middle = weights.START.text_middle
    text_width = weights.START.text_width
    strong = weights.START.strong
    possible = weights.START.possible
    note = "For a test."
    made_by = factory.SubFactory(UserFactory, secretariat=True)

    class Meta:
        model = WeightSet

    class Params:
        used = factory.Trait(state=WeightState.USED, used_since=now())
        retired = factory.Trait(state=WeightState.RETIRED, used_since=now())
