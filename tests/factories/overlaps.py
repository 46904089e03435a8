import factory
from factory.django import DjangoModelFactory

from scaps.models import Comparison, Overlap, OverlapDecision, ProjectMeans
from scaps.states import OverlapVerdict
from tests.factories.base import now
from tests.factories.members import UserFactory
from tests.factories.plans import ProjectVersionFactory

TERMS = {
    "values": {"text": 0.4, "whole": 0.3, "needs": 0.0, "offers": 0.3, "sector": 1.0},
    "parts": {"text": 2.6, "whole": 0.2, "needs": 0.0, "offers": 1.9, "sector": 5.9},
    "gives": [0.3, 0.0],
    "km": 1340,
}


class OverlapFactory(DjangoModelFactory):
    """Of two projects that are really published, in two cities."""

    a = factory.LazyFunction(lambda: ProjectVersionFactory().project)
    b = factory.LazyFunction(lambda: ProjectVersionFactory().project)
    score = 0.7
    terms = TERMS
    weights_version = "1"
    scored_at = now()

    class Meta:
        model = Overlap

    @factory.lazy_attribute
    def a_hash(self):
        return self.a.current.text_hash

    @factory.lazy_attribute
    def b_hash(self):
        return self.b.current.text_hash


class OverlapDecisionFactory(DjangoModelFactory):
    overlap = factory.SubFactory(OverlapFactory)
    organisation = factory.SelfAttribute("overlap.a.organisation")
    verdict = OverlapVerdict.CONFIRMED
    lang = "en"
    decided_at = now()
    decided_by = factory.SubFactory(UserFactory)

    class Meta:
        model = OverlapDecision

    class Params:
        dismissed = factory.Trait(verdict=OverlapVerdict.DISMISSED, cause="other_thing")


class ComparisonFactory(DjangoModelFactory):
    version = factory.SubFactory(ProjectVersionFactory)
    project = factory.SelfAttribute("version.project")
    recipe = "1/e5/means"
    compared_at = now()

    class Meta:
        model = Comparison


class ProjectMeansFactory(DjangoModelFactory):
    engine = "e5"
    version = "means"
    means = factory.LazyFunction(dict)

    class Meta:
        model = ProjectMeans
