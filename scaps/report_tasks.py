"""What a signed-in official has still to report: for the home page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scaps import deadlines
from scaps.models import ProgressReport, ReportPeriod, Scap
from scaps.states import ReportState
from translations import services as translations


def due(user, *, scap: Scap | None = None) -> list[dict]:
    """Reports that wait for a person's offices, as `c-task-list` shows them.

    With `scap` those of one plan.

    No query for who writes for nobody, four at most, whatever they write for.
    """
    cities = user.writes_for if user.is_authenticated else set()
    if not cities:
        return []
    scaps = Scap.objects.published().filter(organisation__in=cities)
    if scap:
        scaps = scaps.filter(pk=scap.pk)
    scaps = translations.prepare(
        scaps.select_related("organisation__country").order_by("pk")
    )
    networks = {scap.network_id for scap in scaps}
    periods = list(
        ReportPeriod.objects.open().filter(
            network__in=networks, opens_on__lte=timezone.localdate()
        )
    )
    reports = {
        (report.scap_id, report.period_id): report
        for report in ProgressReport.objects.filter(
            scap__in=scaps, period__in=periods
        ).defer("answers")
    }
    return [
        _task(scap, period, reports.get((scap.pk, period.pk)))
        for period in periods
        for scap in scaps
        if scap.network_id == period.network_id
        and not _is_done(reports.get((scap.pk, period.pk)))
    ]


def _is_done(report: ProgressReport | None) -> bool:
    return report is not None and report.state == ReportState.SIGNED


def _task(scap: Scap, period: ReportPeriod, report: ProgressReport | None) -> dict:
    day = deadlines.due_on(period, scap.organisation.country.code)
    is_late = day < timezone.localdate()
    words = (
        _("Progress report %(year)s was due on %(date)s")
        if is_late
        else _("Progress report %(year)s is due on %(date)s")
    )
    return {
        "label": words % {"year": period.year, "date": date_format(day)},
        "url": reverse("reports:edit", args=[scap.slug, period.year]),
        "tone": "stop" if is_late else ("run" if report else "plan"),
        "state": pgettext("a report", "in work") if report else _("not begun"),
        "hint": translations.read(scap, "title"),
    }
