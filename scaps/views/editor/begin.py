"""A plan begins; projects come into it, change places, and leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import drafts
from core.errors import DomainError
from core.pages import sent
from members.models import Network
from scaps import sections, writing
from scaps.forms.needs import blank
from scaps.forms.plans import NewPlanForm, NewProjectForm
from scaps.models import Project
from scaps.sections import SCAP
from scaps.services import editing
from scaps.sheets import editor_address, section_address
from scaps.states import Horizon, Origin
from scaps.views.editor import access

PROJECTS = sections.named(SCAP, "projects")
PLACES = {"up": -1, "down": 1}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """The few facts a plan begins with; everything else comes in the editor."""
    cities = writing.cities_of(request.user)
    if not (request.user.has_perm("scaps.add_scap") and cities):
        raise PermissionDenied(
            _(
                "Plans are written by officials of a local government. You have no seat there."
            )
        )
    form = NewPlanForm(
        sent(request),
        cities=cities,
        initial=_begin_with(cities),
    )
    if request.method == "POST" and form.is_valid():
        city = form.cleaned_data.get("organisation") or cities[0]
        scap = editing.begin(
            city, form.cleaned_data, by=request.user, key=form.cleaned_data["key"]
        )
        return redirect(editor_address(scap))
    status = 422 if form.is_bound else 200
    return render(request, "scaps/edit/new.html", {"form": form}, status=status)


def _begin_with(cities) -> dict:
    city = cities[0] if len(cities) == 1 else None
    return {
        "source_lang": blank(city)["source_lang"],
        "network": Network.objects.first(),
        "horizon": Horizon.SHORT,
        "origin": Origin.PLANNED,
        "key": drafts.fresh_key(),
    }


@login_required
@require_POST
def add_project(request, slug):
    """One more project, to be described in its own sections."""
    scap = access.plan(request.user, slug)
    form = NewProjectForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the project a title."))
        return redirect(section_address(scap, PROJECTS))
    try:
        project = editing.add_project(
            scap,
            form.cleaned_data["title"],
            by=request.user,
            key=form.cleaned_data["key"],
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(editor_address(scap))
    return redirect(editor_address(project))


@login_required
@require_POST
def place_project(request, slug, project, move):
    """Up, down, out of the plan or into it."""
    scap = access.plan(request.user, slug)
    found = Project.objects.select_related("scap", "organisation").filter(
        organisation=scap.organisation_id, slug=project
    )
    if (row := found.first()) is None or row.scap_id not in {scap.pk, None}:
        raise Http404
    try:
        _place(scap, row, move, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(section_address(scap, PROJECTS))


def _place(scap, row: Project, move: str, *, by) -> None:
    if move == "in":
        editing.put_in(scap, row, by=by)
    elif row.scap_id is None:
        raise Http404
    elif move == "out":
        editing.take_out(row, by=by)
    else:
        editing.shift(row, PLACES[move], by=by)
