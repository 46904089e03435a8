from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.views.decorators.http import require_safe

from core import facets, limits
from core.languages import columns
from core.pages import page_or_part
from members import filters, places
from members.models import Membership
from members.states import BELONGS
from translations import services as translations

PAGE_SIZE = 50


@require_safe
@limits.a_minute(limits.SEARCHES, "search", when=limits.is_search)
def index(request):
    """The member directory; htmx asks for the list and its filters alone."""
    chosen = filters.MemberFilter(request.GET, queryset=filters.directory(request.user))
    lands = filters.countries()
    groups = chosen.groups(lands)
    belonging = Membership.objects.filter(state__in=BELONGS).select_related("network")
    found = (
        filters.in_order(chosen.qs.distinct(), lands)
        .select_related("country", "local_government__unit_type")
        .prefetch_related(Prefetch("memberships", belonging, to_attr="belongs"))
        .defer("search", "summary", *columns("summary"))
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    translations.prepare(page.object_list)
    context = {
        "page": page,
        "facets": groups,
        "chips": facets.chips(request.GET, groups),
        "points": places.counted(page.object_list),
    }
    return page_or_part(request, "members/index.html", "results", context)
