"""Progress reports: written, signed off, corrected, read, and asked for."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from core.errors import Conflict, DomainError, MoveNotAllowed
from members.models import Network
from notifications.models import Event, Notice
from scaps import actuals, reminders, report_tasks
from scaps.models import Need, ProgressReport, ReportReminder, ReportRevision
from scaps.notices import ReportDue
from scaps.services import plans, report_periods, reports
from scaps.states import ReminderStep
from tests.factories import (
    InvestmentFactory,
    MilestoneFactory,
    NeedFactory,
    ProgressReportFactory,
    ProjectFactory,
    ReportPeriodFactory,
    ScapFactory,
    TargetFactory,
)
from tests.people import WHO

YEAR = 2026


@pytest.fixture
def scap(world):
    """A published plan of csco's city with a target, a project and a milestone."""
    network = Network.objects.get(slug="neascn")
    scap = ScapFactory(
        organisation=world.city, network=network, slug="busan", submitted=True
    )
    TargetFactory(scap=scap)
    project = ProjectFactory(scap=scap)
    MilestoneFactory(project=project)
    InvestmentFactory(project=project)
    plans.publish(scap, by=world.people["secretariat"])
    scap.refresh_from_db()
    return scap


@pytest.fixture
def period(scap):
    return ReportPeriodFactory(opened=True, network=scap.network)


@pytest.fixture
def sent(scap):
    """What a browser sends for each page."""
    target, project = scap.targets.get().pk, scap.projects.get().pk
    milestone = scap.projects.get().milestones.get().pk
    return {
        "figures": {f"value_{target}": "82", f"year_{target}": "2026"},
        "projects": {
            f"stage_{project}": "implementation",
            f"secured_{project}": "40000",
            f"spent_{project}": "12500.50",
            f"currency_{project}": "USD",
            f"remark_{project}": "Two districts are equipped.",
            f"reached_{milestone}": "2026-03-02",
        },
        "words": {
            "source_lang": "ko",
            "lessons": "겨울에는 센서를 데워야 합니다.",
            "help": "Partners for heated housings.",
        },
    }


@pytest.fixture
def address(scap, period):
    def of(name: str, *more) -> str:
        return reverse(f"reports:{name}", args=[scap.slug, period.year, *more])

    return of


@pytest.fixture
def fill_in(client_of, sent, address):
    """`fill_in("csco")` saves all three pages and gives the report."""

    def fill(who: str) -> ProgressReport:
        for page, values in sent.items():
            answer = client_of(who).post(address("edit-page", page), values)
            assert answer.status_code == 302, page
        return ProgressReport.objects.get()

    return fill


@pytest.fixture
def signed(fill_in, csco):
    return reports.sign(fill_in("csco"), by=csco)


# --- Writing ---------------------------------------------------------------------


def test_a_report_is_written_page_by_page_and_signed_off(
    client_of, fill_in, address, scap, csco
):
    fill_in("editor")

    page = client_of("csco").get(address("edit")).content.decode()
    assert "82" in page
    assert client_of("editor").post(address("sign")).status_code == 403
    answer = client_of("csco").post(address("sign"))

    report = ProgressReport.objects.get()
    assert answer.url == report.get_absolute_url()
    assert (report.state, report.signed_by, report.entered_by.family_latin) == (
        "signed",
        csco,
        "editor",
    )
    target = scap.targets.get()
    found = actuals.latest(scap)[target.pk]
    assert (found.value, found.year, found.lang) == (82, 2026, "ko")
    progress = report.projects.get()
    assert (progress.stage.code, progress.secured_usd, progress.spent_usd) == (
        "implementation",
        40000,
        12501,
    )
    assert client_of("csco").get(address("edit")).status_code == 403


def test_what_is_signed_off_is_read_as_the_plan_is(client_of, signed, address):
    page = client_of("visitor").get(address("detail")).content.decode()

    for words in ("82", "Two districts are equipped.", "40,000", "Spent so far"):
        assert words in page
    assert "겨울에는" in page
    assert client_of("visitor").get(address("slide")).status_code == 200


def test_the_list_bears_nonsense(client_of, signed):
    asked = {"year": "9" * 30, "network": "\0", "country": "\0"}

    assert client_of("visitor").get(reverse("reports:index"), asked).status_code == 200


def test_money_is_for_those_the_plan_shows_it_to(client_of, signed, scap, address):
    version = scap.projects.get().current
    version.money_visibility = "network"
    version.save()

    assert "40,000" not in client_of("visitor").get(address("detail")).content.decode()
    assert "40,000" in client_of("other_csco").get(address("detail")).content.decode()


def test_a_target_wants_a_figure_or_a_reason(client_of, scap, sent, address):
    target = scap.targets.get().pk
    page = address("edit-page", "figures")

    answer = client_of("csco").post(page, {f"year_{target}": "2026"})
    assert answer.status_code == 422
    assert not ProgressReport.objects.exists()
    reason = {f"year_{target}": "2026", f"note_{target}": "The meter broke."}
    assert client_of("csco").post(page, reason).status_code == 302


