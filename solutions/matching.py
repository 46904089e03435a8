"""A need and the catalogue: who is compared with whom, and when again.

Jobs compute; people decide. A job may run twice or be killed anywhere: rows
are upserted by pair, and what people decided is never written.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from matching import engines, hubs, mean_sets, store, weights_in_use
from matching.facets import NeedFacets, gates
from matching.models import Engine, Side
from matching.offer_table import OfferTable
from matching.ranking import Ranked, TextScores, rank, text_scores, without_hubs
from matching.scoring import Score, reachable, score
from matching.weights import Weights
from members.compliance import is_restricted
from scaps.models import Need
from scaps.states import NeedState
from solutions import lists
from solutions.facts import (
    Listed,
    considered,
    eligible,
    loaded,
    need_facets,
    need_item,
    needs_with_facts,
    text_hash,
)
from solutions.lists import KEPT, Made
from solutions.models import Match, Ranking, Solution
from vocabulary import rates

__all__ = [
    "behind",
    "compare_weights",
    "eligible",
    "is_current",
    "match",
    "match_chunk",
    "need_facets",
    "scored",
    "text_hash",
]

log = logging.getLogger(__name__)

SOLUTION, NEED = "solution", "need"
CANDIDATES = 300
NEAR_MISSES = 5
WAITS_AT_MOST = timedelta(seconds=10)
LOST_AFTER = timedelta(seconds=30)
CHUNK_SECONDS, CHUNK_MOST = 2.0, 200
BEHIND_MOST = 20


@dataclass(frozen=True)
class Compared:
    """One need beside its candidates: columns have a row per solution."""

    need: Need
    facets: NeedFacets
    solutions: list[Listed]
    table: OfferTable
    text: TextScores
    passages: list[store.Passage]

    def ranked(self, weights: Weights) -> list[Ranked]:
        return rank(
            self.facets,
            self.table,
            self.text,
            weights=weights,
            ids=[solution.pk for solution in self.solutions],
            providers=[solution.provider_id for solution in self.solutions],
            seed=str(self.need.pk),
        )

    def match(self, place: Ranked, weights: Weights) -> Match:
        passage = self.passages[place.passage] if place.passage >= 0 else None
        t = place.t if passage else None
        solution = self.solutions[place.row]
        return lists.scored_row(self.need, solution, self.facets, t, passage, weights)


def is_current(need_id: int) -> bool:
    """Whether the stored list belongs to the need's newest text: a job came twice."""
    done = Ranking.objects.filter(need=need_id, done__gte=F("wanted"))
    return done.filter(done__gte=F("need__text_version")).exists()


def match(need_id: int) -> bool:
    """Rank the catalogue for one need; false when a newer version waits already."""
    started = monotonic()
    need = needs_with_facts(Need.objects).get(pk=need_id)
    version = need.text_version
    restricted = is_restricted(need.organisation)
    if restricted or need.state == NeedState.CLOSED:
        store.forget(NEED, [need.pk])
        return lists.keep(need, version, [], Made(restricted=restricted))
    (engine, by), weights = engines.answering(), weights_in_use.current()
    store.embed(NEED, Side.NEED, [need_item(need)], by=by)
    found = compare(need, engine)
    matches = [found.match(place, weights) for place in found.ranked(weights)[:KEPT]]
    for number, row in enumerate(matches, start=1):
        row.rank = number
    made = Made(
        engine=engine.name,
        mean_version=mean_sets.version_of(engine.name),
        weights_version=weights.version,
        considered=considered(),
        excluded=excluded(found),
        near=near_misses(found, weights),
        seconds=monotonic() - started,
    )
    return lists.keep(need, version, matches, made)


def compare(need: Need, engine: Engine) -> Compared:
    """The need beside the solutions whose texts are nearest; vectors are there."""
    vectors = store.vectors(NEED, need.pk, engine)
    ids = store.nearest(
        SOLUTION,
        vectors,
        engine=engine,
        among=eligible().values("pk"),
        limit=CANDIDATES,
    )
    return beside(need, vectors, ids, engine)


