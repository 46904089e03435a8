"""Reading progress reports: the list, one report, and its page for the meeting."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import fetch
from core.text import clean_line, whole_number
from scaps import report_reading
from scaps.models import ProgressReport
from scaps.report_slide import slide as slide_of
from scaps.states import REPORT_WORKFLOW
from translations import services as translations

PAGE_SIZE = 20


@require_safe
def index(request):
    """Reports that are signed off, the newest first; by network, country and year."""
    reports = (
        ProgressReport.objects.visible_to(request.user)
        .signed()
        .select_related(
            "scap__organisation__country", "period__network", "current", "scap"
        )
        .defer("answers", "current__data")
        .order_by("-period__year", "-signed_at", "pk")
    )
    chosen = {
        "year": whole_number(request.GET.get("year", "")),
        "network": clean_line(request.GET.get("network", "")),
        "country": clean_line(request.GET.get("country", "")),
    }
    lookups = {
        "year": "period__year",
        "network": "period__network__slug",
        "country": "scap__organisation__country__code",
    }
    reports = reports.filter(**{lookups[n]: v for n, v in chosen.items() if v})
    page = Paginator(reports, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    translations.prepare(report.scap for report in page.object_list)
    translations.prepare(report.scap.organisation for report in page.object_list)
    context = {"page": page, "is_filtered": any(chosen.values())}
    return render(request, "scaps/reports/index.html", context)


@require_safe
def detail(request, slug, year):
    report = _report(request.user, slug, year)
    context = {
        **_context(report, request.user),
        "moves": REPORT_WORKFLOW.open_to(request.user, report),
        "may_change": request.user.has_perm("scaps.change_progressreport", report),
    }
    return render(request, "scaps/reports/detail.html", context)


@require_safe
def slide(request, slug, year):
    """One page to be shown at the yearly meeting, made to be printed."""
    report = _report(request.user, slug, year)
    context = _context(report, request.user)
    context["slide"] = slide_of(report, context["reading"])
    return render(request, "scaps/reports/slide.html", context)


def _report(user, slug: str, year: int) -> ProgressReport:
    """A report that was signed off; the office writes on the pages for that."""
    reports = ProgressReport.objects.select_related(
        "scap__organisation__country",
        "scap__organisation__local_government",
        "scap__current",
        "period__network",
        "current",
    )
    lookup = {"scap__slug": slug, "period__year": year}
    report = fetch(user, "scaps.view_progressreport", reports, **lookup)
    if report.current is None:
        raise Http404
    return report


def _context(report: ProgressReport, user) -> dict:
    reading = report_reading.page(
        report.current.data, report.scap, user, before=report_reading.before(report)
    )
    return {
        "report": report,
        "scap": report.scap,
        "city": report.scap.organisation,
        "revision": report.current,
        "year": report.period.year,
        "reading": reading,
    }
