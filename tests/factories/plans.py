from datetime import date

import factory
from factory.django import DjangoModelFactory

from scaps.models import (
    Challenge,
    Evidence,
    Focus,
    Investment,
    Milestone,
    Partner,
    PlanFile,
    Project,
    ProjectVersion,
    Remark,
    Scap,
    ScapVersion,
    Section,
    StageChange,
    Target,
)
from scaps.services import plans as services
from scaps.states import (
    InvestmentKind,
    MoneySource,
    PartnerRole,
    ScapState,
    Secured,
)
from tests.factories.base import TranslatedFactory, now, word
from tests.factories.core import UploadFactory
from tests.factories.members import NetworkFactory, OrganisationFactory, UserFactory


class ScapFactory(TranslatedFactory):
    _TRANSLATED = ("title", "status", "needs_text", "outcome", "vision")

    organisation = factory.SubFactory(OrganisationFactory)
    network = factory.SubFactory(NetworkFactory)
    slug = factory.Sequence("plan-{}".format)
    source_lang = "en"
    title = factory.Sequence("Action plan {}".format)
    year_from = 2026
    year_to = 2030
    vision = "A city where the air in January is safe to breathe."
    entered_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Scap

    class Params:
        submitted = factory.Trait(
            state=ScapState.SUBMITTED,
            submitted_at=now(),
            submitted_by=factory.SelfAttribute("entered_by"),
        )
        returned = factory.Trait(state=ScapState.RETURNED)


class FocusFactory(TranslatedFactory):
    _TRANSLATED = ("text",)

    scap = factory.SubFactory(ScapFactory)
    area = word("FocusArea", "quality_environment")
    text = "Cut coal use where homes burn it."

    class Meta:
        model = Focus


class TargetFactory(TranslatedFactory):
    _TRANSLATED = ("indicator", "unit")

    scap = factory.SubFactory(ScapFactory)
    indicator = factory.Sequence("Days above the limit {}".format)
    unit = "days"
    baseline = 98
    baseline_year = 2024
    goal = 40
    goal_year = 2030
    direction = "down"

    class Meta:
        model = Target


class ProjectFactory(TranslatedFactory):
    _TRANSLATED = ("title", "status", "needs_text", "outcome", "offers", "place")

    organisation = factory.SelfAttribute("scap.organisation")
    scap = factory.SubFactory(ScapFactory)
    slug = factory.Sequence("project-{}".format)
    source_lang = "en"
    title = factory.Sequence("Air sensors {}".format)
    status = "Forty sensors measure in two districts."
    stage = word("Stage", "preparation")
    entered_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Project


class _RowFactory(TranslatedFactory):
    project = factory.SubFactory(ProjectFactory)

    class Meta:
        abstract = True


class PartnerFactory(_RowFactory):
    name = "Institute of Meteorology"
    role = PartnerRole.KNOWLEDGE

    class Meta:
        model = Partner


class InvestmentFactory(_RowFactory):
    kind = InvestmentKind.CAPITAL
    source = MoneySource.OWN
    secured = Secured.SECURED
    amount = 250_000
    currency = "USD"
    price_date = date(2026, 1, 1)

    class Meta:
        model = Investment


class MilestoneFactory(_RowFactory):
    _TRANSLATED = ("title",)

    title = "First readings are public"
    planned_on = date(2027, 1, 15)

    class Meta:
        model = Milestone


class ChallengeFactory(_RowFactory):
    _TRANSLATED = ("text", "response")

    text = "Sensors fail below minus thirty-five degrees."
    response = "Heated housings were tested in two winters."

    class Meta:
        model = Challenge


class EvidenceFactory(_RowFactory):
    criterion = factory.LazyFunction(
        lambda: Evidence.criterion.field.related_model.objects.first()
    )
    is_met = True
    text = "Decision of the council, 18 March 2025"

    class Meta:
        model = Evidence


class StageChangeFactory(DjangoModelFactory):
    project = factory.SubFactory(ProjectFactory)
    stage = factory.SelfAttribute("project.stage")
    standing = "active"
    lang = "en"
    made_by = factory.SubFactory(UserFactory)

    class Meta:
        model = StageChange


class SectionFactory(DjangoModelFactory):
    scap = factory.SubFactory(ScapFactory)
    name = "vision"
    saved_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Section


class RemarkFactory(DjangoModelFactory):
    scap = factory.SubFactory(ScapFactory)
    section = "vision"
    text = "Say by when."
    lang = "en"
    written_by = factory.SubFactory(UserFactory)

    class Meta:
        model = Remark


class PlanFileFactory(DjangoModelFactory):
    scap = factory.SubFactory(ScapFactory)
    upload = factory.SubFactory(UploadFactory)
    title = "Plan of 2024"
    lang = "en"

    class Meta:
        model = PlanFile


class ScapVersionFactory(DjangoModelFactory):
    """A plan is really published: `scap` is one in work or submitted, or is made."""

    class Meta:
        model = ScapVersion

    @classmethod
    def _create(cls, model_class, *args, scap=None, by=None, note="", **fields):
        scap = scap or ScapFactory(**fields)
        by = by or scap.entered_by
        if scap.state != ScapState.SUBMITTED:
            services.submit(scap, by=by)
        version = services.publish(scap, by=by, note=note)
        scap.refresh_from_db()
        return version


class ProjectVersionFactory(DjangoModelFactory):
    """A project in a plan that is really published."""

    class Meta:
        model = ProjectVersion

    @classmethod
    def _create(cls, model_class, *args, project=None, **fields):
        project = project or ProjectFactory(**fields)
        ScapVersionFactory(scap=project.scap)
        project.refresh_from_db()
        return project.current
