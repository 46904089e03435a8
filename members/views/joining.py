"""Joining: the start page, the steps, and how an application stands.

No account is needed. An application is found by the signed link that was
mailed to the applicant, and by nothing else: that link is the right.
"""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import drafts, files, limits
from core.errors import DomainError
from core.languages import current
from members import framework, join_links, join_paper, join_sheet
from members.join_forms import BeginForm, ResendForm
from members.join_sheet import FILES, Sheet
from members.join_steps import LAST, STEPS, JoinStep
from members.services import joining as services
from members.states import ApplicationState

BEGINNINGS, HANDED_IN, FILES_HANDED_IN = 5, 30, 6


def is_post(request) -> bool:
    return request.method == "POST"


def has_files(request) -> bool:
    return is_post(request) and bool(request.FILES)


def _sent(request):
    return request.POST if is_post(request) else None


def with_link(view):
    """Give the view the application of the link; a dead link says how to get another."""

    @wraps(view)
    def linked(request, word, **kwargs):
        application = join_links.application_of(word)
        if application is None:
            answer = render(request, "members/join/dead.html", status=404)
        else:
            answer = view(request, Sheet(application, word), **kwargs)
        add_never_cache_headers(answer)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return linked


# --- Without a link ----------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(BEGINNINGS, "join", when=is_post)
def start(request):
    """Who may join and what it takes; then an address for the link."""
    initial = {"key": drafts.fresh_key(), "language": current()}
    form = BeginForm(_sent(request), initial=initial)
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
    """Mail the link again. The answer is the same whether there was one or not."""
    form = ResendForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        services.send_links(form.cleaned_data["email"])
        messages.success(
            request,
            _(
                "If there is an application with this address, a new link is on its way."
            ),
        )
        return redirect("join:start")
    status = 422 if form.is_bound else 200
    return render(request, "members/join/resend.html", {"form": form}, status=status)


@require_safe
def blank_form(request):
    """The form on paper, to be filled in by hand."""
    return _paper(request, {})


# --- With a link ---------------------------------------------------------------------


@require_safe
@with_link
def open_link(request, sheet: Sheet):
    """To the step that was reached; what was sent, to how it stands."""
    if sheet.application.state == ApplicationState.DRAFT:
        return redirect(sheet.address(sheet.reached))
    return redirect("join:status", sheet.word)


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
        "change": sheet.address(LAST),
        "link_days": join_links.VALID_FOR.days,
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
    """A file that the applicant handed in, given back to the applicant."""
    if name not in FILES or getattr(sheet.application, name) is None:
        raise Http404
    return files.response(getattr(sheet.application, name))


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def discard(request, sheet: Sheet):
    """Forget an application that was not sent, after asking."""
    if sheet.application.state != ApplicationState.DRAFT:
        return redirect("join:status", sheet.word)
    if request.method != "POST":
        return render(request, "members/join/discard.html", {"sheet": sheet})
    try:
        services.discard(sheet.application)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("join:status", sheet.word)
    messages.success(request, _("The application and everything you typed is gone."))
    return redirect("join:start")


@require_http_methods(["GET", "HEAD", "POST"])
@limits.a_minute(HANDED_IN, "join-step", when=is_post)
@limits.a_minute(FILES_HANDED_IN, "join-file", when=has_files)
@with_link
def step(request, sheet: Sheet, name: str):
    """One step: its questions, and what is sent for them."""
    asked = _named(name)
    if not sheet.application.is_writable:
        return redirect("join:status", sheet.word)
    if request.method == "POST":
        return (_send if asked is LAST else _go_on)(request, sheet, asked)
    if asked.number > sheet.reached.number:
        return redirect(sheet.address(sheet.reached))
    form = sheet.answered(asked) if "faults" in request.GET else sheet.form(asked)
    return _page(request, sheet, asked, form)


@require_POST
@with_link
def autosave(request, sheet: Sheet, name: str):
    """Keep what is typed, valid or not; nothing is sent by it."""
    asked = _named(name)
    if not join_sheet.fits(request.POST):
        return HttpResponse(status=413)
    try:
        _keep(sheet, asked, request.POST)
    except DomainError:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def _named(name: str) -> JoinStep:
    if (found := STEPS.named(name)) is None:
        raise Http404
    return found


def _keep(
    sheet: Sheet, asked: JoinStep, sent, *, reached: int = 1, handed_in=None
) -> None:
    typed = join_sheet.typed(sheet.form(asked), sent)
    services.keep(sheet.application, typed, reached=reached, files=handed_in)


def _go_on(request, sheet: Sheet, asked: JoinStep):
    """Keep the step, valid or not; on if it is, or back if that is wanted."""
    if not join_sheet.fits(request.POST):
        form = sheet.form(asked, request.POST, request.FILES)
        return _page(request, sheet, asked, form, status=422)
    if "back" in request.POST:
        _keep(sheet, asked, request.POST)
        return redirect(sheet.address(STEPS.numbered(asked.number - 1)))
    form = sheet.form(asked, request.POST, request.FILES)
    is_valid = form.is_valid()
    handed_in = {n: form.cleaned_data[n] for n in FILES if form.cleaned_data.get(n)}
    following = STEPS.numbered(asked.number + 1)
    reached = following.number if is_valid else 1
    try:
        _keep(sheet, asked, request.POST, reached=reached, handed_in=handed_in)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("join:status", sheet.word)
    if not is_valid:
        return _page(request, sheet, asked, form, status=422)
    is_known = sheet.application.reached == LAST.number
    return redirect(sheet.address(LAST if is_known else following))


def _send(request, sheet: Sheet, asked: JoinStep):
    """Send the whole application, or go to the first step that has a fault."""
    if "back" in request.POST:
        return redirect(sheet.address(STEPS.numbered(asked.number - 1)))
    if sheet.reached is not LAST:
        return redirect(sheet.address(sheet.reached))
    form = sheet.form(asked, request.POST)
    if not form.is_valid():
        _keep(sheet, asked, request.POST)
        return _page(request, sheet, asked, form, status=422)
    if (faulty := sheet.faulty) is not None:
        return redirect(f"{sheet.address(faulty)}?faults")
    reply = form.cleaned_data.get("reply", "")
    try:
        services.submit(sheet.application, sheet.facts, reply=reply)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("join:status", sheet.word)


def _page(request, sheet: Sheet, asked: JoinStep, form, *, status=200):
    context = {
        "step": asked,
        "steps": STEPS,
        "sheet": sheet,
        "form": form,
        "is_multipart": form.is_multipart(),
        "question": sheet.question,
        "version": framework.VERSION,
        "progress": [_mark(other, asked) for other in STEPS],
        "ways": _ways(sheet, asked),
        "answers": sheet.answers() if asked is LAST else [],
        "faulty": sheet.faulty if asked is LAST else None,
        "word": sheet.word,
    }
    return render(request, "members/join/step.html", context, status=status)


def _paper(request, facts, sheet: Sheet | None = None):
    context = {
        "version": framework.VERSION,
        "lines": join_paper.lines(facts),
        "signature": join_paper.signature(),
        "sheet": sheet,
    }
    return render(request, "members/join/form.html", context)


def _mark(step: JoinStep, now: JoinStep) -> str:
    if step is now:
        return "now"
    return "done" if step.number < now.number else ""


def _ways(sheet: Sheet, now: JoinStep) -> list[dict]:
    """The steps that can be gone to."""
    return [
        {"label": step.label, "url": sheet.address(step), "current": step is now}
        for step in STEPS[: sheet.reached.number]
    ]