def test_what_is_typed_waits_for_the_office(client_of, scap, address):
    target = scap.targets.get().pk
    client_of("csco").post(
        address("autosave", "figures"), {f"value_{target}": "8", f"year_{target}": ""}
    )

    page = client_of("deputy").get(address("edit-page", "figures"))
    assert 'value="8"' in page.content.decode()
    assert not ProgressReport.objects.exists()


def test_what_was_saved_is_typed_no_more(client_of, sent, address):
    client_of("deputy").post(address("autosave", "words"), {"help": "Half a thought"})
    client_of("csco").post(address("edit-page", "words"), sent["words"])

    page = client_of("deputy").get(address("edit-page", "words")).content.decode()

    assert "Half a thought" not in page


def test_of_two_who_save_one_page_the_second_sees_both_texts(
    client_of, sent, address, scap
):
    page = address("edit-page", "words")
    client_of("csco").post(page, sent["words"])
    late = sent["words"] | {"help": "Money.", "version": "0"}

    answer = client_of("deputy").post(page, late)

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Partners for heated housings." in text
    assert "Money." in text
    assert client_of("deputy").post(page, late | {"version": "1"}).status_code == 302
    assert ProgressReport.objects.get().answers["words"]["help"] == "Money."


def test_two_pages_do_not_stand_in_each_others_way(client_of, sent, address):
    client_of("csco").post(address("edit-page", "words"), sent["words"])

    answer = client_of("deputy").post(address("edit-page", "figures"), sent["figures"])

    assert answer.status_code == 302


def test_a_closed_period_takes_no_report(
    client_of, scap, secretariat, address, period, csco
):
    closed = report_periods.close(period, by=secretariat)

    assert client_of("csco").get(address("edit")).status_code == 403
    with pytest.raises(DomainError, match="closed"):
        reports.save_page(
            scap, closed, "words", {}, version=0, source_lang="en", by=csco
        )


# --- Signing and correcting ----------------------------------------------------------


def test_an_incomplete_report_is_not_signed(scap, period, csco):
    report = ProgressReportFactory(scap=scap, period=period)

    with pytest.raises(DomainError, match="not saved yet"):
        reports.sign(report, by=csco)
    assert not ReportRevision.objects.exists()


def test_a_target_that_came_since_wants_its_figure_first(fill_in, scap, csco):
    report = fill_in("csco")
    plans.revise(scap, by=csco)
    TargetFactory(scap=scap)
    plans.submit(scap, by=csco)
    plans.publish(scap, by=csco)

    with pytest.raises(DomainError, match="new target"):
        reports.sign(report, by=csco)


def test_a_report_on_a_withdrawn_plan_is_not_signed(fill_in, scap, csco):
    report = fill_in("csco")
    plans.withdraw(scap, by=csco, reason="The council asked for it.")

    with pytest.raises(DomainError):
        reports.sign(report, by=csco)


def test_what_is_signed_is_not_saved_over(signed, scap, period, csco):
    with pytest.raises(DomainError, match="signed off"):
        reports.save_page(
            scap, period, "words", {}, version=1, source_lang="en", by=csco
        )
    with pytest.raises(MoveNotAllowed):
        reports.sign(signed, by=csco)


def test_a_correction_is_a_new_revision_and_readers_keep_the_old_one(
    client_of, signed, sent, address, secretariat, csco, scap
):
    target = scap.targets.get().pk
    reports.reopen(signed, by=secretariat, reason="The figure is of 2025.")
    new = sent["figures"] | {f"value_{target}": "75", "version": "1"}
    client_of("csco").post(address("edit-page", "figures"), new)

    assert actuals.latest(scap)[target].value == 82
    assert "82" in client_of("visitor").get(address("detail")).content.decode()
    assert Event.objects.filter(kind="report-reopened").exists()
    reports.sign(signed, by=csco)

    assert actuals.latest(scap)[target].value == 75
    numbers = list(ReportRevision.objects.values_list("number", "reason"))
    assert numbers == [(2, "The figure is of 2025."), (1, "")]


def test_a_stale_page_is_a_conflict(signed, scap, period, csco, secretariat):
    reports.reopen(signed, by=secretariat, reason="Check the year.")

    with pytest.raises(Conflict):
        reports.save_page(
            scap, period, "words", {}, version=0, source_lang="en", by=csco
        )


def test_the_next_year_begins_with_the_last(client_of, signed, scap, sent):
    ReportPeriodFactory(opened=True, network=scap.network, year=YEAR + 1)
    page = reverse("reports:edit-page", args=[scap.slug, YEAR + 1, "projects"])
    words = reverse("reports:edit-page", args=[scap.slug, YEAR + 1, "words"])

    assert '"implementation" selected' in client_of("csco").get(page).content.decode()
    assert "Partners for heated" in client_of("csco").get(words).content.decode()


