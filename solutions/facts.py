"""Needs and solutions in the words of `matching`: texts to embed, facts to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import Model, OuterRef, QuerySet

from core.languages import column
from matching.facets import ANYWHERE, NeedFacets, OfferFacets
from matching.store import Item
from members.compliance import Action, open_to
from members.models import Organisation
from scaps.models import Need
from solutions.models import Reference, Solution
from vocabulary import rates
from vocabulary.models import Sector
from vocabulary.places import NEIGHBOURS

Rates = dict[str, Decimal]

COUNTED = "solutions.eligible"
COUNT_KEPT_FROM, COUNT_KEPT_SECONDS = 2000, 60

PARTS = ("problem", "description")
"""Fields of a solution that are embedded apart; evidence names one of them."""


def eligible():
    """Published solutions of providers that matching may reach."""
    providers = open_to(Action.MATCH, Organisation.objects.providers())
    return Solution.objects.published().filter(provider__in=providers)


def considered() -> int:
    """How many are eligible; in a large catalogue, how many were a minute ago.

    Counting those takes longer than everything else about a need's list.
    """
    known = cache.get(COUNTED)
    if known is None:
        known = eligible().count()
        if known >= COUNT_KEPT_FROM:
            cache.set(COUNTED, known, COUNT_KEPT_SECONDS)
    return known


def text_hash(solution: Solution) -> str:
    """Changes with what the encoder reads of a solution."""
    return solution_item(solution).hash


def solution_item(solution: Solution) -> Item:
    def text(field: str) -> str:
        return getattr(solution, column(field, solution.source_lang)) or ""

    parts = (f"{text('title')}\n\n{text('problem')}", text("description"))
    return Item(solution.pk, solution.source_lang, parts)


def need_item(need: Need) -> Item:
    title = getattr(need, column("title", need.source_lang)) or ""
    text = getattr(need, column("text", need.source_lang)) or ""
    return Item(need.pk, need.source_lang, (f"{title}\n\n{text}",))


def need_facets(need: Need, *, known: Rates | None = None) -> NeedFacets:
    """`known` are today's rates, for whoever reads many."""
    known = rates.newest() if known is None else known
    return NeedFacets(
        country=need.organisation.country.code,
        sector=need.sector.code,
        sibling_sectors=_siblings(need.sector),
        areas=frozenset(area.code for area in need.areas.all()) - {"other"},
        stage=need.stage.code if need.stage else "",
        budget_min=rates.in_usd(need.budget_min, need.currency, known),
        budget_max=rates.in_usd(need.budget_max, need.currency, known),
        languages=frozenset(need.languages),
        neighbours=NEIGHBOURS.get(need.organisation.country.code, frozenset()),
    )


@dataclass(frozen=True)
class Listed:
    """A solution as matching sees it: its texts stay behind."""

    pk: int
    provider_id: int
    facets: OfferFacets


def loaded(ids: Sequence[int], *, known: Rates | None = None) -> list[Listed]:
    """The solutions that are still there, in the order of `ids`, with all facts.

    One query and no model instances, for hundreds are read for each need.
    """
    known = rates.newest() if known is None else known
    rows = (
        Solution.objects.order_by()
        .filter(pk__in=ids)
        .annotate(
            sector_codes=_codes(Solution.sectors.through, "sector"),
            area_codes=_codes(Solution.areas.through, "solutionarea"),
            stage_codes=_codes(Solution.stages.through, "stage"),
            country_codes=_codes(Solution.countries.through, "country"),
            reference_codes=_codes(Reference, "country"),
            verified=ArraySubquery(
                _of(Reference).filter(is_verified=True).values("pk")
            ),
        )
    )
    found = {row[0]: _listed(row, known) for row in rows.values_list(*FACTS)}
    return [found[id_] for id_ in ids if id_ in found]


FACTS = (
    "pk",
    "provider_id",
    "languages",
    "price_model__code",
    "price_min",
    "price_max",
    "currency",
    "sector_codes",
    "area_codes",
    "stage_codes",
    "country_codes",
    "reference_codes",
    "verified",
)


def _of(model: type[Model]) -> QuerySet:
    return model._default_manager.filter(solution=OuterRef("pk"))


def _codes(model: type[Model], word: str) -> ArraySubquery:
    """Codes of a vocabulary that rows about a solution name."""
    named = _of(model).exclude(**{word: None})
    return ArraySubquery(named.values(f"{word}__code"))


def _listed(row: tuple, known: Rates) -> Listed:
    """Prices per lamp or per passenger say nothing beside a budget: not stated."""
    pk, provider, languages, price_model, price_min, price_max, currency, *codes = row
    sectors, areas, stages, countries, experience, verified = codes
    if price_model == "per_use":
        price_min = price_max = None
    facets = OfferFacets(
        countries=frozenset(countries) or frozenset({ANYWHERE}),
        sectors=frozenset(sectors),
        areas=frozenset(areas) - {"other"},
        stages=frozenset(stages),
        price_min=rates.in_usd(price_min, currency, known),
        price_max=rates.in_usd(price_max, currency, known),
        languages=frozenset(languages),
        references=len(verified),
        experience=frozenset(experience),
    )
    return Listed(pk, provider, facets)


def needs_with_facts(needs):
    return needs.select_related(
        "organisation__country", "sector__parent", "stage"
    ).prefetch_related("areas", "sector__children", "sector__parent__children")


def _siblings(sector: Sector) -> frozenset[str]:
    """Sub-sectors of “other” are near each other and near “other” itself."""
    parent = sector.parent
    if parent is None:
        return frozenset(child.code for child in sector.children.all())
    family = {parent.code, *(child.code for child in parent.children.all())}
    return frozenset(family - {sector.code})
