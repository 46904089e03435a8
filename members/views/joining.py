"""Joining: the start page, the steps, and how an application stands.

No account is needed. An application is found by the signed link that was
mailed to the applicant, and by nothing else: that link is the right.
"""

from django.shortcuts import redirect, render
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
from members import framework, join_links, join_paper
from members.join_forms import BeginForm, ResendForm
from members.join_sheet import Sheet
from members.join_steps import STEPS
from members.services import joining as services

with_link = step_pages.with_link(join_links.LINKS, Sheet)


# --- Without a link ----------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(BEGINNINGS, "join", when=is_post)
def start(request):
    """Who may join and what it takes; then an address for the link."""
    initial = {"key": drafts.fresh_key(), "language": current()}
    form = BeginForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        by = request.user if request.user.is_authenticated else None
        try:
            application = services.begin(**form.cleaned_data, by=by)
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            return redirect("join:open", join_links.token(application))
    context = {"form": form, "version": framework.VERSION, "steps": STEPS}
    status = 422 if form.is_bound else 200
    return render(request, "members/join/start.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(BEGINNINGS, "join", when=is_post)
def resend(request):
    form = ResendForm(sent(request))
    return step_pages.resend(request, form, services.send_links, namespace="join")


@require_safe
def blank_form(request):
    """The form on paper, to be filled in by hand."""
    return _paper(request, {})


# --- With a link ---------------------------------------------------------------------


@require_safe
@with_link
def open_link(request, sheet: Sheet):
    return step_pages.open_link(sheet)


@require_safe
@with_link
def status(request, sheet: Sheet):
    application = sheet.application
    context = {
        "sheet": sheet,
        "application": application,
        "name": application.name_in(current()),
        "questions": application.questions.all(),
        "answers": sheet.answers() if application.submitted_at else [],
        "change": sheet.address(sheet.last),
        "link_days": mailed_links.VALID_FOR.days,
    }
    return render(request, "members/join/status.html", context)


@require_safe
@with_link
def own_form(request, sheet: Sheet):
    """The form on paper with what was answered, to be printed and signed."""
    return _paper(request, sheet.facts, sheet)


@require_safe
@with_link
def file(request, sheet: Sheet, name: str):
    return step_pages.file(sheet, name)


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def discard(request, sheet: Sheet):
    return step_pages.discard(request, sheet)


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(HANDED_IN, "join-step", when=is_post)
@limits.a_minute(FILES_HANDED_IN, "join-file", when=has_files)
@with_link
def step(request, sheet: Sheet, name: str):
    return step_pages.step(request, sheet, name, template="members/join/step.html")


@require_POST
@with_link
def autosave(request, sheet: Sheet, name: str):
    return step_pages.autosave(request, sheet, name)


def _paper(request, facts, sheet: Sheet | None = None):
    context = {
        "version": framework.VERSION,
        "lines": join_paper.lines(facts),
        "signature": join_paper.signature(),
        "sheet": sheet,
    }
    return render(request, "members/join/form.html", context)
