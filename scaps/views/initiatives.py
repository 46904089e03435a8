"""Reading joint initiatives: the list, one's own, and the page of one."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import facets
from core.access import fetch
from core.pages import page_or_part
from scaps import initiative_lists, initiative_page
from scaps.initiative_filters import Chosen
from scaps.models import Initiative
from translations import services as translations

PAGE_SIZE = 20


@require_safe
def index(request):
    """Initiatives that have started, the newest first."""
    shown = Initiative.objects.visible_to(request.user).started()
    return _list(request, shown.order_by("-started_at", "-pk"), is_ours=False)


@login_required
@require_safe
def ours(request):
    """Those of the person's cities in every state, and the invitations that wait."""
    if not request.user.is_official:
        raise PermissionDenied
    shown = Initiative.objects.of(request.user.sits_at)
    parts = list(initiative_lists.invitations(request.user))
    translations.prepare(part.initiative for part in parts)
    return _list(request, shown, is_ours=True, invitations=parts)


@require_safe
def detail(request, slug):
    source = Initiative.objects.select_related("lead", "overlap").prefetch_related(
        *initiative_page.PREFETCHED
    )
    initiative = fetch(request.user, "scaps.view_initiative", source, slug=slug)
    context = initiative_page.context(initiative, request.user)
    return render(request, "scaps/initiatives/detail.html", context)


def _list(request, initiatives, *, is_ours: bool, invitations=()):
    chosen = Chosen.of(request.GET)
    groups = chosen.facets(initiatives)
    found = Paginator(chosen.applied(initiatives), PAGE_SIZE)
    page = found.get_page(request.GET.get("page"))
    is_official = request.user.is_authenticated and request.user.is_official
    context = {
        "page": page,
        "lines": initiative_lists.lines(page.object_list),
        "facets": groups,
        "chips": facets.chips(request.GET, groups),
        "is_ours": is_ours,
        "may_have_own": is_official,
        "may_add": request.user.has_perm("scaps.add_initiative"),
        "invitations": invitations,
    }
    return page_or_part(request, "scaps/initiatives/index.html", "results", context)