def beside(
    need: Need, vectors: npt.NDArray[np.float32], ids: Sequence[int], engine: Engine
) -> Compared:
    """The need beside these solutions."""
    known = rates.newest()
    solutions = loaded(ids, known=known)
    ids = [solution.pk for solution in solutions]
    texts, passages = store.offer_texts(SOLUTION, ids, engine)
    pull = hubs.known(SOLUTION, ids, texts, needs=NEED, engine=engine)
    return Compared(
        need=need,
        facets=need_facets(need, known=known),
        solutions=solutions,
        table=OfferTable([solution.facets for solution in solutions]),
        text=without_hubs(text_scores(vectors, texts), pull),
        passages=passages,
    )


def excluded(found: Compared) -> dict[str, int]:
    """{gate: how many candidates it keeps out}"""
    return dict(
        Counter(
            code
            for solution in found.solutions
            for code, passed in gates(found.facets, solution.facets).items()
            if passed is False
        )
    )


def near_misses(found: Compared, weights: Weights) -> list[dict[str, Any]]:
    """The best of those that a gate keeps out, with what they would be worth."""
    values = found.table.values(found.facets, found.text.t, weights)
    most = reachable(found.facets, weights)
    shut = np.flatnonzero(~found.table.open_to(found.facets))
    best = sorted(shut.tolist(), key=lambda row: -values[row])[:NEAR_MISSES]
    return [
        {
            "solution": found.solutions[row].pk,
            "value": float(values[row]),
            "closed": [
                code
                for code, passed in gates(
                    found.facets, found.solutions[row].facets
                ).items()
                if passed is False
            ],
        }
        for row in best
        if weights.word(float(values[row]), reachable=most) != "weak"
    ]


def scored(need: Need, solution: Solution) -> tuple[Score, float | None]:
    """One pair as a list would score it, and its text score; loads no encoder."""
    engine = engines.serving()
    vectors = store.vectors(NEED, need.pk, engine)
    found = beside(need, vectors, [solution.pk], engine)
    t = float(found.text.t[0])
    known = None if np.isnan(t) else t
    weights = weights_in_use.current()
    offer = found.solutions[0].facets
    return score(found.facets, offer, known, weights=weights), known


def compare_weights(need_id: int, old: Weights, new: Weights) -> dict[str, Any]:
    """What a need's list would be with other weights; nothing is stored."""
    need = needs_with_facts(Need.objects).get(pk=need_id)
    found = compare(need, engines.serving())
    tops, words = [], []
    for weights in (old, new):
        ranked = found.ranked(weights)[:KEPT]
        tops.append([found.solutions[place.row].pk for place in ranked[:10]])
        most = reachable(found.facets, weights)
        words.append(
            Counter(weights.word(p.value, reachable=most) for p in ranked[:10])
        )
    before = {id_: place for place, id_ in enumerate(tops[0])}
    moved = sum(before.get(id_) != place for place, id_ in enumerate(tops[1]))
    return {
        "top10_old": tops[0],
        "top10_new": tops[1],
        "words_old": words[0],
        "words_new": words[1],
        "moved": moved,
    }


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
    """Needs whose matches lag: their job was lost with a worker or the broker.

    A few at a time, longest waiting first: somebody may save a need right now.
    """
    lost = timezone.now() - LOST_AFTER
    waiting = Ranking.objects.filter(done__lt=F("wanted"), wanted_at__lt=lost)
    needs = waiting.order_by("wanted_at", "pk").values_list("need_id", flat=True)
    return list(needs[:BEHIND_MOST])


def _open_needs(after: int):
    needs = Need.objects.open().filter(pk__gt=after).order_by("pk")
    return needs.values_list("pk", flat=True)[:CHUNK_MOST]
