import factory
from factory.django import DjangoModelFactory

from matching.models import DIMENSIONS, Embedding, MeanSet, Side


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
    centred = factory.SelfAttribute("raw")

    class Meta:
        model = Embedding


class MeanSetFactory(DjangoModelFactory):
    version = factory.Sequence("means-{}".format)
    engine = "test"
    means = factory.LazyFunction(dict)

    class Meta:
        model = MeanSet
