"""A need and the catalogue, put into the words of `matching` and back.

Jobs compute; people decide. A job may run twice or be killed anywhere: rows
are upserted by pair, and what people decided is never written.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from time import monotonic

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from core.languages import column
from matching import store
from matching.facets import ANYWHERE, NeedFacets, OfferFacets, gates
from matching.models import Side
from matching.offer_table import OfferTable
from matching.ranking import Ranked, pulls, rank, text_scores, without_hubs
from matching.scoring import score
from matching.weights import START as WEIGHTS
from members.compliance import Action, is_restricted, open_to
from members.models import Organisation
from scaps.models import Need
from scaps.states import NeedState
from solutions.models import Match, Ranking, Solution
from vocabulary import rates
from vocabulary.models import Sector
from vocabulary.places import NEIGHBOURS

log = logging.getLogger(__name__)

SOLUTION, NEED = "solution", "need"
CANDIDATES = 300
KEPT = 40
# Needs that say how much a solution is near to everything, newest first.
PULLED_BY = 100
WAITS_AT_MOST = timedelta(seconds=10)
LOST_AFTER = timedelta(seconds=30)
CHUNK_SECONDS, CHUNK_MOST = 2.0, 200
PARTS = ("problem", "description")
"""Fields of a solution that are embedded apart; evidence names one of them."""


def eligible():
    """Published solutions of providers that matching may reach."""
    providers = open_to(Action.MATCH, Organisation.objects.providers())
    return Solution.objects.published().filter(provider__in=providers)


def embed_solutions(ids: Iterable[int]) -> int:
    """Vectors for these solutions; unlisted ones lose theirs. Says how many changed."""
    ids = list(ids)
    solutions = list(Solution.objects.published().filter(pk__in=ids))
    store.forget(SOLUTION, list(set(ids) - {solution.pk for solution in solutions}))
    return store.embed(SOLUTION, Side.OFFER, map(_solution_item, solutions))


def embed_catalogue() -> int:
    """Every listed solution whose vectors do not belong to its text and the means."""
    solutions = Solution.objects.published().order_by("pk").iterator(chunk_size=200)
    return store.embed(SOLUTION, Side.OFFER, map(_solution_item, solutions))


def is_current(need_id: int) -> bool:
    """Whether the stored list belongs to the need's newest text: a job came twice."""
    done = Ranking.objects.filter(need=need_id, done__gte=F("wanted"))
    return done.filter(done__gte=F("need__text_version")).exists()


def text_hash(solution: Solution) -> str:
    """Changes with what the encoder reads of a solution."""
    return _solution_item(solution).hash


def match(need_id: int) -> bool:
    """Rank the catalogue for one need; false when a newer version waits already."""
    started = monotonic()
    need = Need.objects.select_related(
        "organisation__country", "sector__parent", "stage"
    ).get(pk=need_id)
    version = need.text_version
    restricted = is_restricted(need.organisation)
    if restricted or need.state == NeedState.CLOSED:
        store.forget(NEED, [need.pk])
        return _keep(need, version, [], restricted=restricted)
    store.embed(NEED, Side.NEED, [_need_item(need)])
    vectors = store.vectors(NEED, need.pk)
    catalogue = eligible()
    ids = store.nearest(
        SOLUTION, vectors, among=catalogue.values("pk"), limit=CANDIDATES
    )
    solutions = _loaded(ids)
    texts, passages = store.offer_texts(SOLUTION, ids)
    wanted = need_facets(need)
    offers = [offer_facets(solution) for solution in solutions]
    pull = pulls(store.some_vectors(NEED, limit=PULLED_BY), texts)
    ranked = rank(
        wanted,
        OfferTable(offers),
        without_hubs(text_scores(vectors, texts), pull),
        weights=WEIGHTS,
        ids=ids,
        providers=[solution.provider_id for solution in solutions],
        seed=str(need.pk),
    )[:KEPT]
    matches = [
        _row(
            need,
            solutions[place.row],
            offers[place.row],
            place,
            number,
            wanted,
            passages,
        )
        for number, place in enumerate(ranked, start=1)
    ]
    excluded = Counter(
        code
        for offer in offers
        for code, passed in gates(wanted, offer).items()
        if passed is False
    )
    return _keep(
        need,
        version,
        matches,
        seconds=monotonic() - started,
        considered=catalogue.count(),
        excluded=dict(excluded),
    )


def match_chunk(after: int = 0) -> int | None:
    """Rank for open needs beyond an id, for two seconds; the last id, or none left."""
    until = monotonic() + CHUNK_SECONDS
    needs = list(_open_needs(after))
    for need_id in needs:
        try:
            match(need_id)
        except OperationalError:
            raise
        except Exception:
            # One odd need must not keep all later ones from their lists.
            log.exception("Need %s could not be matched.", need_id)
        after = need_id
        if monotonic() > until:
            return after
    return after if len(needs) == CHUNK_MOST else None


def behind() -> list[int]:
    """Needs whose matches lag: their job was lost with a worker or the broker."""
    lost = timezone.now() - LOST_AFTER
    return list(
        Ranking.objects.filter(done__lt=F("wanted"), wanted_at__lt=lost).values_list(
            "need_id", flat=True
        )
    )


def not_embedded() -> list[int]:
    ids = Solution.objects.published().values_list("pk", flat=True)
    return store.missing(SOLUTION, ids)


