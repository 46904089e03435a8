"""Writing a need in five short steps, a new one or one that exists.

The same pages serve both: a new need has a random key in its address until it
is saved, one that exists has its number.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import drafts
from core.access import fetch
from core.errors import Conflict
from scaps import answers, steps, writing
from scaps.forms.needs import NeedForm, filled
from scaps.models import Need, Project
from scaps.services import needs as services
from scaps.steps import LAST, STEPS, NeedStep
from scaps.writing import AlreadyMade, Writing


@login_required
@require_safe
def start(request):
    """What was begun and not saved, to go on with; else a new need."""
    _check_may_begin(request.user)
    project = _project(request)
    sheet = Writing(by=request.user, key=drafts.fresh_key(), project=project)
    fresh = sheet.address(STEPS[0])
    begun = writing.begun_by(request.user)
    if project or not begun:
        return redirect(fresh)
    return render(request, "scaps/begun.html", {"begun": begun, "fresh": fresh})


@login_required
@require_safe
def resume(request, key):
    """Back to the step that was reached."""
    sheet = _writing(request.user, key=key)
    return redirect(sheet.address(sheet.reached))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, name, key="", pk=None):
    """One step: its questions, and what is sent for them."""
    asked = _named(name)
    sheet = _writing(request.user, key=key, pk=pk, project=_project(request))
    if request.method != "POST":
        return _ask(request, sheet, asked, was_begun=bool(key))
    if sheet.need and key and asked is LAST:
        # Sent twice: the first has made the need.
        return redirect("solutions:finder", sheet.need.pk)
    try:
        return (_finish if asked is LAST else _go_on)(request, sheet, asked)
    except AlreadyMade:
        # Between two lines of ours; now the key leads to the need.
        return step(request, name, key=key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Editing begins where writing ends: with all answers, each to be changed."""
    return step(request, LAST.name, pk=pk)


@login_required
@require_POST
def autosave(request, name, key="", pk=None):
    """Keep what is typed, valid or not; nothing is published by it."""
    asked = _named(name)
    sheet = _writing(request.user, key=key, pk=pk, project=_project(request))
    if not writing.fits(request.POST):
        return HttpResponse(status=413)
    try:
        sheet.keep(asked, request.POST)
    except AlreadyMade:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, key="", pk=None):
    """Forget what was typed, after asking: all of a new need, or unsaved changes."""
    sheet = _writing(request.user, key=key, pk=pk)
    if sheet.draft is None:
        return redirect(sheet.need or "needs:new")
    if request.method != "POST":
        context = {"draft": sheet.draft, "need": sheet.need, "step": sheet.reached}
        context["back"] = sheet.address(sheet.reached)
        return render(request, "scaps/discard.html", context)
    sheet.drop()
    messages.success(request, _("What was typed and not saved is gone."))
    return redirect(sheet.address(LAST) if sheet.need else "needs:index")


# --- Who may ---------------------------------------------------------------------


def _check_may_begin(user) -> None:
    if not (user.has_perm("scaps.add_need") and writing.cities_of(user).exists()):
        raise PermissionDenied(
            _(
                "Needs are written by officials of a local government. You have no seat there."
            )
        )


def _project(request) -> Project | None:
    """The project that an address says a need is begun for."""
    if not (slug := request.GET.get("project")):
        return None
    source = Project.objects.select_related("organisation__country", "scap", "current")
    return fetch(request.user, "scaps.change_project", source, slug=slug)


def _writing(
    user, *, key: str = "", pk: int | None = None, project: Project | None = None
) -> Writing:
    """What somebody may write; a key that is spent leads to the need it became."""
    if pk is None:
        _check_may_begin(user)
        draft = drafts.of_key(Need, key)
        pk = drafts.became(draft)
        if pk is None:
            if draft and not writing.may_continue(user, draft):
                raise Http404
            return Writing(by=user, key=key, project=project)
    source = Need.objects.select_related("organisation__country")
    need = fetch(user, "scaps.change_need", source, pk=pk)
    return Writing(by=user, need=need)


def _named(name: str) -> NeedStep:
    if (found := STEPS.named(name)) is None:
        raise Http404
    return found


# --- A step ----------------------------------------------------------------------


