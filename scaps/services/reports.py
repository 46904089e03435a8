"""What people do with a progress report. Every verb locks the report."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import drafts
from core.errors import Conflict, DomainError
from members.models import User
from notifications import services as notifications
from scaps import report_data
from scaps.models import (
    ProgressReport,
    ProjectProgress,
    ReportPeriod,
    ReportRevision,
    Scap,
    TargetActual,
)
from scaps.notices import ReportReopened
from scaps.report_basis import Basis, place
from scaps.report_pages import PAGES, WORDS
from scaps.states import REPORT_WORKFLOW, PeriodState, ReportState


@transaction.atomic
def save_page(
    scap: Scap,
    period: ReportPeriod,
    page: str,
    answers: dict,
    *,
    version: int,
    source_lang: str,
    by,
) -> ProgressReport:
    """Keep one page, unless somebody saved it since `version` was read.

    The first page that is saved begins the report.
    """
    report = _begun(scap, period, source_lang=source_lang, by=by)
    if report.state != ReportState.DRAFT:
        raise DomainError(
            _("This report is signed off. The secretariat can open it for correction.")
        )
    if period.state != PeriodState.OPEN and report.current_id is None:
        raise DomainError(_("This reporting period is closed."))
    if report.page_version(page) != version:
        raise Conflict(
            _("Somebody else saved this page while you were writing. Nothing is lost.")
        )
    report.answers = report.answers | {page: answers}
    report.page_versions = report.page_versions | {page: version + 1}
    if page == WORDS.name:
        report.source_lang = source_lang
    report.save(update_fields=["answers", "page_versions", "source_lang", "updated_at"])
    drafts.drop(ReportPeriod, **place(scap, period, page))
    return report


@transaction.atomic
def sign(report: ProgressReport, *, by) -> ProgressReport:
    """Sign the report off: readers get it as it is now, and it is not changed again."""
    report = _move(report, "sign")
    scap = Scap.objects.select_related("organisation__country", "current").get(
        pk=report.scap_id
    )
    if scap.current is None:
        raise DomainError(_("This plan is withdrawn"))
    basis = Basis(scap, report.period)
    _check_complete(report, basis)
    report.signed_at, report.signed_by = timezone.now(), by
    data = report_data.of_report(report, basis)
    last = report.revisions.first()
    report.current = ReportRevision.objects.create(
        report=report,
        number=last.number + 1 if last else 1,
        data=data,
        reason=report.reopen_reason if last else "",
        signed_at=report.signed_at,
        signed_by=by,
    )
    report.save(
        update_fields=["state", "current", "signed_at", "signed_by", "updated_at"]
    )
    _write_rows(report, data, basis)
    return report


@transaction.atomic
def reopen(report: ProgressReport, *, by, reason: str) -> ProgressReport:
    """Let the office correct a signed report; readers keep the signed one until then."""
    report = _move(report, "reopen")
    report.signed_at = report.signed_by = None
    report.reopened_at, report.reopened_by = timezone.now(), by
    report.reopen_reason = reason
    report.save(
        update_fields=[
            "state",
            "signed_at",
            "signed_by",
            "reopened_at",
            "reopened_by",
            "reopen_reason",
            "updated_at",
        ]
    )
    notifications.announce(
        ReportReopened,
        about=report,
        by=by,
        to=User.objects.speaking_for(report.scap.organisation),
    )
    return report


def lock(report: ProgressReport) -> ProgressReport:
    return (
        ProgressReport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("scap__organisation", "period")
        .get(pk=report.pk)
    )


def _begun(scap: Scap, period: ReportPeriod, *, source_lang: str, by):
    report, _made = ProgressReport.objects.get_or_create(
        scap=scap,
        period=period,
        defaults={"source_lang": source_lang, "entered_by": by},
    )
    return lock(report)


def _move(report: ProgressReport, name: str) -> ProgressReport:
    report = lock(report)
    REPORT_WORKFLOW.advance(report, name)
    return report


def _check_complete(report: ProgressReport, basis: Basis) -> None:
    """Every page was saved, and every target of the plan in force has an answer."""
    missing = [page.title for page in PAGES if page.name not in report.answers]
    if missing:
        raise DomainError(
            _("This page is not saved yet: %(page)s") % {"page": missing[0]}
        )
    figures = report.answers["figures"]
    if any(str(target["id"]) not in figures for target in basis.targets):
        raise DomainError(
            _("The plan has a new target since. Give its figure, then sign off.")
        )


def _write_rows(report: ProgressReport, data: dict, basis: Basis) -> None:
    """The rows that figures are made of, those of an earlier revision replaced."""
    report.actuals.all().delete()
    report.projects.all().delete()
    TargetActual.objects.bulk_create(report_data.actuals(report, data))
    ProjectProgress.objects.bulk_create(report_data.progress(report, data, basis))