def need_facets(need: Need) -> NeedFacets:
    known = rates.newest()
    return NeedFacets(
        country=need.organisation.country.code,
        sector=need.sector.code,
        sibling_sectors=_siblings(need.sector),
        areas=frozenset(need.areas.values_list("code", flat=True)) - {"other"},
        stage=need.stage.code if need.stage else "",
        budget_min=rates.in_usd(need.budget_min, need.currency, known),
        budget_max=rates.in_usd(need.budget_max, need.currency, known),
        languages=frozenset(need.languages),
        neighbours=NEIGHBOURS.get(need.organisation.country.code, frozenset()),
    )


def offer_facets(solution: Solution) -> OfferFacets:
    """Prices per lamp or per passenger say nothing beside a budget: not stated."""
    known = solution.rates
    per_use = (
        solution.price_model is not None and solution.price_model.code == "per_use"
    )
    price_min, price_max = (
        (None, None) if per_use else (solution.price_min, solution.price_max)
    )
    references = list(solution.references.all())
    return OfferFacets(
        countries=frozenset(c.code for c in solution.countries.all()) or {ANYWHERE},
        sectors=frozenset(sector.code for sector in solution.sectors.all()),
        areas=frozenset(area.code for area in solution.areas.all()) - {"other"},
        stages=frozenset(stage.code for stage in solution.stages.all()),
        price_min=rates.in_usd(price_min, solution.currency, known),
        price_max=rates.in_usd(price_max, solution.currency, known),
        languages=frozenset(solution.languages),
        references=sum(reference.is_verified for reference in references),
        experience=frozenset(r.country.code for r in references if r.country),
    )


def _siblings(sector: Sector) -> frozenset[str]:
    """Sub-sectors of “other” are near each other and near “other” itself."""
    parent = sector.parent
    if parent is None:
        return frozenset(sector.children.values_list("code", flat=True))
    others = parent.children.exclude(pk=sector.pk).values_list("code", flat=True)
    return frozenset([parent.code, *others])


def _solution_item(solution: Solution) -> store.Item:
    def text(field: str) -> str:
        return getattr(solution, column(field, solution.source_lang)) or ""

    parts = (f"{text('title')}\n\n{text('problem')}", text("description"))
    return store.Item(solution.pk, solution.source_lang, parts)


def _need_item(need: Need) -> store.Item:
    title = getattr(need, column("title", need.source_lang)) or ""
    text = getattr(need, column("text", need.source_lang)) or ""
    return store.Item(need.pk, need.source_lang, (f"{title}\n\n{text}",))


def _loaded(ids: Sequence[int]) -> list[Solution]:
    """The solutions in the order of `ids`, with all that `offer_facets` reads."""
    known = rates.newest()
    found = (
        Solution.objects.select_related("price_model")
        .prefetch_related(
            "sectors", "areas", "stages", "countries", "references__country"
        )
        .in_bulk(ids)
    )
    for solution in found.values():
        solution.rates = known
    return [found[id_] for id_ in ids]


def _row(
    need: Need,
    solution: Solution,
    offer: OfferFacets,
    place: Ranked,
    number: int,
    wanted: NeedFacets,
    passages: list[store.Passage],
) -> Match:
    text = place.t if place.passage >= 0 else None
    scored = score(wanted, offer, text, weights=WEIGHTS)
    evidence = {}
    if place.passage >= 0:
        passage = passages[place.passage]
        evidence = {
            "part": PARTS[passage.part],
            "start": passage.start,
            "end": passage.end,
            "hash": text_hash(solution),
        }
    return Match(
        need=need,
        solution=solution,
        rank=number,
        value=scored.value,
        word=scored.word,
        completeness=scored.completeness,
        reasons=scored.as_json(),
        evidence=evidence,
        scored_at=timezone.now(),
    )


@transaction.atomic
def _keep(
    need: Need,
    version: int,
    matches: list[Match],
    *,
    restricted: bool = False,
    seconds: float = 0,
    considered: int = 0,
    excluded: dict | None = None,
) -> bool:
    """Store a ranking unless the need was changed meanwhile."""
    ranking, _made = Ranking.objects.get_or_create(
        need=need, defaults={"wanted": version, "wanted_at": timezone.now()}
    )
    ranking = Ranking.objects.select_for_update(of=("self",)).get(pk=ranking.pk)
    if ranking.wanted > version or ranking.done > version:
        return False
    Match.objects.bulk_create(
        matches,
        update_conflicts=True,
        unique_fields=["need", "solution"],
        update_fields=[
            "rank",
            "value",
            "word",
            "completeness",
            "reasons",
            "evidence",
            "scored_at",
        ],
    )
    kept = [match.solution_id for match in matches]
    Match.objects.undecided().filter(need=need).exclude(solution__in=kept).delete()
    ranking.done, ranking.done_at = version, timezone.now()
    ranking.seconds, ranking.considered = seconds, considered
    ranking.excluded, ranking.restricted = excluded or {}, restricted
    ranking.weights_version = WEIGHTS.version
    if not restricted:
        ranking.engine = store.engine().engine
        ranking.mean_version = store.current_means(Side.OFFER)[1]
    ranking.save()
    return True


def _open_needs(after: int):
    needs = Need.objects.open().filter(pk__gt=after).order_by("pk")
    return needs.values_list("pk", flat=True)[:CHUNK_MOST]
