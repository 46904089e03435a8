"""What the pages of a form in steps do, whichever form it is.

The views of an app guard them, name the templates, and hand them a `StepSheet`.
No account is needed: the signed link that was mailed is the right.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from core import files, mailed_forms
from core.errors import DomainError
from core.mailed_links import MailedLinks
from core.pages import is_post
from core.step_sheets import StepSheet, fits
from core.steps import Step

BEGINNINGS, HANDED_IN, FILES_HANDED_IN = 5, 30, 6
"""How often a minute one address may begin, send a step, send a file."""


def has_files(request) -> bool:
    return is_post(request) and bool(request.FILES)


def with_link(links: MailedLinks, sheet: type[StepSheet]) -> Callable:
    """Give a view the sheet of the link; a dead link says how to get another."""

    def opened(view):
        @wraps(view)
        def linked(request, word, **kwargs):
            application = links.form_of(word)
            if application is None:
                context = {"namespace": links.namespace}
                answer = render(request, "mailed/dead.html", context, status=404)
            else:
                answer = view(request, sheet(application, word), **kwargs)
            add_never_cache_headers(answer)
            answer["X-Robots-Tag"] = "noindex"
            return answer

        return linked

    return opened


def to_status(sheet: StepSheet):
    return redirect(sheet.url("status"))


def resend(request, form, send_links: Callable, *, namespace: str):
    """Mail the link again. The answer is the same whether there was one or not."""
    if is_post(request) and form.is_valid():
        send_links(form.cleaned_data["email"])
        messages.success(
            request,
            _(
                "If there is an application with this address, a new link is on its way."
            ),
        )
        return redirect(f"{namespace}:start")
    status = 422 if form.is_bound else 200
    context = {"form": form, "namespace": namespace}
    return render(request, "mailed/resend.html", context, status=status)


def open_link(sheet: StepSheet):
    """To the step that was reached; what was sent, to how it stands."""
    if sheet.application.state == mailed_forms.DRAFT:
        return redirect(sheet.address(sheet.reached))
    return to_status(sheet)


def file(sheet: StepSheet, name: str):
    """A file that the applicant handed in, given back to the applicant."""
    if name not in sheet.files or getattr(sheet.application, name) is None:
        raise Http404
    return files.response(getattr(sheet.application, name))


def discard(request, sheet: StepSheet):
    """Forget a form that was not sent, after asking."""
    if sheet.application.state != mailed_forms.DRAFT:
        return to_status(sheet)
    if not is_post(request):
        return render(request, "mailed/discard.html", {"sheet": sheet})
    try:
        mailed_forms.discard(sheet.application)
    except DomainError as error:
        messages.error(request, str(error))
        return to_status(sheet)
    messages.success(request, _("The application and everything you typed is gone."))
    return redirect(f"{sheet.namespace}:start")


def named(sheet: StepSheet, name: str) -> Step:
    if (found := sheet.steps.named(name)) is None:
        raise Http404
    return found


def autosave(request, sheet: StepSheet, name: str):
    """Keep what is typed, valid or not; nothing is sent by it."""
    asked = named(sheet, name)
    if not fits(request.POST):
        return HttpResponse(status=413)
    try:
        sheet.keep(asked, request.POST)
    except DomainError:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def step(request, sheet: StepSheet, name: str, *, template: str):
    """One step: its questions, and what is sent for them."""
    asked = named(sheet, name)
    if not sheet.application.is_writable:
        return to_status(sheet)
    if is_post(request):
        answer = _send if asked.is_last else _go_on
        return answer(request, sheet, asked, template)
    if asked.number > sheet.reached.number:
        return redirect(sheet.address(sheet.reached))
    form = sheet.answered(asked) if "faults" in request.GET else sheet.form(asked)
    return page(request, sheet, asked, form, template=template)


def _go_on(request, sheet: StepSheet, asked: Step, template: str):
    """Keep the step, valid or not; on if it is, or back if that is wanted."""
    if not fits(request.POST):
        form = sheet.form(asked, request.POST, request.FILES)
        return page(request, sheet, asked, form, template=template, status=422)
    if "back" in request.POST:
        sheet.keep(asked, request.POST)
        return redirect(sheet.address(sheet.steps.numbered(asked.number - 1)))
    form = sheet.form(asked, request.POST, request.FILES)
    is_valid = form.is_valid()
    given = form.cleaned_data
    handed_in = {name: given[name] for name in sheet.files if name in given}
    following = sheet.steps.numbered(asked.number + 1)
    reached = following.number if is_valid else 1
    try:
        sheet.keep(asked, request.POST, reached=reached, handed_in=handed_in)
    except DomainError as error:
        messages.error(request, str(error))
        return to_status(sheet)
    if not is_valid:
        return page(request, sheet, asked, form, template=template, status=422)
    return redirect(after(sheet, asked))


def after(sheet: StepSheet, asked: Step) -> str:
    """Where to go from a step that is answered: back to the last, once it was seen."""
    if sheet.application.reached >= sheet.last.number:
        return sheet.address(sheet.last)
    return sheet.address(sheet.steps.numbered(asked.number + 1))


def _send(request, sheet: StepSheet, asked: Step, template: str):
    """Send the whole form, or go to the first step that has a fault."""
    if "back" in request.POST:
        return redirect(sheet.address(sheet.steps.numbered(asked.number - 1)))
    if not sheet.reached.is_last:
        return redirect(sheet.address(sheet.reached))
    form = sheet.form(asked, request.POST)
    if not form.is_valid():
        sheet.keep(asked, request.POST)
        return page(request, sheet, asked, form, template=template, status=422)
    if (faulty := sheet.faulty) is not None:
        return redirect(f"{sheet.address(faulty)}?faults")
    try:
        sheet.submit(reply=form.cleaned_data.get("reply", ""))
    except DomainError as error:
        messages.error(request, str(error))
    return to_status(sheet)


def page(
    request, sheet: StepSheet, asked: Step, form, *, template: str, status=200, **more
):
    """A step with the way through all of them beside it."""
    context = {
        "step": asked,
        "steps": sheet.steps,
        "sheet": sheet,
        "form": form,
        "is_multipart": form is not None and form.is_multipart(),
        "question": sheet.question,
        "progress": [_mark(other, asked) for other in sheet.steps],
        "ways": _ways(sheet, asked),
        "answers": sheet.answers() if asked.is_last else [],
        "faulty": sheet.faulty if asked.is_last else None,
        "word": sheet.word,
    }
    return render(request, template, context | more, status=status)


def _mark(step: Step, now: Step) -> str:
    if step.number == now.number:
        return "now"
    return "done" if step.number < now.number else ""


def _ways(sheet: StepSheet, now: Step) -> list[dict]:
    """The steps that can be gone to."""
    return [
        {
            "label": step.label,
            "url": sheet.address(step),
            "current": step.number == now.number,
        }
        for step in sheet.steps[: sheet.reached.number]
    ]
