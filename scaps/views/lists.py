"""The lists of needs: the network's and one's own office's, also as tables."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import csv_export, facets, limits
from core.pages import page_or_part
from scaps import filters, table, writing
from scaps.filters import SORTS, NeedFilter
from scaps.models import Need
from translations import services as translations

PAGE_SIZE = 20
# Kept when filters or words change.
KEPT = ("city", "sort")
FACETS = ("sector", "area", "type", "urgency", "stage")


@require_safe
@limits.a_minute(limits.SEARCHES, "search", when=limits.is_search)
def index(request):
    """The needs of the network, as far as the reader may see them."""
    return _page(request, _network(request.user), _network_facets(request.user))


@require_safe
@limits.a_minute(limits.TABLES, "table")
def index_csv(request):
    return _table(request, _network(request.user))


@login_required
@require_safe
def ours(request):
    """All needs of one's own office, whatever their state, and what was begun."""
    needs = _office(request.user)
    begun = writing.begun_by(request.user)
    facets_ = ("state", "visibility", *FACETS)
    return _page(request, needs, facets_, begun=begun, is_ours=True)


@login_required
@require_safe
@limits.a_minute(limits.TABLES, "table")
def ours_csv(request):
    return _table(request, _office(request.user))


# --- Which needs -------------------------------------------------------------------


def _network(user):
    """What is published; for the secretariat also what is not."""
    needs = Need.objects.visible_to(user)
    is_staff = user.is_authenticated and user.is_secretariat
    return needs if is_staff else needs.published()


def _network_facets(user) -> tuple[str, ...]:
    if not user.is_authenticated:
        return (*FACETS, "country")
    if user.is_secretariat:
        return ("state", "visibility", *FACETS, "country")
    return (
        (*FACETS, "country", "visibility") if user.is_member else (*FACETS, "country")
    )


def _office(user):
    if not user.is_official:
        raise PermissionDenied(
            _(
                "This list is for officials of a local government. You have no seat there."
            )
        )
    return Need.objects.visible_to(user).filter(organisation__in=user.sits_at)


# --- As a page, as a table ---------------------------------------------------------


def _page(request, needs, names, **more):
    chosen = NeedFilter(request.GET, queryset=needs)
    groups = chosen.groups(*names)
    sort = _sort(request)
    found = filters.in_order(chosen.qs.distinct(), sort)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = _rows(page.object_list)
    context = {
        "page": page,
        "facets": groups,
        "chips": [*_city_chip(request, chosen), *facets.chips(request.GET, groups)],
        "sorts": [{"name": n, "label": SORTS[n], "current": n == sort} for n in SORTS],
        "kept": [(n, request.GET[n]) for n in KEPT if request.GET.get(n)],
        "may_add": request.user.has_perm("scaps.add_need"),
        "may_have_own": request.user.is_authenticated and request.user.is_official,
        **more,
    }
    return page_or_part(request, "scaps/index.html", "results", context)


def _table(request, needs):
    found = filters.in_order(
        NeedFilter(request.GET, queryset=needs).qs.distinct(), _sort(request)
    )
    header, rows = table.of(_rows(found), site=settings.SITE_URL)
    response = HttpResponse(
        csv_export.table(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="needs.csv"'
    return response


def _sort(request) -> str:
    sort = request.GET.get("sort")
    return sort if sort in SORTS else "newest"


def _rows(found) -> list[Need]:
    """The needs of a page, with all that a row tells; `found` are needs or ids."""
    if not isinstance(found, list):
        found = list(found.values_list("pk", flat=True))
    needs = (
        Need.objects.filter(pk__in=found)
        .defer("search")
        .select_related("organisation__country", "sector", "stage", "urgency")
        .prefetch_related("types", "areas")
    )
    by_id = {need.pk: need for need in needs}
    return translations.prepare([by_id[pk] for pk in found if pk in by_id])


def _city_chip(request, chosen: NeedFilter) -> list[dict]:
    """One city's needs: the chip leads back to all."""
    if chosen.chosen_city is None:
        return []
    city = chosen.chosen_city
    url = facets.without(request.GET, "city", city.slug)
    return [{"label": str(city), "url": url}]
