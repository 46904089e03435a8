"""Next steps of a thread: planned, changed and ended; and what came of it all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import fetch
from core.errors import Conflict, DomainError
from core.languages import current
from core.pages import sent
from introductions import steps_page
from introductions.limits import writes
from introductions.models import NextStep, Outcome
from introductions.next_steps import RUNGS
from introductions.services import steps as services
from introductions.states import STEP_WORKFLOW
from introductions.step_forms import EndForm, OutcomeForm, StepForm
from introductions.views.parts import done, introduction_of, page

STEPS = NextStep.objects.select_related(
    "introduction__asker__country", "introduction__asked__country", "person"
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes
def plan(request, pk, kind):
    """A step of one kind, with the usual side and day filled in."""
    if kind not in RUNGS:
        raise Http404
    introduction = introduction_of(request, "introductions.plan_introduction", pk)
    form = StepForm(
        sent(request),
        introduction=introduction,
        user=request.user,
        kind=kind,
        initial=steps_page.first_answers(introduction, kind) | {"lang": current()},
    )
    if form.is_valid():
        try:
            step = services.plan(
                introduction, form.cleaned_data, kind=kind, by=request.user
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The step is planned. The other side is told."))
            return redirect(step)
    return page(request, "plan", introduction, form, rung=RUNGS[kind])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes
def change(request, pk, step):
    """Another day, another owner, other words."""
    found = _step(request, pk, step)
    form = StepForm(
        sent(request),
        introduction=found.introduction,
        user=request.user,
        kind=found.kind,
        step=found,
        initial=_answers(found),
    )
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            found = services.change(
                found, form.cleaned_data, version=version, by=request.user
            )
        except Conflict as refusal:
            found = _step(request, pk, step)
            form.data = form.data.copy()
            form.data["version"] = found.version
            form.add_error(None, str(refusal))
            return _changed(request, found, form, meanwhile=found)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The step is changed."))
            return redirect(found)
    return _changed(request, found, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes
def move(request, pk, step, move):
    """Finish a step or leave it out, with a word on it; or take it up again."""
    if move not in STEP_WORKFLOW.moves:
        raise Http404
    found, way = _step(request, pk, step), STEP_WORKFLOW.moves[move]
    if not way.reason:
        if request.method == "POST":
            return _done(request, found, services.resume, found)
        return redirect(found)
    form = EndForm(
        sent(request), step=found, target=way.target, initial={"lang": current()}
    )
    if form.is_valid():
        verb = {"finish": services.finish, "drop": services.drop}[move]
        return _done(request, found, verb, found, **form.cleaned_data)
    return page(request, "end_step", found.introduction, form, step=found, move=way)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@writes
def conclude(request, pk):
    """What the introduction led to; it can be said again when there is more."""
    introduction = introduction_of(request, "introductions.conclude_introduction", pk)
    form = OutcomeForm(sent(request), initial={"lang": current()})
    if form.is_valid():
        return _done(
            request,
            introduction,
            services.conclude,
            introduction,
            **form.cleaned_data,
        )
    return page(request, "outcome", introduction, form)


@login_required
@require_POST
def retract(request, pk, outcome):
    """An outcome was told by mistake."""
    source = Outcome.objects.select_related("introduction").filter(introduction=pk)
    found = fetch(request.user, "introductions.retract_outcome", source, pk=outcome)
    return _done(request, found.introduction, services.retract, found)


# --- Parts ---------------------------------------------------------------------------


def _step(request, pk: int, step: int) -> NextStep:
    source = STEPS.filter(introduction=pk)
    return fetch(request.user, "introductions.change_nextstep", source, pk=step)


def _changed(request, step: NextStep, form, **more):
    rung = RUNGS[step.kind]
    return page(request, "plan", step.introduction, form, step=step, rung=rung, **more)


def _answers(step: NextStep) -> dict:
    return {
        "side": step.side,
        "person": step.person_id or "",
        "due_on": step.due_on,
        "funding": step.funding,
        "note": step.note,
        "lang": step.note_lang or current(),
        "version": step.version,
    }


def _done(request, back, verb, *args, **facts):
    said = _("Done: the next steps are updated.")
    return done(request, back, verb, *args, said=said, **facts)
