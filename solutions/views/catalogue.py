"""The catalogue: solutions and their providers, open to everybody."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.db.models.fields.json import KeyTextTransform
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core import facets
from core.access import fetch
from core.languages import current
from members.models import Organisation
from solutions.filters import SolutionFilter
from solutions.models import Reference, Solution
from solutions.states import SolutionState
from translations import services as translations
from vocabulary.models import Country, Maturity, Sector, SolutionArea

PAGE_SIZE = 20
SORTS = {"newest": _("Newest first"), "title": _("By title")}


@require_safe
def index(request):
    solutions = Solution.objects.visible_to(request.user)
    chosen = SolutionFilter(request.GET, queryset=solutions)
    groups = facets.groups(
        chosen,
        {
            "sector": Sector.objects.all(),
            "area": SolutionArea.objects.all(),
            "maturity": Maturity.objects.all(),
            "country": Country.objects.filter(
                organisation__solutions__state=SolutionState.PUBLISHED
            ).distinct(),
        },
    )
    sort = request.GET.get("sort")
    sort = sort if sort in SORTS else "newest"
    found = (
        _sorted(chosen.qs.distinct(), sort)
        .select_related("provider__country", "maturity")
        .prefetch_related("sectors")
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    translations.prepare(page.object_list)
    context = {
        "page": page,
        "facets": groups,
        "chips": facets.chips(request.GET, groups),
        "sort": sort,
    }
    template = (
        "solutions/index.html#results" if request.htmx else "solutions/index.html"
    )
    return render(request, template, context)


def _sorted(solutions, sort: str):
    if sort == "title":
        return solutions.annotate(
            key=KeyTextTransform(current(), "sort_keys")
        ).order_by("key", "pk")
    return solutions.order_by("-published_at", "-pk")


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
    return render(request, "solutions/detail.html", {"solution": solution})


@require_safe
def provider(request, slug):
    source = Organisation.objects.providers().select_related("country", "provider")
    organisation = fetch(request.user, "members.view_organisation", source, slug=slug)
    solutions = (
        Solution.objects.visible_to(request.user)
        .filter(provider=organisation)
        .select_related("maturity")
        .prefetch_related("sectors")
    )
    context = {
        "organisation": organisation,
        "solutions": translations.prepare(solutions),
    }
    return render(request, "solutions/provider.html", context)
