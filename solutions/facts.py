"""Needs and solutions in the words of `matching`: texts to embed, facts to compare."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.languages import column
from matching.facets import ANYWHERE, NeedFacets, OfferFacets
from matching.store import Item
from members.compliance import Action, open_to
from members.models import Organisation
from scaps.models import Need
from solutions.models import Solution
from vocabulary import rates
from vocabulary.models import Sector
from vocabulary.places import NEIGHBOURS

Rates = dict[str, Decimal]

PARTS = ("problem", "description")
"""Fields of a solution that are embedded apart; evidence names one of them."""


def eligible():
    """Published solutions of providers that matching may reach."""
    providers = open_to(Action.MATCH, Organisation.objects.providers())
    return Solution.objects.published().filter(provider__in=providers)


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


def offer_facets(solution: Solution, *, known: Rates | None = None) -> OfferFacets:
    """Prices per lamp or per passenger say nothing beside a budget: not stated."""
    known = rates.newest() if known is None else known
    per_use = (
        solution.price_model is not None and solution.price_model.code == "per_use"
    )
    price_min, price_max = (
        (None, None) if per_use else (solution.price_min, solution.price_max)
    )
    references = list(solution.references.all())
    return OfferFacets(
        countries=frozenset(c.code for c in solution.countries.all())
        or frozenset({ANYWHERE}),
        sectors=frozenset(sector.code for sector in solution.sectors.all()),
        areas=frozenset(area.code for area in solution.areas.all()) - {"other"},
        stages=frozenset(stage.code for stage in solution.stages.all()),
        price_min=rates.in_usd(price_min, solution.currency, known),
        price_max=rates.in_usd(price_max, solution.currency, known),
        languages=frozenset(solution.languages),
        references=sum(reference.is_verified for reference in references),
        experience=frozenset(r.country.code for r in references if r.country),
    )


def many_offers(
    solutions: Iterable[Solution], *, known: Rates | None = None
) -> list[OfferFacets]:
    known = rates.newest() if known is None else known
    return [offer_facets(solution, known=known) for solution in solutions]


FACTS = (
    "provider",
    "source_lang",
    "languages",
    "price_model",
    "price_min",
    "price_max",
    "currency",
)


def loaded(ids: Sequence[int]) -> list[Solution]:
    """The solutions that are still there, in the order of `ids`, with all facts.

    Their texts stay behind: they are the bulk of a row, and nobody scores them here.
    """
    found = (
        Solution.objects.select_related("price_model")
        .prefetch_related(
            "sectors", "areas", "stages", "countries", "references__country"
        )
        .only(*FACTS)
        .in_bulk(ids)
    )
    return [found[id_] for id_ in ids if id_ in found]


def needs_with_facts(needs):
    return needs.select_related(
        "organisation__country", "sector__parent", "stage"
    ).prefetch_related("areas")


def _siblings(sector: Sector) -> frozenset[str]:
    """Sub-sectors of “other” are near each other and near “other” itself."""
    parent = sector.parent
    if parent is None:
        return frozenset(sector.children.values_list("code", flat=True))
    others = parent.children.exclude(pk=sector.pk).values_list("code", flat=True)
    return frozenset([parent.code, *others])
