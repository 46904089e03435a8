"""Writing a progress report on three short pages, checking it, signing it off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.access import fetch
from core.errors import Conflict, DomainError
from scaps import deadlines, report_answers, report_data, report_reading
from scaps.models import ReportPeriod, Scap
from scaps.report_pages import PAGES, Page
from scaps.report_writing import Sheet, fits
from scaps.services import reports as services
from scaps.states import REPORT_WORKFLOW


@login_required
@require_safe
def edit(request, slug, year):
    """All answers to check, what changed since last year, and signing off."""
    sheet = _sheet(request.user, slug, year)
    sections = report_answers.to_check(sheet)
    is_complete = all(section["is_saved"] for section in sections)
    data = report_data.of_report(sheet.report, sheet.basis)
    last = sheet.basis.last
    context = {
        **_context(sheet),
        "sections": sections,
        "is_complete": is_complete,
        "has_unsaved": any(section["draft"] for section in sections),
        "may_sign": request.user.has_perm("scaps.sign_progressreport", sheet.report),
        "sign": REPORT_WORKFLOW.moves["sign"],
        "reading": report_reading.page(
            data, sheet.scap, request.user, before=last.data if last else None
        ),
    }
    return render(request, "scaps/reports/edit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, slug, year, name):
    """One page: its questions, and what is sent for them."""
    asked = _named(name)
    sheet = _sheet(request.user, slug, year)
    if request.method != "POST":
        draft = sheet.draft(asked)
        return _page(request, sheet, asked, sheet.form(asked, draft=draft), draft=draft)
    if "discard" in request.POST:
        sheet.drop(asked)
        messages.success(request, _("What was typed and not saved is gone."))
        return redirect(sheet.address(asked))
    form = sheet.form(asked, request.POST)
    if form.is_valid():
        return _save(request, sheet, asked, form)
    if fits(request.POST):
        sheet.keep(asked, request.POST)
    return _page(request, sheet, asked, form, status=422)


@login_required
@require_POST
def autosave(request, slug, year, name):
    """Keep what is typed, valid or not; nobody else reads it."""
    asked = _named(name)
    sheet = _sheet(request.user, slug, year)
    if not fits(request.POST):
        return HttpResponse(status=413)
    sheet.keep(asked, request.POST)
    return HttpResponse(status=204)


@login_required
@require_POST
def sign(request, slug, year):
    """The sign-off of the Chief Smart City Officer or a deputy."""
    sheet = _sheet(request.user, slug, year)
    if not request.user.has_perm("scaps.sign_progressreport", sheet.report):
        raise PermissionDenied
    if sheet.report.pk is None:
        return redirect(sheet.address(PAGES[0]))
    try:
        report = services.sign(sheet.report, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(sheet.address(None))
    messages.success(request, _("The report is signed off and can be read."))
    return redirect(report)


# --- Parts ------------------------------------------------------------------------


def _sheet(user, slug: str, year: int) -> Sheet:
    """A report that somebody may write; what is signed off is not written any more."""
    plans = Scap.objects.select_related(
        "organisation__country", "organisation__local_government", "current"
    )
    scap = fetch(user, "scaps.view_scap", plans, slug=slug)
    if scap.current is None:
        raise Http404
    periods = ReportPeriod.objects.started().filter(network=scap.network_id)
    sheet = Sheet(scap, get_object_or_404(periods, year=year), by=user)
    if not user.has_perm("scaps.change_progressreport", sheet.report):
        raise PermissionDenied(_refusal(user, sheet))
    return sheet


def _refusal(user, sheet: Sheet) -> str:
    """Why those who write for the city may not write now; others learn nothing."""
    if not user.has_perm("scaps.report_scap", sheet.scap):
        return ""
    if sheet.report.signed_at:
        return _(
            "This report is signed off. The secretariat can open it for correction."
        )
    return _("This reporting period is closed.")


def _named(name: str) -> Page:
    if (found := PAGES.named(name)) is None:
        raise Http404
    return found


def _save(request, sheet: Sheet, asked: Page, form):
    try:
        sheet.report = services.save_page(
            sheet.scap,
            sheet.period,
            asked.name,
            form.answers(),
            version=form.cleaned_data["version"] or 0,
            source_lang=form.cleaned_data.get("source_lang", sheet.report.source_lang),
            by=request.user,
        )
    except Conflict as conflict:
        return _conflict_page(request, sheet, asked, form, conflict)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(sheet.address(None))
    return redirect(sheet.address(sheet.following(asked)))


def _conflict_page(request, sheet: Sheet, asked: Page, mine, conflict: Conflict):
    """Both versions side by side; the form keeps this one and takes the new version."""
    sheet.keep(asked, request.POST)
    fresh = Sheet(sheet.scap, sheet.period, by=request.user)
    pairs = report_answers.differences(fresh.saved_form(asked), mine)
    sent = request.POST.copy()
    sent["version"] = str(fresh.report.page_version(asked.name))
    form = fresh.form(asked, sent)
    return _page(
        request, fresh, asked, form, status=409, conflict=conflict, pairs=pairs
    )


def _page(request, sheet: Sheet, asked: Page, form, *, status=200, **more):
    context = {
        "conflict": None,
        "draft": None,
        **_context(sheet),
        "page": asked,
        "form": form,
        "action": sheet.address(asked),
        "autosave": sheet.autosave_address(asked),
        "progress": [_mark(other, asked) for other in PAGES],
        **more,
    }
    return render(request, "scaps/reports/page.html", context, status=status)


def _context(sheet: Sheet) -> dict:
    country = sheet.scap.organisation.country.code
    return {
        "scap": sheet.scap,
        "period": sheet.period,
        "report": sheet.report,
        "pages": PAGES,
        "due": deadlines.due_on(sheet.period, country),
        "ways": [
            {"label": page.title, "url": sheet.address(page), "current": False}
            for page in PAGES
        ]
        + [{"label": _("Check answers"), "url": sheet.address(None), "current": False}],
    }


def _mark(page: Page, now: Page) -> str:
    if page is now:
        return "now"
    return "done" if page.number < now.number else ""
