"""A project goes from stage to stage; needs of the city become needs of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.access import fetch
from core.errors import DomainError
from core.pages import sent
from core.text import whole_number
from scaps import sections
from scaps.forms.projects import StageForm, StepReasonForm
from scaps.models import Need
from scaps.sections import PROJECT
from scaps.services import needs as need_services
from scaps.services import stage_steps
from scaps.sheets import section_address
from scaps.stages import STEPS
from scaps.views.editor import access

STAGE = sections.named(PROJECT, "stage")
SITUATION = sections.named(PROJECT, "situation")


@login_required
@require_POST
def enter(request, slug):
    """The stage in which the project comes into the plan."""
    project = access.project(request.user, slug)
    form = StageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a stage."))
    else:
        stage = form.cleaned_data["stage"]
        _do(request, stage_steps.enter, project, stage, by=request.user)
    return redirect(section_address(project, STAGE))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, slug, name):
    """Through a gate at once; back, to rest or to an end with a reason."""
    if (wanted := STEPS.get(name)) is None:
        raise Http404
    project = access.project(request.user, slug)
    back = section_address(project, STAGE)
    if request.method != "POST" and not wanted.wants_reason:
        return redirect(back)
    form = StepReasonForm(sent(request))
    if wanted.wants_reason and not form.is_valid():
        context = {"project": project, "step": wanted, "form": form, "back": back}
        status = 422 if form.is_bound else 200
        return render(request, "scaps/edit/step.html", context, status=status)
    reason = form.cleaned_data["reason"] if wanted.wants_reason else ""
    _do(request, stage_steps.take, project, wanted, reason=reason, by=request.user)
    return redirect(back)


@login_required
@require_POST
def attach(request, slug):
    """A need of the city becomes one of this project."""
    project = access.project(request.user, slug)
    number = whole_number(request.POST.get("need", ""))
    if number is None:
        messages.error(request, _("Choose a need."))
    else:
        need = fetch(request.user, "scaps.change_need", Need, pk=number)
        _do(request, need_services.attach, need, project, by=request.user)
    return redirect(section_address(project, SITUATION))


@login_required
@require_POST
def detach(request, slug, pk):
    """The need stays with the city, on its own."""
    project = access.project(request.user, slug)
    need = get_object_or_404(project.needs, pk=pk)
    _do(request, need_services.detach, need, by=request.user)
    return redirect(section_address(project, SITUATION))


def _do(request, verb, *args, **options) -> None:
    try:
        verb(*args, **options)
    except DomainError as refusal:
        messages.error(request, str(refusal))