def test_needs_of_the_year_are_told(client_of, scap, fill_in, address, csco):
    need = NeedFactory(organisation=scap.organisation, title="Warm stops")
    Need.objects.filter(pk=need.pk).update(
        state="published",
        published_at=datetime(YEAR, 3, 1, tzinfo=UTC),
        published_by=csco,
    )
    reports.sign(fill_in("csco"), by=csco)

    page = client_of("visitor").get(address("detail"))

    assert "Warm stops" in page.content.decode()
    Need.objects.filter(pk=need.pk).update(visibility="network")
    page = client_of("visitor").get(address("detail"))
    assert "Warm stops" not in page.content.decode()


def test_the_secretariat_opens_periods_and_corrects_reports(client_of, signed, scap):
    staff = client_of("secretariat")
    period = ReportPeriodFactory(network=scap.network, year=YEAR + 1)

    begin = reverse("admin:scaps_reportperiod_move", args=[period.pk, "begin"])
    staff.post(begin)
    reopen = reverse("admin:scaps_progressreport_move", args=[signed.pk, "reopen"])
    assert staff.post(reopen, {"reason": ""}).status_code == 422
    staff.post(reopen, {"reason": "The year is wrong."})

    period.refresh_from_db()
    signed.refresh_from_db()
    assert (period.state, signed.state) == ("open", "draft")
    assert signed.reopen_reason == "The year is wrong."
    for page in ("scaps_reportperiod", "scaps_progressreport"):
        row = period if page.endswith("period") else signed
        address = reverse(f"admin:{page}_change", args=[row.pk])
        assert staff.get(address).status_code == 200


# --- Who may ---------------------------------------------------------------------


@pytest.mark.parametrize("who", WHO)
def test_lists_and_pages_agree(people, signed, who):
    ProgressReportFactory(scap=ScapFactory(organisation=signed.scap.organisation))
    ProgressReportFactory()
    user = people[who]

    listed = set(ProgressReport.objects.visible_to(user))

    assert listed == {
        report
        for report in ProgressReport.objects.all()
        if user.has_perm("scaps.view_progressreport", report)
    }


def test_the_list_is_for_those_who_may_read_the_plan(client_of, signed):
    version = signed.scap.current
    version.visibility = "network"
    version.save()

    for who, found in (("visitor", []), ("other_csco", [signed])):
        page = client_of(who).get(reverse("reports:index")).context["page"]
        assert list(page.object_list) == found


# --- Reminders -------------------------------------------------------------------


@pytest.fixture
def due(scap):
    return ReportPeriodFactory(
        opened=True,
        network=scap.network,
        opens_on=date(2026, 8, 20),
        due_on=date(2026, 10, 3),
    )


def test_each_step_is_told_once(due, scap, csco, deputy, mailoutbox):
    """3 October is a Saturday and a holiday in the ROK, as is the Monday after."""
    nearby = {8: range(19, 22), 9: [4, 5, 6, 7, 28, 29], 10: [2, 3, 5, 6, 12, 13]}
    days = [date(2026, month, day) for month in nearby for day in nearby[month]]

    for today in days + days:
        reminders.remind(today)

    assert list(ReportReminder.objects.values_list("step", flat=True)) == list(
        ReminderStep
    )
    told = Notice.objects.filter(recipient=csco, event__kind="report-due")
    assert told.count() == len(ReminderStep)
    assert {notice.event.data["due"] for notice in told} == {"2026-10-06"}
    with transaction.atomic(), pytest.raises(IntegrityError):
        ReportReminder.objects.create(period=due, scap=scap, step=ReminderStep.DAY)


def test_the_letter_names_the_day_and_leads_to_the_pages(due, scap, csco):
    reminders.remind(date(2026, 9, 29))
    notice = Notice.objects.get(recipient=csco, event__kind="report-due")

    assert notice.subject.startswith("The progress report 2026 of Busan is due on")
    with translation.override("ko"):
        assert f"/ko/reports/{scap.slug}/2026/edit/" in ReportDue.text(
            notice.event, csco
        )


def test_nobody_is_told_on_a_free_day(due, scap):
    assert reminders.remind(date(2026, 10, 5)) == 0
    assert reminders.remind(date(2026, 10, 6)) == 1


def test_who_left_the_network_is_left_alone(due, scap):
    scap.organisation.memberships.update(state="withdrawn")

    assert reminders.remind(date(2026, 10, 6)) == 0


def test_who_has_reported_is_left_alone(signed):
    day = signed.period.due_on

    assert reminders.remind(day) == 0
    ProgressReport.objects.update(current=None, state="draft")
    assert reminders.remind(day) == 1


def test_opening_a_period_asks_for_reminders(scap, secretariat, run_outbox):
    period = ReportPeriodFactory(network=scap.network, opens_on=date(2020, 1, 2))

    report_periods.begin(period, by=secretariat)

    assert run_outbox(only="scaps.remind") == ["scaps.remind_of_reports"]
    assert ReportReminder.objects.count() <= 1


def test_the_home_page_says_what_is_due(due, scap, csco, people):
    (task,) = report_tasks.due(csco)

    assert "2026" in task["label"]
    assert task["url"].endswith(f"/reports/{scap.slug}/2026/edit/")
    assert report_tasks.due(people["other_csco"]) == []
    assert report_tasks.due(people["visitor"]) == []
