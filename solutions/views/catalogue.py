"""The catalogue: solutions and their providers, open to everybody."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import csv_export, facets, limits
from core.access import fetch
from core.pages import page_or_part
from members.models import Organisation
from solutions import language_states, offers, places, table
from solutions.listing import SORTS, Listing
from solutions.models import Reference, Solution
from translations import services as translations

EXPORTED = 5_000
OF_PROVIDER = 50
# Kept when filters or words change.
KEPT = ("city", "sort", "view")


@require_safe
@limits.a_minute(limits.SEARCHES, "search", when=limits.is_search)
def index(request):
    """What is listed, in rows or on the map; htmx asks for the results alone."""
    found = Listing(request.GET)
    groups = found.groups()
    context = {
        "total": found.total,
        "text": found.text,
        "facets": groups,
        "chips": [*_city_chip(request.GET), *facets.chips(request.GET, groups)],
        "sorts": [
            {"name": name, "label": SORTS[name], "current": name == found.sort}
            for name in found.sorts
        ],
        "kept": [(name, request.GET[name]) for name in KEPT if request.GET.get(name)],
        "exported": EXPORTED,
        "is_map": request.GET.get("view") == "map",
    }
    if context["is_map"]:
        cities = places.used_by(found.rows)
        context |= {"cities": cities, "points": places.counted(cities)}
    else:
        context["page"] = found.page(request.GET.get("page"))
    return page_or_part(request, "solutions/index.html", "results", context)


def _city_chip(data) -> list[dict]:
    """Solutions in use in one city: the chip leads back to all."""
    city = data.get("city")
    return [{"label": city, "url": facets.without(data, "city", city)}] if city else []


@require_safe
@limits.a_minute(limits.TABLES, "table")
def export(request):
    """The list as it is filtered and sorted, as a table."""
    ids = list(Listing(request.GET).ids()[:EXPORTED])
    rows = table.rows(ids, site=settings.SITE_URL)
    response = StreamingHttpResponse(
        csv_export.lines(table.header(), rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="solutions.csv"'
    return response


@require_safe
def detail(request, slug):
    source = Solution.objects.select_related(
        "provider__country", "provider__provider", "maturity", "price_model"
    ).prefetch_related(
        "sectors",
        "areas",
        "stages",
        "countries",
        Prefetch("references", Reference.objects.select_related("country")),
    )
    solution = fetch(request.user, "solutions.view_solution", source, slug=slug)
    return render(request, "solutions/detail.html", page_of(solution))


def page_of(solution: Solution) -> dict:
    """What the page of a solution shows beside the row itself."""
    cities = places.cities(Reference.objects.filter(solution=solution))
    return {
        "solution": solution,
        "cities": {city.code: city for city in cities},
        "points": places.named(cities),
        "readable_in": language_states.of(solution),
    }


@require_safe
def provider(request, slug):
    source = Organisation.objects.providers().select_related("country", "provider")
    organisation = fetch(request.user, "members.view_organisation", source, slug=slug)
    solutions = Solution.objects.visible_to(request.user).filter(provider=organisation)
    cities = places.used_by(solutions)
    rows = (
        solutions.defer("search", "sort_keys")
        .select_related("maturity")
        .prefetch_related("sectors")
    )
    page = Paginator(rows, OF_PROVIDER).get_page(request.GET.get("page"))
    translations.prepare(page.object_list)
    context = {
        "organisation": organisation,
        "offered": offers.of(organisation),
        "page": page,
        "cities": cities,
        "points": places.named(cities),
    }
    return render(request, "solutions/provider.html", context)
