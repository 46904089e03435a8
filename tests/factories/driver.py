import factory
from factory.django import DjangoModelFactory

from solutions.models import DriverPackage, DriverRequest, DriverStep
from solutions.states import DriverPackageState, DriverRequestState, PackageKind
from tests.factories.base import TranslatedFactory, now
from tests.factories.introductions import IntroductionFactory
from tests.factories.members import UserFactory
from tests.factories.scaps import NeedFactory
from vocabulary.models import Stage


class DriverPackageFactory(TranslatedFactory):
    _TRANSLATED = (
        "title",
        "summary",
        "deliverables",
        "audience",
        "contribution",
        "terms",
    )

    kind = PackageKind.PLAN
    slug = factory.Sequence("package-{}".format)
    source_lang = "en"
    title = factory.Sequence("The problem in figures {}".format)
    summary = "Two analysts measure one problem of your city."
    deliverables = "A baseline by district\nA note for the council"
    audience = "Cities that feel a problem and cannot say how large it is."
    contribution = "One official for a day a week"
    terms = "Free of charge for full members, once a year."
    weeks_min, weeks_max = 6, 10

    class Meta:
        model = DriverPackage
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=DriverPackageState.DRAFT)
        offered = factory.Trait(
            state=DriverPackageState.OFFERED,
            offered_at=now(),
            offered_by=factory.SubFactory(UserFactory, secretariat=True),
        )
        retired = factory.Trait(
            state=DriverPackageState.RETIRED,
            offered_at=now(),
            offered_by=factory.SubFactory(UserFactory, secretariat=True),
            state_reason="Its partner has no more time.",
        )

    @factory.post_generation
    def stages(self, create, extracted, **kwargs):
        if create:
            self.stages.set(extracted or Stage.objects.filter(code="identification"))


class DriverRequestFactory(DjangoModelFactory):
    package = factory.SubFactory(DriverPackageFactory, offered=True)
    need = factory.SubFactory(NeedFactory)
    organisation = factory.SelfAttribute("need.organisation")
    text = "We do not know how much heat is lost, and where."
    lang = "en"
    asked_by = factory.SubFactory(UserFactory)

    class Meta:
        model = DriverRequest

    class Params:
        owned = factory.Trait(owner=factory.SubFactory(UserFactory, secretariat=True))
        asked = factory.Trait(state=DriverRequestState.ASKED)
        triaged = factory.Trait(state=DriverRequestState.TRIAGED, owned=True)
        meeting = factory.Trait(state=DriverRequestState.MEETING, owned=True)
        introduced = factory.Trait(state=DriverRequestState.INTRODUCED, owned=True)
        support = factory.Trait(state=DriverRequestState.SUPPORT, owned=True)
        done = factory.Trait(state=DriverRequestState.DONE, owned=True)
        declined = factory.Trait(state=DriverRequestState.DECLINED, owned=True)
        withdrawn = factory.Trait(state=DriverRequestState.WITHDRAWN)


class DriverStepFactory(DjangoModelFactory):
    request = factory.SubFactory(DriverRequestFactory, triaged=True)
    state = DriverRequestState.TRIAGED
    taken_by = factory.SubFactory(UserFactory, secretariat=True)

    class Meta:
        model = DriverStep

    class Params:
        meeting = factory.Trait(
            state=DriverRequestState.MEETING, meets_at=now(), place="Room 12"
        )
        introduced = factory.Trait(
            state=DriverRequestState.INTRODUCED,
            introduction=factory.SubFactory(IntroductionFactory),
        )
