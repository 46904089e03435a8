"""The pages of the admin: they open, speak the reader's language, ask little."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.languages import in_markup
from core.models import Outbox
from introductions.models import Introduction, Report
from matching.models import MeanSet, WeightSet
from members import models as members
from notifications.models import Digest, Letter, Notice
from scaps.models import (
    Initiative,
    Need,
    Overlap,
    ProgressReport,
    Project,
    ReportPeriod,
    Scap,
)
from solutions.models import (
    DriverPackage,
    DriverRequest,
    Match,
    ProviderApplication,
    QualityReport,
    Question,
    Renewal,
    Solution,
    SolutionRevision,
)
from tests import factories
from tests.admin.conftest import object_page, page
from vocabulary.models import ExchangeRate

MAKE = {
    members.Application: factories.ApplicationFactory,
    members.CscoTerm: factories.CscoTermFactory,
    members.Decision: factories.DecisionFactory,
    members.Finding: factories.FindingFactory,
    members.HeadTerm: factories.HeadTermFactory,
    members.Invitation: factories.InvitationFactory,
    members.LocalGovernment: factories.LocalGovernmentFactory,
    members.Membership: factories.MembershipFactory,
    members.Network: factories.NetworkFactory,
    members.NetworkMeeting: factories.NetworkMeetingFactory,
    members.Organisation: factories.OrganisationFactory,
    members.PublicFact: factories.PublicFactFactory,
    members.Screening: factories.ScreeningFactory,
    members.ScreeningList: factories.ScreeningListFactory,
    members.Seat: factories.SeatFactory,
    members.User: factories.UserFactory,
    Initiative: factories.InitiativeFactory,
    Introduction: factories.IntroductionFactory,
    Report: factories.ReportFactory,
    Need: factories.NeedFactory,
    Notice: factories.NoticeFactory,
    Digest: factories.DigestFactory,
    Letter: factories.LetterFactory,
    Overlap: factories.OverlapFactory,
    ProgressReport: factories.ProgressReportFactory,
    Project: factories.ProjectFactory,
    ReportPeriod: factories.ReportPeriodFactory,
    Scap: factories.ScapFactory,
    MeanSet: factories.MeanSetFactory,
    Outbox: factories.OutboxFactory,
    DriverPackage: factories.DriverPackageFactory,
    DriverRequest: factories.DriverRequestFactory,
    Match: factories.MatchFactory,
    QualityReport: factories.QualityReportFactory,
    SolutionRevision: factories.SolutionRevisionFactory,
    ProviderApplication: factories.ProviderApplicationFactory,
    Question: factories.QuestionFactory,
    Renewal: factories.RenewalFactory,
    Solution: factories.SolutionFactory,
    WeightSet: factories.WeightSetFactory,
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LISTED = [model for model in MODELS if model in MAKE]
# What screening found is for those who screen.
FOR_COMPLIANCE = {
    members.Finding,
    members.Screening,
    members.ScreeningList,
}
MOST_QUERIES = 25


def label(model) -> str:
    return model._meta.label


@pytest.fixture
def staff_for(client_of):
    """`staff_for(model)` is whoever of the staff works with its rows."""

    def sign_in(model):
        return client_of("compliance" if model in FOR_COMPLIANCE else "secretariat")

    return sign_in


def a_row_of(model):
    return MAKE[model]() if model in MAKE else model.objects.first()


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_page_of_a_model_opens(staff_for, model):
    staff_client = staff_for(model)
    row = a_row_of(model)

    answers = [
        staff_client.get(page("changelist", model)).status_code,
        staff_client.get(object_page(row)).status_code,
        staff_client.get(page("history", model, row.pk)).status_code,
    ]

    assert answers == [200, 200, 200]


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_a_form_for_a_new_row_opens_where_staff_may_add(staff_for, people, model):
    staff_client = staff_for(model)
    model_admin = admin.site.get_model_admin(model)
    answer = staff_client.get(page("add", model))
    request = answer.wsgi_request

    expected = 200 if model_admin.has_add_permission(request) else 403
    assert answer.status_code == expected


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_nothing_is_deleted(client_of, people, model):
    people["secretariat"].is_superuser = True
    people["secretariat"].save()
    row = a_row_of(model)

    answer = client_of("secretariat").post(page("delete", model, row.pk), {"post": "y"})

    assert answer.status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", LISTED, ids=label)
def test_a_list_asks_the_same_with_more_rows(staff_for, model):
    staff_client = staff_for(model)
    url = page("changelist", model)
    MAKE[model]()
    staff_client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        staff_client.get(url)
    for _ in range(5):
        MAKE[model]()
    with CaptureQueriesContext(connection) as many:
        staff_client.get(url)

    assert len(many) <= MOST_QUERIES
    assert len(many) <= len(few)


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_every_list_can_be_searched_and_filtered(staff_for, model):
    staff_client = staff_for(model)
    model_admin = admin.site.get_model_admin(model)
    url = page("changelist", model)

    assert staff_client.get(url, {"q": "Бусан 부산 \x00'"}).status_code == 200
    answer = staff_client.get(url)
    for spec in answer.context["cl"].filter_specs:
        # Its choices differ in a value alone: the last one speaks for all but the first.
        for choice in list(spec.choices(answer.context["cl"]))[-1:]:
            link = url + choice["query_string"]
            assert staff_client.get(link).status_code == 200, link
    assert model_admin.list_per_page <= 100


def test_search_finds_a_name_in_another_language(staff_client):
    found = factories.OrganisationFactory(name="Daegu", name_ko="대구광역시")
    factories.OrganisationFactory(name="Gwangju")

    lists = staff_client.get(page("changelist", members.Organisation), {"q": "대구"})
    picked = staff_client.get(
        reverse("admin:autocomplete"),
        {
            "term": "대구",
            "app_label": "solutions",
            "model_name": "solution",
            "field_name": "provider",
        },
    )

    assert list(lists.context["cl"].queryset) == [found]
    assert [row["id"] for row in picked.json()["results"]] == [str(found.pk)]


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja", "ko", "ru", "mn"])
def test_the_admin_speaks_the_language_of_the_account(client_of, people, language):
    people["secretariat"].language = language
    people["secretariat"].save()
    client = client_of("secretariat", headers={"accept-language": "ru"})

    for url in (reverse("admin:index"), page("changelist", Need)):
        answer = client.get(url)
        assert answer.headers["Content-Language"] == language
        assert f'<html lang="{language}"' in answer.text.replace(
            f'lang="{in_markup(language)}"', f'lang="{language}"'
        )


def test_the_door_is_the_portals(client):
    answer = client.get(reverse("admin:index"), follow=True)

    assert answer.redirect_chain[-1][0] == "/en/account/login/?next=/admin/"


@pytest.mark.parametrize("who", ["csco", "provider_owner"])
def test_members_are_not_let_in(client_of, who):
    """And are told so: sending them to sign in would send them round in circles."""
    answer = client_of(who).get(reverse("admin:index"), follow=True)

    assert answer.status_code == 403


def test_pages_of_other_packages_are_left_out():
    ours = {"core", "notifications", "vocabulary", "translations", "matching"}
    ours |= {"members", "introductions", "scaps", "solutions"}

    assert {model._meta.app_label for model in MODELS} <= ours


def test_every_word_list_is_there(staff_client):
    assert staff_client.get(page("changelist", ExchangeRate)).status_code == 200
    assert len([m for m in MODELS if m._meta.app_label == "vocabulary"]) == 14
