"""Overlaps: all cities at a glance, one city, one pair, and what a city says of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import facets
from core.access import fetch
from core.errors import DomainError
from core.pages import page_or_part
from members.models import Organisation
from scaps import overlap_lists, overlap_map, overlap_matrix, overlap_page
from scaps.forms.overlaps import DismissOverlapForm
from scaps.models import Overlap
from scaps.overlap_filters import Chosen
from scaps.services import overlaps as services
from translations import services as translations

PAGE_SIZE = 20


@require_safe
def index(request):
    """City × city; htmx asks for the matrix and its filters alone."""
    chosen = Chosen.of(request.GET)
    shown = Overlap.objects.shown_to(request.user)
    found = chosen.applied(shown)
    groups = chosen.facets(shown)
    context = {
        "matrix": overlap_matrix.of(
            found,
            page=request.GET.get("page"),
            across=request.GET.get("across"),
            query=chosen.query,
        ),
        "facets": groups,
        "chips": facets.chips(request.GET, groups),
        "own": [seat.organisation for seat in _own(request.user)],
    }
    return page_or_part(request, "scaps/overlaps/index.html", "results", context)


@require_safe
def city(request, slug):
    """One city: the map of those it overlaps with, and every pair."""
    cities = Organisation.objects.local_governments().select_related(
        "country", "local_government"
    )
    city = fetch(request.user, "members.view_organisation", cities, slug=slug)
    chosen = Chosen.of(request.GET)
    every = Overlap.objects.shown_to(request.user).of(city)
    shown = chosen.applied(every)
    partners = _partners(shown, city)
    other = next((p for p in partners if p.slug == request.GET.get("with")), None)
    found = shown.of(other) if other else shown
    page = Paginator(found.with_projects(), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = overlap_lists.lines(page.object_list, city)
    is_ours = request.user.is_authenticated and city.pk in request.user.sits_at
    points, arcs = overlap_map.of(city, partners)
    context = {
        "city": city,
        "name": translations.read(city, "name"),
        "page": page,
        "lines": lines,
        "partners": partners,
        "chips": _chips(request.GET, chosen, every),
        "other": other,
        "points": points,
        "arcs": arcs,
        "is_ours": is_ours,
        "dismissed": overlap_lists.dismissed_by(city, request.user) if is_ours else [],
    }
    return render(request, "scaps/overlaps/city.html", context)


@require_safe
def detail(request, pk):
    """Two projects side by side, and why the portal brings them together."""
    overlap = _overlap(request.user, "scaps.view_overlap", pk)
    context = overlap_page.context(overlap, request.user)
    return render(request, "scaps/overlaps/detail.html", context)


@login_required
@require_POST
def decide(request, pk, slug, decision):
    """Confirm, or take back what the city has said."""
    verbs = {"confirm": services.confirm, "undo": services.undo}
    if decision not in verbs:
        raise Http404
    overlap = _overlap(request.user, "scaps.decide_overlap", pk)
    city = _spoken_for(request.user, overlap, slug)
    try:
        verbs[decision](overlap, city=city, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your decision is saved."))
    return redirect(overlap)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request, pk, slug):
    """Say why it is none; the pair's page offers to undo it."""
    overlap = _overlap(request.user, "scaps.decide_overlap", pk)
    city = _spoken_for(request.user, overlap, slug)
    form = DismissOverlapForm(request.POST or None)
    if form.is_valid():
        try:
            services.dismiss(overlap, city=city, by=request.user, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request,
                _("The overlap is dismissed. Your city does not meet it again."),
            )
        return redirect(overlap)
    lines = overlap_lists.lines([overlap], city)
    context = {"form": form, "overlap": overlap, "line": lines[0]}
    status = 422 if request.method == "POST" else 200
    return render(request, "scaps/overlaps/dismiss.html", context, status=status)


# --- Which overlaps, which cities ---------------------------------------------------


def _overlap(user, permission: str, pk: int) -> Overlap:
    """What has ended or was dismissed is there for both cities and for staff alone."""
    source = Overlap.objects.with_projects().filter(
        a__current__isnull=False, b__current__isnull=False
    )
    overlap = fetch(user, permission, source, pk=pk)
    is_known = user.is_authenticated and (
        user.is_secretariat or user.sits_at.intersection(overlap.cities)
    )
    if not is_known and not Overlap.objects.shown_to(user).filter(pk=pk).exists():
        raise Http404
    return overlap


def _spoken_for(user, overlap: Overlap, slug: str) -> Organisation:
    for project in (overlap.a, overlap.b):
        city = project.organisation
        if city.slug == slug and city.pk in user.speaks_for:
            return city
    raise Http404


def _partners(shown, city: Organisation) -> list[Organisation]:
    """The other cities, those with most overlaps first; each knows how many."""
    pairs = shown.order_by().values_list("a__organisation", "b__organisation")
    counts: dict[int, int] = {}
    for one, other in pairs:
        partner = other if one == city.pk else one
        counts[partner] = counts.get(partner, 0) + 1
    found = Organisation.objects.filter(pk__in=counts).select_related(
        "country", "local_government"
    )
    cities = translations.prepare(found.defer("search", "summary"))
    for partner in cities:
        partner.count = counts[partner.pk]
    return sorted(cities, key=lambda partner: (-partner.count, partner.slug))


def _chips(data, chosen: Chosen, overlaps) -> list[dict]:
    """The filters that the matrix left on; each leads to the list without it."""
    return facets.chips(data, chosen.facets(overlaps)) if chosen.count else []


def _own(user) -> list:
    if not user.is_authenticated:
        return []
    return [
        seat for seat in user.current_seats if seat.organisation.is_local_government
    ]
