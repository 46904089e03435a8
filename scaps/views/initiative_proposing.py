"""Proposing a joint initiative: from an overlap, or with chosen cities."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import drafts
from core.access import fetch
from core.errors import DomainError
from core.text import clean_line, whole_number
from members.models import Organisation
from scaps import initiative_choices as choices
from scaps.forms import initiatives as forms
from scaps.initiative_choices import Proposal
from scaps.models import Initiative, Overlap
from scaps.services import initiatives as services
from scaps.states import Visibility

MOST_CITIES = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """From an overlap, or with chosen cities; without either, what there is to choose."""
    if not request.user.has_perm("scaps.add_initiative"):
        raise PermissionDenied(
            _("Initiatives are proposed by those who speak for a local government.")
        )
    proposal = _proposal(request)
    if proposal is None:
        return _choose(request)
    if proposal.overlap and (there := _under_way(proposal.overlap, request.user)):
        return redirect(there)
    if request.method == "POST":
        form = forms.ProposeForm(request.POST, proposal=proposal)
        if form.is_valid():
            return _propose(request, proposal, form)
    else:
        initial = proposal.initial | {
            "source_lang": forms.writing_language(proposal.lead),
            "visibility": Visibility.PUBLIC,
            "key": drafts.fresh_key(),
        }
        form = forms.ProposeForm(initial=initial, proposal=proposal)
    return _page(request, proposal, form)


def _propose(request, proposal: Proposal, form):
    data = form.cleaned_data
    try:
        initiative = services.propose(
            proposal.lead,
            data,
            projects=data["projects"],
            overlap=proposal.overlap,
            key=data["key"],
            by=request.user,
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, proposal, form)
    messages.success(
        request, _("The initiative is proposed. The other cities are asked.")
    )
    return redirect(initiative)


def _choose(request):
    lead = _lead(request.user, None)
    context = {
        "lead": lead,
        "overlaps": choices.joint_overlaps(lead, request.user),
        "cities": choices.cities_to_ask(lead, request.user),
    }
    return render(request, "scaps/initiatives/choose.html", context)


def _proposal(request) -> Proposal | None:
    """What the address says: an overlap that both confirmed, or cities."""
    user = request.user
    if number := whole_number(request.GET.get("overlap", "")):
        rows = Overlap.objects.with_projects()
        overlap = fetch(user, "scaps.decide_overlap", rows, pk=number)
        lead = _lead(user, overlap)
        sides = [overlap.a.organisation, overlap.b.organisation]
        cities = sorted(sides, key=lambda city: city.pk != lead.pk)
        projects = choices.projects_of(cities, user)
        return Proposal(lead, cities, projects, overlap)
    slugs = [clean_line(slug) for slug in request.GET.getlist("city")[:MOST_CITIES]]
    lead = _lead(user, None)
    others = Organisation.objects.local_governments().filter(
        slug__in=slugs, is_public=True
    )
    others = list(others.exclude(pk=lead.pk))
    if not others:
        return None
    cities = [lead, *others]
    projects = [
        project
        for project in choices.projects_of(cities, user)
        if project.organisation_id == lead.pk or project.current.is_open
    ]
    return Proposal(lead, cities, projects)


def _lead(user, overlap: Overlap | None) -> Organisation:
    """The city that the person speaks for here; the one they act for now first."""
    for city in user.cities_written_for:
        if city.pk in user.speaks_for and (
            overlap is None or city.pk in overlap.cities
        ):
            return city
    raise PermissionDenied


def _under_way(overlap: Overlap, user) -> Initiative | None:
    return (
        Initiative.objects.visible_to(user).under_way().filter(overlap=overlap).first()
    )


def _page(request, proposal: Proposal, form):
    context = {"form": form, "proposal": proposal}
    status = 422 if form.is_bound else 200
    return render(request, "scaps/initiatives/new.html", context, status=status)
