from datetime import date

import factory
from factory.django import DjangoModelFactory

from core.drafts import fresh_key
from members.models import Application, ApplicationQuestion, MembershipStep
from members.states import ApplicationState, MembershipState
from tests.factories.base import now, word
from tests.factories.core import UploadFactory
from tests.factories.members import MembershipFactory, UserFactory

ANSWERS = {
    "country": "MN",
    "unit_type": "capital_city",
    "part_of": "",
    "native_name": "Цэнхэр боомт",
    "native_lang": "mn",
    "name_en": "Tsenkher Boomt",
    "name_ko": "쳉헤르 보옴트",
    "population": "98 765",
    "population_year": "2025",
    "population_source": "census",
    "website": "https://tsenkher.example.org",
    "languages": ["mn", "en"],
    "latitude": "47,9077",
    "longitude": "106.8832",
    "timezone": "Asia/Ulaanbaatar",
    "head_title": "governor_capital_mayor",
    "head_title_other": "",
    "head_family": "",
    "head_given": "Saran",
    "head_patronymic": "B.",
    "head_native": "Б. Саран",
    "head_order": "patronymic_given",
    "head_salutation": "",
    "head_starts": "2024-10-01",
    "head_ends": "",
    "csco_family": "",
    "csco_given": "Temuulen",
    "csco_patronymic": "D.",
    "csco_native": "Д. Тэмүүлэн",
    "csco_order": "patronymic_given",
    "csco_salutation": "",
    "csco_office": "Ухаалаг хотын газар",
    "csco_email": "csco.tsenkher@example.org",
    "csco_language": "mn",
    "csco_appointed_by": "Нийслэлийн Засаг дарга",
    "csco_appointed_on": "2026-03-02",
    "why": "Утааг багасгах.",
    "focus_areas": ["quality_environment"],
    "plans": "",
    "framework": "on",
    "signed_by": "head",
    "signatory_title": "",
    "signatory_family": "",
    "signatory_given": "",
    "signatory_patronymic": "",
    "signatory_native": "",
    "signatory_order": "patronymic_given",
    "signed_on": "2026-03-10",
}
"""Every step of an application, as a browser sends it."""

SENT = {
    "answers": factory.LazyFunction(ANSWERS.copy),
    "reached": 10,
    "name": "Tsenkher Boomt",
    "country": word("Country", "MN"),
    "framework_version": "2026-1",
    "signed_form": factory.SubFactory(UploadFactory),
    "appointment_letter": factory.SubFactory(UploadFactory),
    "submitted_at": now(),
}
DECIDED = {"decided_at": now(), "decided_by": factory.SubFactory(UserFactory)}


class ApplicationFactory(DjangoModelFactory):
    key = factory.LazyFunction(fresh_key)
    email = factory.Sequence("applicant-{}@example.org".format)

    class Meta:
        model = Application

    class Params:
        filled = factory.Trait(
            **{
                name: SENT[name]
                for name in ("answers", "reached", "signed_form", "appointment_letter")
            }
        )
        submitted = factory.Trait(state=ApplicationState.SUBMITTED, **SENT)
        more_info = factory.Trait(state=ApplicationState.MORE_INFO, **SENT)
        accepted = factory.Trait(
            state=ApplicationState.ACCEPTED,
            membership=factory.SubFactory(MembershipFactory, associate=True),
            **SENT,
            **DECIDED,
        )
        declined = factory.Trait(
            state=ApplicationState.DECLINED,
            reason="The form is not signed.",
            **SENT,
            **DECIDED,
        )


class ApplicationQuestionFactory(DjangoModelFactory):
    application = factory.SubFactory(ApplicationFactory, more_info=True)
    text = "Which office sent this?"
    asked_by = factory.SubFactory(UserFactory, secretariat=True)

    class Meta:
        model = ApplicationQuestion


class MembershipStepFactory(DjangoModelFactory):
    membership = factory.SubFactory(MembershipFactory, associate=True)
    state = MembershipState.ASSOCIATE
    date = date(2026, 4, 1)
    recorded_by = factory.SubFactory(UserFactory, secretariat=True)

    class Meta:
        model = MembershipStep
