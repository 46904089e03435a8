"""The Smart City Driver: who may ask for what, and how a request goes on."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import DomainError, MoveNotAllowed
from introductions.models import Introduction
from introductions.states import Origin
from members.states import ComplianceStatus
from notifications.models import Notice
from solutions import driver_page, driver_subjects
from solutions.models import DriverPackage, DriverRequest
from solutions.services import driver
from solutions.states import (
    DRIVER_IN_WORK,
    DRIVER_OPEN,
    DRIVER_REQUEST_WORKFLOW,
    DriverRequestState,
)
from tests.factories import (
    DriverPackageFactory,
    DriverRequestFactory,
    LocalGovernmentFactory,
    NeedFactory,
    ProjectFactory,
    ProviderFactory,
)
from tests.people import WHO

WORDS = {"text": "Бид алдагдлыг мэдэхгүй байна.", "lang": "mn"}
ANSWER = {"text": "We come back to you in March.", "lang": "en"}
MEETING = {"meets_at": datetime(2027, 3, 1, 5, tzinfo=UTC), "place": "Room 12"}


@pytest.fixture
def package(world):
    return DriverPackageFactory(offered=True)


@pytest.fixture
def need(city):
    return NeedFactory(organisation=city, published=True)


@pytest.fixture
def asked(package, need, csco) -> DriverRequest:
    return driver.ask(package, about=need, by=csco, **WORDS)


def told(slug: str) -> set[str]:
    notices = Notice.objects.filter(event__kind=slug)
    return set(notices.values_list("recipient__email", flat=True))


def restrict(organisation) -> None:
    organisation.compliance_status = ComplianceStatus.BLOCKED
    organisation.save()


# --- Words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(1, 1, "1 week"), (6, 6, "6 weeks"), (6, 10, "6–10 weeks")],
)
def test_a_duration_is_told_in_weeks(least, most, words):
    assert driver_page.duration(least, most) == words


def test_every_state_has_a_tone_and_every_part_a_lead():
    assert set(driver_page.TONES) == set(DriverRequestState)
    assert all(driver_page.lead(kind) for kind in ("plan", "finance", "deploy"))


# --- Life cycle --------------------------------------------------------------------------


@pytest.mark.parametrize("state", DriverRequestState)
@pytest.mark.parametrize("name", DRIVER_REQUEST_WORKFLOW.moves)
def test_every_state_and_every_move(state, name):
    request = SimpleNamespace(state=state)
    move = DRIVER_REQUEST_WORKFLOW.moves[name]

    if state in move.sources:
        DRIVER_REQUEST_WORKFLOW.advance(request, name)
        assert request.state == move.target
    else:
        with pytest.raises(MoveNotAllowed):
            DRIVER_REQUEST_WORKFLOW.advance(request, name)


def test_what_is_open_can_be_withdrawn_and_the_rest_is_at_its_end():
    withdraw = DRIVER_REQUEST_WORKFLOW.moves["withdraw"]
    sources = set().union(*(m.sources for m in DRIVER_REQUEST_WORKFLOW.moves.values()))

    assert withdraw.sources == DRIVER_OPEN == sources
    assert {DriverRequestState.ASKED} == DRIVER_OPEN - DRIVER_IN_WORK
    assert all(
        callable(getattr(driver, name)) for name in DRIVER_REQUEST_WORKFLOW.moves
    )


# --- Asking -------------------------------------------------------------------------------


def test_a_request_reaches_the_secretariat_and_begins_its_steps(asked, city, need):
    assert (asked.organisation, asked.need, asked.project) == (city, need, None)
    assert [step.state for step in asked.steps.all()] == ["asked"]
    assert "secretariat@example.org" in told("driver-asked")


def test_a_matter_is_asked_once_while_it_is_open(asked, package, need, csco):
    with pytest.raises(DomainError, match="asked for this package already"):
        driver.ask(package, about=need, by=csco, **WORDS)
    driver.withdraw(asked, by=csco, reason="The budget is gone.")

    again = driver.ask(package, about=need, by=csco, **WORDS)

    assert again != asked
    assert driver_subjects.asked_already(package, [again.organisation]) == [again]


def test_what_stands_against_asking(package, need, csco, city):
    outside = LocalGovernmentFactory().organisation
    closed = NeedFactory(organisation=city, closed=True)
    restrict(LocalGovernmentFactory().organisation)

    with pytest.raises(DomainError, match="Only members"):
        driver.ask(package, about=NeedFactory(organisation=outside), by=csco, **WORDS)
    with pytest.raises(DomainError, match="closed"):
        driver.ask(package, about=closed, by=csco, **WORDS)
    with pytest.raises(DomainError, match="not offered"):
        driver.ask(DriverPackageFactory(), about=need, by=csco, **WORDS)
    restrict(city)
    need.refresh_from_db()
    with pytest.raises(DomainError, match="Only knowledge"):
        driver.ask(package, about=need, by=csco, **WORDS)
    assert not DriverRequest.objects.exists()


def test_whom_somebody_may_ask_for(people, city):
    assert driver_subjects.asker(people["editor"]).cities == [city]
    assert driver_subjects.asker(people["reader"]).cities == []
    assert driver_subjects.asker(people["provider_owner"]).cities == []
    city.memberships.update(state="suspended")
    assert driver_subjects.asker(people["csco"]).is_outside
    city.memberships.update(state="full")
    restrict(city)
    found = driver_subjects.asker(people["csco"])
    assert (found.cities, found.is_restricted) == ([], True)


def test_open_needs_and_projects_may_be_chosen(city, need):
    project = ProjectFactory(scap__organisation=city)
    NeedFactory(organisation=city, closed=True)
    NeedFactory()

    found = driver_subjects.of([city])

    assert set(found.values()) == {need, project}
    groups = dict(driver_subjects.choices(found))
    assert groups["Needs of your office"] == [(f"need-{need.pk}", str(need))]
    assert groups["Projects of your office"] == [
        (f"project-{project.pk}", str(project))
    ]


# --- What the secretariat does ---------------------------------------------------------------


def test_each_step_is_kept_and_told(asked, secretariat, people, run_outbox, mailoutbox):
    request = driver.take(asked, by=secretariat)
    request = driver.meet(request, by=secretariat, **MEETING, **ANSWER)
    request = driver.support(request, by=secretariat, **ANSWER)
    request = driver.finish(request, by=secretariat, **ANSWER)
    run_outbox(only="notifications.")

    states = [step.state for step in request.steps.all()]
    assert states == ["asked", "triaged", "meeting", "support", "done"]
    meeting = request.steps.get(state="meeting")
    assert (meeting.meets_at, meeting.place) == tuple(MEETING.values())
    assert request.owner == secretariat
    assert told("driver-moved") == {"csco@example.org", "deputy@example.org"}
    to_csco = [one for one in mailoutbox if one.to == ["csco@example.org"]]
    assert "Your request is now: meeting arranged." in to_csco[1].body
    assert reverse("driver:request", args=[request.pk]) in to_csco[1].body
    assert ANSWER["text"] not in "".join(one.body for one in mailoutbox)
    with pytest.raises(MoveNotAllowed):
        driver.withdraw(request, by=people["csco"], reason="Too late.")


def test_an_introduction_begins_with_what_the_city_wrote(asked, provider, secretariat):
    asked.package.partners.add(provider)
    request = driver.take(asked, by=secretariat)

    request = driver.introduce(request, partner=provider, by=secretariat, **ANSWER)

    there = Introduction.objects.get()
    assert (there.asker, there.asked) == (asked.organisation, provider)
    assert (there.about, there.origin) == (asked.need, Origin.DRIVER)
    assert [(m.text, m.lang) for m in there.messages.all()] == [tuple(WORDS.values())]
    step = request.steps.last()
    assert (step.introduction, step.text) == (there, ANSWER["text"])
    # Asked for again: the thread that is there, and no second one.
    driver.introduce(request, partner=provider, by=secretariat)
    assert Introduction.objects.count() == 1


def test_nobody_is_introduced_whom_compliance_keeps_apart(asked, provider, secretariat):
    stranger = ProviderFactory().organisation
    asked.package.partners.add(provider)
    request = driver.take(asked, by=secretariat)
    with pytest.raises(DomainError, match="partner of the package"):
        driver.introduce(request, partner=stranger, by=secretariat)
    restrict(provider)

    with pytest.raises(DomainError, match="passes no"):
        driver.introduce(request, partner=provider, by=secretariat)

    request.refresh_from_db()
    assert request.state == DriverRequestState.TRIAGED
    assert provider not in driver_page.partners()


# --- Rights ---------------------------------------------------------------------------------


def test_lists_and_rights_agree(people, asked):
    packages = [
        asked.package,
        DriverPackageFactory(),
        DriverPackageFactory(retired=True),
    ]
    requests = [asked, DriverRequestFactory(package=asked.package)]

    for who in WHO:
        person = people[who]
        for noun, rows in (("driverpackage", packages), ("driverrequest", requests)):
            right = f"solutions.view_{noun}"
            allowed = {row for row in rows if person.has_perm(right, row)}
            assert set(type(rows[0]).objects.visible_to(person)) == allowed, who


# --- Pages ----------------------------------------------------------------------------------


def test_packages_are_for_members(client_of, package):
    index, page = reverse("driver:index"), package.get_absolute_url()

    assert package.title not in client_of("visitor").get(index).text
    assert package.title not in client_of("provider_owner").get(index).text
    answer = client_of("reader").get(index)
    assert package.title in answer.text
    assert client_of("provider_owner").get(page).status_code == 404


def test_the_list_asks_the_database_no_more_for_more_packages(
    client_of, package, asked
):
    client, page = client_of("csco"), reverse("driver:index")
    package.partners.add(ProviderFactory().organisation)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page)
    for kind in ("plan", "finance", "deploy"):
        made = DriverPackageFactory(offered=True, kind=kind)
        made.partners.add(ProviderFactory().organisation)
        DriverRequestFactory(package=made, need=asked.need)
    with CaptureQueriesContext(connection) as many:
        client.get(page)

    assert len(many) <= len(few)
    assert len(many) <= 25


def test_a_city_asks_in_one_page_and_follows_its_request(
    client_of, package, need, secretariat
):
    client = client_of("editor")
    page = reverse("driver:ask", args=[package.slug])
    NeedFactory(organisation=need.organisation)
    key = driver_subjects.key_of(need)

    form = client.get(page, {"with": key}).context["form"]
    empty = client.post(page, {"subject": key, "text": "", "lang": "mn"})
    answer = client.post(page, {"subject": key, **WORDS})

    assert form["subject"].value() == key
    assert empty.status_code == 422
    made = DriverRequest.objects.get()
    assert answer.url == made.get_absolute_url()
    driver.meet(driver.take(made, by=secretariat), by=secretariat, **MEETING, **ANSWER)
    DriverRequest.objects.update(notes="They have asked thrice.")
    followed = client.get(answer.url)
    assert "Room 12" in followed.text
    assert ANSWER["text"] in followed.text
    assert "thrice" not in followed.text
    assert package.slug in followed.text
    # What was asked with is not offered again.
    assert key not in client.get(page).context["subjects"]


def test_only_whoever_writes_for_the_city_takes_a_request_back(client_of, asked):
    page = reverse("driver:withdraw", args=[asked.pk])

    assert client_of("reader").post(page, {"reason": "No."}).status_code == 403
    answer = client_of("deputy").post(page, {"reason": "The budget is gone."})

    assert answer.url == asked.get_absolute_url()
    asked.refresh_from_db()
    assert asked.state == DriverRequestState.WITHDRAWN
    assert asked.steps.last().text == "The budget is gone."
    assert "secretariat@example.org" in told("driver-withdrawn")


def test_a_package_that_is_retired_is_asked_for_no_more(asked, client_of, secretariat):
    driver.retire(asked.package, by=secretariat, reason="Its partner has no time.")

    client = client_of("csco")
    assert client.get(asked.get_absolute_url()).status_code == 200
    assert client.get(asked.package.get_absolute_url()).status_code == 404
    assert not DriverPackage.objects.offered().exists()


def test_a_restricted_city_reads_what_there_is_and_cannot_ask(
    client_of, package, provider, city, need
):
    package.partners.add(provider)
    restrict(city)
    client, page = client_of("csco"), reverse("driver:ask", args=[package.slug])

    shown = client.get(package.get_absolute_url())
    answer = client.post(page, {"subject": driver_subjects.key_of(need), **WORDS})

    assert "Only knowledge is shared" in shown.text
    assert page not in shown.text
    assert provider.name not in shown.text
    assert answer.status_code == 422
    assert not DriverRequest.objects.exists()
