"""The first page says what waits, and each line leads to exactly those rows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import work_queue
from tests import factories
from tests.factories import (
    ApplicationFactory,
    CscoTermFactory,
    DigestFactory,
    DriverRequestFactory,
    FindingFactory,
    IntroductionFactory,
    LetterFactory,
    MatchFactory,
    MembershipFactory,
    NeedFactory,
    NextStepFactory,
    NoticeFactory,
    OrganisationFactory,
    OutboxFactory,
    ProviderApplicationFactory,
    QuestionFactory,
    RankingFactory,
    RenewalFactory,
    ReportFactory,
    ReviewCheckFactory,
    ScapFactory,
    SeatFactory,
    SolutionFactory,
    SolutionRevisionFactory,
    UserFactory,
)

HOUR = timedelta(hours=1)


def lag():
    RankingFactory(wanted_at=timezone.now() - HOUR)
    RankingFactory(ready=True)


def publish_without_strong():
    lonely, served, restricted = (NeedFactory(published=True) for _ in range(3))
    for need in (lonely, served):
        RankingFactory(need=need, ready=True)
    RankingFactory(need=restricted, ready=True, restricted=True)
    MatchFactory(need=lonely, word="possible")
    MatchFactory(need=served, word="strong")


def wait_in_the_outbox():
    old = OutboxFactory()
    OutboxFactory()
    type(old).objects.filter(pk=old.pk).update(created_at=timezone.now() - HOUR)


def end_exemptions():
    today = timezone.localdate()
    for days in (-3, 12, 60):
        OrganisationFactory(exempted=True, exempted_until=today + timedelta(days=days))


def screen():
    OrganisationFactory(compliance_status="possible")
    OrganisationFactory(compliance_status="clear")
    OrganisationFactory(compliance_status="clear", screened_until=date(2100, 1, 1))


def screen_people():
    SeatFactory(person__compliance_status="possible")
    SeatFactory(person__compliance_status="clear")
    SeatFactory(
        person__compliance_status="clear", person__screened_until=date(2026, 1, 1)
    )
    UserFactory()


def exempt_people():
    today = timezone.localdate()
    facts = {"exemption_reason": "Water", "exemption_reference": "Ref. 1"}
    for days in (-3, 12, 60):
        until = today + timedelta(days=days)
        UserFactory(compliance_status="exempted", exempted_until=until, **facts)


def find_names():
    FindingFactory()
    FindingFactory(dismissed=True)


def ask():
    QuestionFactory()
    QuestionFactory(answered=True)


def submit_a_plan():
    ScapFactory(submitted=True)
    ScapFactory()


def apply_to_join():
    ApplicationFactory(submitted=True)
    ApplicationFactory(filled=True)


def become_associate():
    MembershipFactory(associate=True, since=timezone.localdate())
    MembershipFactory(full=True)


def leave_an_office_empty():
    MembershipFactory(full=True)
    CscoTermFactory(organisation=MembershipFactory(full=True).organisation)


def days_ago(days: int):
    return timezone.now() - timedelta(days=days)


def ask_without_answer():
    IntroductionFactory(stirred_at=days_ago(15))
    IntroductionFactory(agreed=True)


def miss_a_step():
    day = timezone.localdate()
    for late in (11, 3):
        NextStepFactory(due_on=day - timedelta(days=late))


def fall_silent():
    """One of these two still has a step ahead."""
    for _number in range(2):
        met = IntroductionFactory(agreed=True, stirred_at=days_ago(31))
    NextStepFactory(introduction=met, due_on=timezone.localdate() + timedelta(days=5))


def report():
    ReportFactory()
    report = ReportFactory()
    type(report).objects.filter(pk=report.pk).update(
        ruled_at=timezone.now(), ruled_by=report.made_by, ruling="dismissed"
    )


def ask_for_a_package():
    DriverRequestFactory(asked=True)
    DriverRequestFactory(triaged=True)


def let_a_request_rest():
    for days in (15, 2):
        DriverRequestFactory(triaged=True, moved_at=days_ago(days))


def propose_a_change():
    SolutionRevisionFactory(submitted=True)
    SolutionRevisionFactory(returned=True)


def apply_as_a_provider():
    ProviderApplicationFactory(submitted=True)
    ProviderApplicationFactory(filled=True)


def screen_an_applicant():
    ProviderApplicationFactory(submitted=True)
    ReviewCheckFactory(check_code="screened")


def run_out():
    RenewalFactory()
    RenewalFactory(due_on=timezone.localdate() + timedelta(days=9))


# What makes rows wait, and how many then do beside those of the test's people.
WAITING = {
    "submitted": (lambda: SolutionFactory(submitted=True), 1),
    "lagging": (lag, 1),
    "without-strong-match": (publish_without_strong, 1),
    "outbox": (wait_in_the_outbox, 1),
    "parked-notices": (lambda: NoticeFactory(given_up=True), 1),
    "parked-digests": (lambda: DigestFactory(given_up=True), 1),
    "parked-letters": (lambda: LetterFactory(given_up=True), 1),
    "exemptions": (end_exemptions, 2),
    "unscreened": (screen, 1),
    "findings": (find_names, 1),
    "people-unscreened": (screen_people, 2),
    "people-exemptions": (exempt_people, 2),
    "questions": (ask, 1),
    "plans": (submit_a_plan, 1),
    "applications": (apply_to_join, 1),
    "associates": (become_associate, 1),
    "without-csco": (leave_an_office_empty, 1),
    "introductions-unanswered": (ask_without_answer, 1),
    "introductions-late": (miss_a_step, 1),
    "introductions-silent": (fall_silent, 1),
    "introduction-reports": (report, 1),
    "driver-asked": (ask_for_a_package, 1),
    "driver-resting": (let_a_request_rest, 1),
    "solution-changes": (propose_a_change, 1),
    "provider-applications": (apply_as_a_provider, 1),
    "applicants-to-screen": (screen_an_applicant, 1),
    "renewals": (run_out, 1),
}


def test_every_queue_is_tried():
    assert set(work_queue.QUEUES) == set(WAITING)


@pytest.mark.parametrize("name", WAITING)
def test_a_line_counts_what_its_list_shows(client_of, name):
    client = client_of("compliance" if name == "findings" else "secretariat")

    def line():
        lines = client.get(reverse("admin:index")).context["queue"]
        return next(found for found in lines if found.url.endswith(f"={name}"))

    fill, more = WAITING[name]
    before = line().count
    with_people_around = name == "unscreened"  # factories make unscreened cities
    fill()

    after = line()
    listed = client.get(after.url).context["cl"].result_count
    assert after.count == listed
    assert after.oldest is not None
    assert after.count == before + more or with_people_around


def test_staff_see_the_queues_of_what_they_may_see(client_of):
    lines = client_of("compliance").get(reverse("admin:index")).context["queue"]

    assert {line.url.rpartition("=")[2] for line in lines} == {
        "unscreened",
        "exemptions",
        "findings",
        "people-unscreened",
        "people-exemptions",
        "associates",
        "without-csco",
        "provider-applications",
        "applicants-to-screen",
    }


def test_a_queue_of_another_model_filters_nothing(staff_client):
    factories.NeedFactory()
    url = reverse("admin:scaps_need_changelist")

    assert staff_client.get(url, {"waiting": "outbox"}).status_code == 200
