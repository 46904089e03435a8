"""Applying as a provider: the start page, the steps, and how an application stands.

No account is needed: the signed link that was mailed to the applicant is the right.
The page about needs is in `solutions.views.pinpointing`.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import drafts, limits, mailed_links, step_pages
from core.errors import DomainError
from core.languages import current
from core.pages import is_post, sent
from core.step_pages import (
    BEGINNINGS,
    FILES_HANDED_IN,
    HANDED_IN,
    has_files,
)
from core.steps import Step
from core.text import whole_number
from members.join_forms import ResendForm
from solutions import composing, renewals, review_standing
from solutions.apply_links import LINKS
from solutions.apply_sheet import TONES, Sheet
from solutions.apply_steps import SOLUTIONS, STEPS
from solutions.forms.applying import BeginApplicationForm
from solutions.forms.solution import SolutionSheet
from solutions.services import applying as services
from solutions.states import IN_REVIEW

with_link = step_pages.with_link(LINKS, Sheet)


# --- Without a link ------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(BEGINNINGS, "apply", when=is_post)
def start(request):
    """Who may apply and what it takes; then an address for the link."""
    initial = {"key": drafts.fresh_key(), "language": current()}
    form = BeginApplicationForm(sent(request), initial=initial)
    if is_post(request) and form.is_valid():
        facts = form.cleaned_data | {"country": form.cleaned_data["country"].code}
        by = request.user if request.user.is_staff else None
        try:
            application = services.begin(**facts, by=by)
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            return redirect("apply:open", LINKS.token(application))
    context = {"form": form, "steps": STEPS}
    status = 422 if form.is_bound else 200
    return render(request, "solutions/apply/start.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(BEGINNINGS, "apply", when=is_post)
def resend(request):
    form = ResendForm(sent(request))
    return step_pages.resend(request, form, services.send_links, namespace="apply")


# --- With a link ---------------------------------------------------------------------


@require_safe
@with_link
def open_link(request, sheet: Sheet):
    return step_pages.open_link(sheet)


@require_safe
@with_link
def file(request, sheet: Sheet, name: str):
    return step_pages.file(sheet, name)


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def discard(request, sheet: Sheet):
    return step_pages.discard(request, sheet)


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(HANDED_IN, "apply-step", when=is_post)
@limits.a_minute(FILES_HANDED_IN, "apply-file", when=has_files)
@with_link
def step(request, sheet: Sheet, name: str):
    return step_pages.step(request, sheet, name, template="solutions/apply/step.html")


@require_POST
@with_link
def autosave(request, sheet: Sheet, name: str):
    return step_pages.autosave(request, sheet, name)


@require_safe
@with_link
def status(request, sheet: Sheet):
    """How it stands, and what was sent."""
    application = sheet.application
    context = {
        "sheet": sheet,
        "application": application,
        "tone": TONES[application.state],
        "name": application.name or application.answers.get("name_en", ""),
        "questions": application.questions.all(),
        "progress": review_standing.progress(application),
        "valid_until": renewals.valid_until(application.organisation),
        "answers": sheet.answers() if application.submitted_at else [],
        "change": sheet.address(_asked_about(sheet)),
        "may_withdraw": application.state in IN_REVIEW,
        "link_days": mailed_links.VALID_FOR.days,
        "word": sheet.word,
    }
    return render(request, "solutions/apply/status.html", context)


def _asked_about(sheet: Sheet) -> Step:
    """The step that the secretariat asks about; the last one has the answer."""
    named = sheet.steps.named(sheet.question.step) if sheet.question else None
    return named or sheet.last


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def withdraw(request, sheet: Sheet):
    """Take back what was sent, after asking."""
    if sheet.application.state not in IN_REVIEW:
        return step_pages.to_status(sheet)
    if not is_post(request):
        return render(request, "solutions/apply/withdraw.html", {"sheet": sheet})
    try:
        services.withdraw(sheet.application)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The application is withdrawn."))
    return step_pages.to_status(sheet)


# --- Its solutions -------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(HANDED_IN, "apply-step", when=is_post)
@with_link
def solution(request, sheet: Sheet, key: str):
    """All questions about one solution; with a new key, about a new one."""
    if not sheet.application.is_writable:
        return step_pages.to_status(sheet)
    if not is_post(request):
        return _solution_page(request, sheet, key, _asked(request, sheet, key))
    if not composing.fits(request.POST):
        return HttpResponse(status=413)
    asked = SolutionSheet.sent(request.POST)
    place = asked.press(request.POST)
    try:
        services.keep_solution(sheet.application, key=key, data=asked.data)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(sheet.address(SOLUTIONS))
    if place:
        return redirect(f"{sheet.url('solution', key)}?{place}")
    if not asked.is_valid():
        return _solution_page(request, sheet, key, asked, status=422)
    messages.success(request, _("The solution is saved."))
    return redirect(sheet.address(SOLUTIONS))


@require_POST
@with_link
def keep_solution(request, sheet: Sheet, key: str):
    """Keep what is typed about a solution, right or wrong."""
    if not composing.fits(request.POST):
        return HttpResponse(status=413)
    data = SolutionSheet.sent(request.POST).data
    try:
        services.keep_solution(sheet.application, key=key, data=data)
    except DomainError:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def remove_solution(request, sheet: Sheet, key: str):
    """Take a solution off the application, after asking."""
    if not sheet.application.is_writable:
        return step_pages.to_status(sheet)
    if (row := _row(sheet, key)) is None:
        raise Http404
    if not is_post(request):
        context = {"sheet": sheet, "row": row, "back": sheet.address(SOLUTIONS)}
        return render(request, "solutions/apply/remove.html", context)
    try:
        services.remove_solution(sheet.application, key=key)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The solution is off the application."))
    return redirect(sheet.address(SOLUTIONS))


def _row(sheet: Sheet, key: str):
    return sheet.application.proposed.filter(key=key).first()


def _asked(request, sheet: Sheet, key: str) -> SolutionSheet:
    row = _row(sheet, key)
    if row is None:
        return SolutionSheet({"source_lang": sheet.application.language})
    asked = SolutionSheet(row.data, check="faults" in request.GET)
    asked.open_row(whole_number(request.GET.get("row", "")))
    return asked


def _solution_page(request, sheet: Sheet, key: str, asked: SolutionSheet, status=200):
    if asked.check:
        asked.is_valid()
    context = {
        "application": sheet.application,
        "apply": sheet,
        "sheet": asked,
        "key": key,
        "is_new": _row(sheet, key) is None,
        "word": sheet.word,
        "action": sheet.url("solution", key),
        "step": sheet.steps.named(SOLUTIONS.name),
        "steps": sheet.steps,
    }
    return render(request, "solutions/apply/solution.html", context, status=status)
