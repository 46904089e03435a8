"""Solutions into the lists of all needs, exactly: no index, every pair is scored.

What changed in the catalogue is placed at once; the sweep places everything and says
what the index had missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np
import numpy.typing as npt

from core.batches import batched
from matching import engines, hubs, store, weights_in_use
from matching.models import Engine
from matching.offer_table import OfferTable
from matching.ranking import OfferTexts, best_passages, many_scores
from matching.weights import Weights
from members.compliance import Action, open_to
from members.models import Organisation
from scaps.models import Need
from solutions import lists
from solutions.facts import (
    Listed,
    Rates,
    eligible,
    loaded,
    need_facets,
    needs_with_facts,
)
from solutions.lists import KEPT
from solutions.matching import NEED, SOLUTION
from solutions.models import Match
from vocabulary import rates

NEEDS_AT_ONCE = 50
FIRST = 10


@dataclass(frozen=True)
class Placed:
    """Needs whose lists changed, pairs scored, and first-ten places that were new.

    `left` is the last need that was looked at, when the time was up before the end.
    """

    changed: list[int]
    pairs: int = 0
    missed: int = 0
    left: int | None = None


@dataclass(frozen=True)
class Offered:
    """Some solutions as the engine sees them; columns have a row per solution."""

    solutions: list[Listed]
    table: OfferTable
    texts: OfferTexts
    pull: npt.NDArray[np.float64]
    passages: list[store.Passage]
    weights: Weights
    rates: Rates


def open_needs():
    """Needs that are searched for, and may be."""
    cities = open_to(Action.MATCH, Organisation.objects.all())
    return Need.objects.open().filter(organisation__in=cities).order_by("pk")


def place(
    ids: Sequence[int],
    *,
    needs=None,
    changed_only: bool = False,
    after: int = 0,
    until: float = np.inf,
) -> Placed:
    """Put these solutions where they belong, and take them out where they do not.

    Needs beyond the id `after` are looked at, until the clock says `until`.
    Reasons are made anew even where a value stays, unless `changed_only`.
    """
    engine, _encoder = engines.answering()
    reachable = set(eligible().filter(pk__in=ids).values_list("pk", flat=True))
    offered = _offered(sorted(reachable), engine)
    gone = set(ids) - reachable
    changed, pairs, missed = [], 0, 0
    chosen = (open_needs() if needs is None else needs).filter(pk__gt=after)
    for batch in batched(
        needs_with_facts(chosen).iterator(NEEDS_AT_ONCE), NEEDS_AT_ONCE
    ):
        found = _place(batch, offered, gone, engine, changed_only=changed_only)
        changed += found.changed
        pairs, missed = pairs + found.pairs, missed + found.missed
        if monotonic() > until:
            return Placed(changed, pairs, missed, left=batch[-1].pk)
    return Placed(changed, pairs, missed)


def _offered(ids: Sequence[int], engine: Engine) -> Offered:
    known = rates.newest()
    solutions = loaded(ids, known=known)
    ids = [solution.pk for solution in solutions]
    texts, passages = store.offer_texts(SOLUTION, ids, engine)
    return Offered(
        solutions=solutions,
        table=OfferTable([solution.facets for solution in solutions]),
        texts=texts,
        pull=hubs.known(SOLUTION, ids, texts, needs=NEED, engine=engine),
        passages=passages,
        weights=weights_in_use.current(),
        rates=known,
    )


def _place(
    needs: list[Need],
    offered: Offered,
    gone: set[int],
    engine: Engine,
    *,
    changed_only: bool,
) -> Placed:
    vectors = store.many_vectors(NEED, [need.pk for need in needs], engine)
    needs = [need for need in needs if need.pk in vectors]
    asked = [vectors[need.pk] for need in needs]
    t = 2 * many_scores(asked, offered.texts) - offered.pull
    stored = _stored(needs)
    row_of = {solution.pk: row for row, solution in enumerate(offered.solutions)}
    changed, missed = [], 0
    for row, need in enumerate(needs):
        values = _values(need, t[row], offered)
        known, floor, tenth = stored.get(need.pk, ({}, -np.inf, -np.inf))
        here = {id_: row_of[id_] for id_ in known if id_ in row_of}
        out = [id_ for id_ in gone if id_ in known]
        out += [id_ for id_, place in here.items() if np.isneginf(values[place])]
        near = (values >= floor) & ~np.isneginf(values)
        new = sorted({*np.flatnonzero(near).tolist()} - {*here.values()})
        stay = [
            place
            for id_, place in here.items()
            if id_ not in out
            and not (changed_only and round(values[place], 1) == round(known[id_], 1))
        ]
        if not new and not stay and not out:
            continue
        missed += min(FIRST, int(np.sum(values[new] > tenth)))
        matches = _matches(need, asked[row], t[row], [*new, *stay], offered)
        if lists.merge(need, matches, gone=out):
            changed.append(need.pk)
    return Placed(changed, len(needs) * len(offered.solutions), missed)


def _values(
    need: Need, t: npt.NDArray[np.float64], offered: Offered
) -> npt.NDArray[np.float64]:
    """Values of a need's row; −∞ where a gate is closed."""
    facets = need_facets(need, known=offered.rates)
    values = offered.table.values(facets, t, offered.weights)
    return np.where(offered.table.open_to(facets), values, -np.inf)


def _stored(
    needs: Sequence[Need],
) -> dict[int, tuple[dict[int, float], float, float]]:
    """{need: ({solution: value}, least value of a full list, value of the tenth)}"""
    rows = Match.objects.filter(need__in=[need.pk for need in needs])
    by_need: dict[int, dict[int, float]] = {}
    for need, solution, value in rows.values_list("need", "solution", "value"):
        by_need.setdefault(need, {})[solution] = value
    found = {}
    for need, known in by_need.items():
        values = sorted(known.values(), reverse=True)
        floor = values[KEPT - 1] if len(values) >= KEPT else -np.inf
        tenth = values[FIRST - 1] if len(values) >= FIRST else -np.inf
        found[need] = (known, floor, tenth)
    return found


def _matches(
    need: Need,
    asked: npt.NDArray[np.float32],
    t: npt.NDArray[np.float64],
    places: Sequence[int],
    offered: Offered,
) -> list[Match]:
    facets = need_facets(need, known=offered.rates)
    best = best_passages(asked, offered.texts, places)
    return [
        lists.scored_row(
            need,
            offered.solutions[place],
            facets,
            None if np.isnan(t[place]) else float(t[place]),
            offered.passages[best[place]] if best[place] >= 0 else None,
            offered.weights,
        )
        for place in places
    ]