def _ask(request, sheet: Writing, asked: NeedStep, *, was_begun: bool):
    if sheet.need and was_begun:
        return redirect(sheet.address(asked))
    if asked.number > sheet.reached.number:
        return redirect(sheet.address(sheet.reached))
    # Sent back from the last step: what is wrong is told.
    sent = sheet.values if "faults" in request.GET else None
    return _page(request, sheet, asked, sheet.form(sent, step=asked))


def _go_on(request, sheet: Writing, asked: NeedStep):
    """Keep the step, valid or not; on if it is, or back if that is wanted."""
    if "back" in request.POST and writing.fits(request.POST):
        sheet.keep(asked, request.POST)
        return redirect(sheet.address(STEPS.numbered(asked.number - 1)))
    form = sheet.form(request.POST, step=asked)
    following = STEPS.numbered(asked.number + 1)
    if form.is_valid():
        sheet.keep(asked, request.POST, reached=following)
        return redirect(sheet.address(LAST if sheet.reached is LAST else following))
    if writing.fits(request.POST):
        sheet.keep(asked, request.POST)
    return _page(request, sheet, asked, form, status=422)


def _finish(request, sheet: Writing, asked: NeedStep):
    """Save the whole need, or go to the first step that has a fault."""
    if sheet.reached is not LAST:
        return redirect(sheet.address(sheet.reached))
    last = sheet.form(request.POST, step=asked)
    if not last.is_valid():
        return _page(request, sheet, asked, last, status=422)
    sheet.keep(asked, request.POST)
    if "back" in request.POST:
        return redirect(sheet.address(STEPS.numbered(asked.number - 1)))
    whole = sheet.whole()
    if not whole.is_valid():
        return redirect(_with_faults(sheet.address(steps.asking(whole.errors))))
    if request.POST.get("seen") != sheet.seen:
        return _page(request, sheet, asked, last, status=409, has_moved=True)
    if sheet.need:
        return _change(request, sheet, last, whole)
    need = services.create(
        sheet.city,
        whole.cleaned_data,
        by=request.user,
        key=sheet.key,
        project=sheet.project,
    )
    return redirect("solutions:finder", need.pk)


def _with_faults(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}faults"


def _change(request, sheet: Writing, last: NeedForm, whole: NeedForm):
    version = last.cleaned_data["version"] or 0
    try:
        services.change(
            sheet.need, whole.cleaned_data, version=version, by=request.user
        )
    except Conflict as conflict:
        return _conflict_page(request, sheet, conflict)
    messages.success(request, _("The need is saved."))
    return redirect("solutions:finder", sheet.need.pk)


def _conflict_page(request, sheet: Writing, conflict: Conflict):
    """Both texts side by side; the form keeps this one and takes the new version."""
    theirs = Need.objects.select_related("organisation__country").get(pk=sheet.need.pk)
    mine = sheet.whole()
    pairs = answers.differences(NeedForm(initial=filled(theirs), need=theirs), mine)
    sent = request.POST.copy()
    sent["version"] = str(theirs.version)
    form = sheet.form(sent, step=LAST)
    return _page(request, sheet, LAST, form, status=409, conflict=conflict, pairs=pairs)


def _page(
    request, sheet: Writing, asked: NeedStep, form: NeedForm, *, status=200, **more
):
    address = sheet.address(asked)
    context = {
        "step": asked,
        "steps": STEPS,
        "sheet": sheet,
        "need": sheet.need,
        "form": form,
        "action": address,
        "progress": [_mark(other, asked) for other in STEPS],
        "ways": _ways(sheet, asked),
        "autosave": _autosave_address(sheet, asked),
        **more,
    }
    if asked is LAST:
        context["answers"] = answers.to_check(sheet.whole(), sheet.address)
    return render(request, "scaps/step.html", context, status=status)


def _mark(step: NeedStep, now: NeedStep) -> str:
    if step is now:
        return "now"
    return "done" if step.number < now.number else ""


def _ways(sheet: Writing, now: NeedStep) -> list[dict]:
    """The steps that can be gone to."""
    return [
        {"label": step.title, "url": sheet.address(step), "current": step is now}
        for step in STEPS[: sheet.reached.number]
    ]


def _autosave_address(sheet: Writing, step: NeedStep) -> str:
    if sheet.need:
        return reverse("needs:edit-autosave", args=[sheet.need.pk, step.name])
    path = reverse("needs:begun-autosave", args=[sheet.key, step.name])
    return sheet.for_project(path)
