"""The stored list of a need: scored rows in, ranks out, people's decisions untouched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from matching.facets import NeedFacets
from matching.ranking import ordered, varied
from matching.scoring import Score, score
from matching.store import Passage
from matching.weights import Weights
from scaps.models import Need
from solutions.facts import PARTS, Listed, eligible
from solutions.models import Match, Ranking, Solution

KEPT = 60
COMPUTED = (
    "rank",
    "value",
    "word",
    "completeness",
    "reasons",
    "evidence",
    "scored_at",
)


@dataclass(frozen=True)
class Made:
    """What a list was made from; stored beside it."""

    engine: str = ""
    mean_version: str = ""
    weights_version: str = ""
    seconds: float = 0
    considered: int = 0
    excluded: dict[str, int] = field(default_factory=dict)
    near: list[dict[str, Any]] = field(default_factory=list)
    restricted: bool = False


def row(
    need: Need,
    solution: Listed,
    scored: Score,
    passage: Passage | None,
    *,
    rank: int = 0,
) -> Match:
    evidence = {}
    if passage is not None:
        evidence = {
            "part": PARTS[passage.part],
            "start": passage.start,
            "end": passage.end,
            "hash": passage.hash,
        }
    return Match(
        need=need,
        solution_id=solution.pk,
        rank=rank,
        value=scored.value,
        word=scored.word,
        completeness=scored.completeness,
        reasons=scored.as_json(),
        evidence=evidence,
        scored_at=timezone.now(),
    )


def scored_row(
    need: Need,
    solution: Listed,
    facets: NeedFacets,
    t: float | None,
    passage: Passage | None,
    weights: Weights,
) -> Match:
    scored = score(facets, solution.facets, t, weights=weights)
    return row(need, solution, scored, passage)


@transaction.atomic
def keep(need: Need, version: int, matches: Sequence[Match], made: Made) -> bool:
    """Store a whole list unless the need was changed meanwhile."""
    ranking, _made = Ranking.objects.get_or_create(
        need=need, defaults={"wanted": version, "wanted_at": timezone.now()}
    )
    ranking = Ranking.objects.select_for_update(of=("self",)).get(pk=ranking.pk)
    if ranking.wanted > version or ranking.done > version:
        return False
    _write(need, matches)
    ranking.done, ranking.done_at = version, timezone.now()
    for name in made.__dataclass_fields__:
        setattr(ranking, name, getattr(made, name))
    if ranking.seen_at is None and matches:
        ranking.seen, ranking.seen_at = snapshot(matches), ranking.done_at
    ranking.save()
    return True


@transaction.atomic
def merge(need: Need, matches: Iterable[Match], *, gone: Iterable[int] = ()) -> bool:
    """Put newly scored solutions into a stored list, take others out, rank anew.

    Says whether the list is another one now. Nothing is done while a newer version
    of the need waits for its own list.
    """
    ranking = Ranking.objects.select_for_update(of=("self",)).filter(need=need).first()
    if ranking is None or not ranking.is_ready:
        return False
    before = _standing(need)
    rows = Match.objects.filter(need=need, solution__in=eligible())
    stored = {m.solution_id: m for m in rows.exclude(solution__in=list(gone))}
    fresh = {match.solution_id: match for match in matches}
    every = list({**stored, **fresh}.values())
    kept = [every[row] for row in _order(need, every)[:KEPT]]
    ranks = {id_: m.rank for id_, m in stored.items() if id_ not in fresh}
    for number, match in enumerate(kept, start=1):
        match.rank = number
    _write(need, kept, ranks)
    return _standing(need) != before


def _order(need: Need, matches: Sequence[Match]) -> list[int]:
    solutions = [match.solution_id for match in matches]
    providers = dict(
        Solution.objects.filter(pk__in=solutions).values_list("pk", "provider")
    )
    rows = ordered(
        range(len(matches)),
        [match.value for match in matches],
        [_t(match) for match in matches],
        solutions,
        seed=str(need.pk),
    )
    return varied(rows, [providers.get(id_, -id_) for id_ in solutions])


def _t(match: Match) -> float:
    stated = [*match.reasons.get("plus", ()), *match.reasons.get("minus", ())]
    for reason in stated:
        if reason["term"] == "T":
            return reason["facts"]["t"]
    return float("-inf")


def _standing(need: Need) -> set[tuple[int, int, float]]:
    return {*Match.objects.filter(need=need).values_list("solution", "rank", "value")}


def _write(
    need: Need, matches: Sequence[Match], ranks: Mapping[int, int] | None = None
) -> None:
    """This is the list now. What people decided on or recommended stays behind it.

    `ranks` are those of stored rows that were not scored anew: only their rank moves.
    """
    ranks = ranks or {}
    moved = [m for m in matches if m.rank != ranks.get(m.solution_id, m.rank)]
    Match.objects.bulk_update(moved, ["rank"])
    Match.objects.bulk_create(
        [
            Match(
                need=need,
                solution_id=match.solution_id,
                **{name: getattr(match, name) for name in COMPUTED},
            )
            for match in matches
            if match.solution_id not in ranks
        ],
        update_conflicts=True,
        unique_fields=["need", "solution"],
        update_fields=COMPUTED,
    )
    kept = [match.solution_id for match in matches]
    others = Match.objects.filter(need=need).exclude(solution__in=kept)
    others.free().delete()
    for number, other in enumerate(others.order_by("rank", "pk"), start=len(kept) + 1):
        if other.rank != number:
            others.filter(pk=other.pk).update(rank=number)


def snapshot(matches: Iterable[Match]) -> dict[str, list[Any]]:
    """A list as `Ranking.seen` keeps it: {solution: [rank, value, word]}."""
    return {
        str(match.solution_id): [match.rank, match.value, match.word]
        for match in matches
    }
