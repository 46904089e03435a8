"""The Finder: what fits a need, why, and what the city decides about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import facets
from core.access import fetch
from core.errors import DomainError
from core.facets import Facet
from core.pages import page_or_part
from core.text import whole_number
from scaps.models import Need
from scaps.states import WORKFLOW
from solutions import conditions, finder, introducing, services
from solutions import start as beginning
from solutions.dismissal_form import DismissalForm
from solutions.models import Match

NEEDS = Need.objects.select_related(
    "organisation__country", "sector", "stage", "urgency"
).prefetch_related("types", "areas")
PAGE_SIZE = 20


@login_required
@require_safe
def ranking(request, pk):
    """The page of results; asked by htmx while the list is made, and for more of it."""
    need = fetch(request.user, "solutions.view_matches", NEEDS, pk=pk)
    only = conditions.chosen(request.GET.getlist(conditions.PARAMETER))
    found = finder.page(
        need,
        wanted=finder.MORE if "more" in request.GET else finder.FIRST,
        only=only,
        aside=whole_number(request.GET.get("aside", "")) or 0,
    )
    context = found | {
        "need": need,
        "chips": _chips(only, found.get("options", [])),
        "query": _kept(request.GET),
        "may_decide": request.user.has_perm("solutions.decide_match", need),
        "introduced": introducing.of_shortlist(need, found.get("shortlist", [])),
        "may_introduce": request.user.has_perm("solutions.introduce_need", need),
        "may_change": request.user.has_perm("scaps.change_need", need),
        "moves": WORKFLOW.open_to(request.user, need),
    }
    return page_or_part(request, "solutions/finder.html", "ranking", context)


@require_safe
def start(request):
    """Where the Finder begins: the office's needs, and what it is for everybody else."""
    context = {"may_add": request.user.has_perm("scaps.add_need")}
    if request.user.is_authenticated:
        needs = Paginator(beginning.needs(request.user), PAGE_SIZE)
        page = needs.get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "lines": beginning.lines(page.object_list),
            "offers": beginning.offers(request.user),
        }
    return render(request, "solutions/finder_start.html", context)


@login_required
@require_POST
def decide(request, pk, match, decision):
    """Shortlist a match or take a decision back; the reader comes back to its place."""
    verbs = {"shortlist": services.shortlist, "reconsider": services.reconsider}
    if decision not in verbs:
        raise Http404
    found = _match(request.user, pk, match)
    try:
        verbs[decision](found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return _back(pk, request.GET)
    messages.success(request, _("Your decision is saved."))
    return _back(pk, request.GET, place=f"match-{found.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request, pk, match):
    """Put a match aside with a reason; the list offers to undo it at once."""
    found = _match(request.user, pk, match)
    form = DismissalForm(request.POST or None)
    if form.is_valid():
        try:
            services.dismiss(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, str(error))
            return _back(pk, request.GET)
        return _back(pk, request.GET, aside=found.pk)
    context = {
        "form": form,
        "need": found.need,
        "solution": found.solution,
        "query": _kept(request.GET),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "solutions/dismiss.html", context, status=status)


@login_required
@require_POST
def see(request, pk):
    """Take the list as read; what changes from now on is shown as news."""
    need = fetch(request.user, "solutions.decide_match", Need, pk=pk)
    try:
        services.see(need, stamp=request.POST.get("stamp", ""))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted. From now on you see what changes next."))
    return _back(pk, request.GET)


def _match(user, need_id: int, match_id: int) -> Match:
    need = fetch(user, "solutions.decide_match", Need, pk=need_id)
    source = Match.objects.live().select_related("need", "solution")
    return fetch(user, "solutions.view_match", source, need=need, pk=match_id)


def _kept(data, **more) -> str:
    """What of an address leads back to the same view of the list."""
    kept = QueryDict(mutable=True)
    only = conditions.chosen(data.getlist(conditions.PARAMETER))
    kept.setlist(conditions.PARAMETER, only)
    if "more" in data:
        kept["more"] = "1"
    kept.update(more)
    return f"?{kept.urlencode()}" if kept.urlencode() else ""


def _back(need_id: int, data, *, place: str = "", **more):
    address = reverse("solutions:finder", args=[need_id]) + _kept(data, **more)
    return HttpResponseRedirect(f"{address}#{place}" if place else address)


def _chips(only: list[str], options: list) -> list[dict]:
    """The conditions that are on, each with the address of the list without it."""
    on = QueryDict(mutable=True)
    on.setlist(conditions.PARAMETER, only)
    return facets.chips(on, [Facet(conditions.PARAMETER, "", options)])
