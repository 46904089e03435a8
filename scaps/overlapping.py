"""Finding overlaps: projects that changed, beside all those of other cities.

Exact: every pair is scored, in chunks. A job may run twice or be killed anywhere: rows
are written by pair, and what people decided is in rows of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log
from time import monotonic

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.batches import batched
from matching.overlap import (
    FACT_TERMS,
    Weights,
    complement,
    distance_km,
    fact_terms,
    logit,
    probability,
    text_terms,
)
from matching.overlap_weights import START
from scaps import overlap_vectors
from scaps.models import Comparison, Overlap, OverlapDecision, Project, ProjectVersion
from scaps.overlap_vectors import Loaded, Row
from scaps.states import OverlapVerdict

CHUNK = 2000
AT_ONCE = 100
A_MOMENT = timedelta(minutes=2)
# Below, what a project says is another thing than what was decided on.
SAME_TEXT = 0.75
COMPUTED = (
    "score",
    "terms",
    "sectors",
    "stages",
    "countries",
    "weights_version",
    "a_hash",
    "b_hash",
    "scored_at",
    "is_live",
)


@dataclass(frozen=True)
class Pair:
    """Two projects that overlap, the older one first."""

    a: Row
    b: Row
    score: float
    terms: dict


def of_plan(scap_id: int) -> list[int]:
    """Projects of a plan whose overlaps may be other ones now."""
    projects = Project.objects.filter(scap=scap_id, current__isnull=False)
    return list(projects.order_by("pk").values_list("pk", flat=True))


def behind(limit: int = AT_ONCE) -> list[int]:
    """Projects that were not compared as they are, and overlaps that are none now.

    After another recipe these are all; on a quiet night there is none.
    """
    done = Comparison.objects.filter(
        project=OuterRef("project"),
        version=OuterRef("pk"),
        recipe=overlap_vectors.recipe(START.version),
    )
    waiting = overlap_vectors.comparable().filter(~Exists(done))
    found = list(waiting.order_by("project").values_list("project", flat=True)[:limit])
    return found + _gone()[: limit - len(found)]


def is_under_way() -> bool:
    """Whether somebody compared projects a moment ago: a sweep goes on by itself."""
    since = timezone.now() - A_MOMENT
    return Comparison.objects.filter(compared_at__gt=since).exists()


def prepare(project_ids: Sequence[int]) -> list[int]:
    """New vectors where a text changed; the projects that are compared.

    The others are taken out, with their overlaps.
    """
    versions = list(overlap_vectors.comparable().filter(project__in=project_ids))
    overlap_vectors.embed(versions)
    overlap_vectors.refresh_means()
    compared = sorted(version.project_id for version in versions)
    take_out(sorted(set(project_ids) - set(compared)))
    reopen(compared)
    return compared


def compare(
    project_ids: Sequence[int], *, after: int = 0, until: float = float("inf")
) -> int | None:
    """Find the overlaps of these projects with those beyond the id `after`.

    The last project that was looked at, when the time was up before the end.
    """
    if not project_ids:
        return None
    mine = overlap_vectors.load(project_ids)
    every = overlap_vectors.comparable().filter(project__gt=after)
    ids = every.order_by("project").values_list("project", flat=True)
    for chunk in batched(ids.iterator(chunk_size=CHUNK), CHUNK):
        theirs = overlap_vectors.load(chunk)
        if mine.rows and theirs.rows:
            _keep(mine, theirs, list(pairs(mine, theirs, START)))
        if monotonic() > until:
            return chunk[-1]
    return None


def finish(project_ids: Iterable[int]) -> None:
    """Note that these were compared as they are."""
    now, recipe = timezone.now(), overlap_vectors.recipe(START.version)
    versions = overlap_vectors.comparable().filter(project__in=project_ids)
    Comparison.objects.bulk_create(
        [
            Comparison(
                project_id=project, version_id=pk, recipe=recipe, compared_at=now
            )
            for pk, project in versions.values_list("pk", "project")
        ],
        update_conflicts=True,
        unique_fields=["project"],
        update_fields=["version", "recipe", "compared_at"],
    )


def pairs(mine: Loaded, theirs: Loaded, weights: Weights) -> Iterable[Pair]:
    """Pairs of different cities that reach what is shown."""
    terms = text_terms(mine.texts, theirs.texts)
    by_text = logit(terms, weights)
    # What facts could add at most: all other pairs need no look at them.
    most = sum(weights.weight.get(name, 0) for name in FACT_TERMS)
    least = log(weights.shown / (1 - weights.shown))
    for i, j in np.argwhere(by_text >= least - most):
        one, other = mine.rows[i], theirs.rows[j]
        if one.facts.city == other.facts.city:
            continue
        facts = fact_terms(one.facts, other.facts)
        values = {name: float(found[i, j]) for name, found in terms.items()} | facts
        added = sum(weights.weight.get(k, 0) * v for k, v in facts.items())
        score = float(probability(by_text[i, j] + added))
        if score >= weights.shown:
            gives = complement(mine.texts, theirs.texts, i, j)
            yield _pair(one, other, score, values, gives, weights)


def _pair(
    one: Row,
    other: Row,
    score: float,
    values: dict[str, float],
    gives: tuple[float, float],
    weights: Weights,
) -> Pair:
    """`gives`: how much what the first offers answers what the second lacks; and back."""
    if one.project > other.project:
        one, other, gives = other, one, gives[::-1]
    km = distance_km(one.facts, other.facts)
    return Pair(
        a=one,
        b=other,
        score=score,
        terms={
            "values": {name: round(value, 4) for name, value in values.items()},
            "parts": {k: round(v, 4) for k, v in weights.parts(values).items()},
            "gives": [round(value, 4) for value in gives],
            "km": None if km is None else round(km),
        },
    )


def _keep(mine: Loaded, theirs: Loaded, found: list[Pair]) -> None:
    """Write what was found among these; take out what is no overlap any more."""
    rows = {(pair.a.project, pair.b.project): pair for pair in found}
    overlaps = [_overlap(rows[key]) for key in sorted(rows)]
    known = _among(
        [row.project for row in mine.rows], [row.project for row in theirs.rows]
    )
    gone = [pk for pk, a, b in known.values_list("pk", "a", "b") if (a, b) not in rows]
    with transaction.atomic():
        _remove(Overlap.objects.filter(pk__in=gone))
        Overlap.objects.bulk_create(
            overlaps,
            update_conflicts=True,
            unique_fields=["a", "b"],
            update_fields=COMPUTED,
        )


def _overlap(pair: Pair) -> Overlap:
    a, b = pair.a, pair.b
    return Overlap(
        a_id=a.project,
        b_id=b.project,
        score=pair.score,
        terms=pair.terms,
        sectors=sorted(a.facts.sectors | b.facts.sectors),
        stages=sorted({a.facts.stage, b.facts.stage} - {""}),
        countries=sorted({a.country, b.country}),
        weights_version=START.version,
        a_hash=a.text_hash,
        b_hash=b.text_hash,
        scored_at=timezone.now(),
        is_live=True,
    )


def _among(mine: list[int], theirs: list[int]):
    return Overlap.objects.filter(
        Q(a__in=mine, b__in=theirs) | Q(a__in=theirs, b__in=mine)
    )


def take_out(project_ids: Sequence[int]) -> None:
    """Projects that are not compared any more; what people decided stays."""
    if not project_ids:
        return
    with transaction.atomic():
        _remove(Overlap.objects.filter(Q(a__in=project_ids) | Q(b__in=project_ids)))
        Comparison.objects.filter(project__in=project_ids).delete()
    overlap_vectors.forget(project_ids)


def _remove(overlaps) -> None:
    decided = OverlapDecision.objects.filter(overlap=OuterRef("pk"))
    overlaps.filter(Exists(decided)).update(is_live=False)
    overlaps.filter(~Exists(decided)).delete()


def _gone() -> list[int]:
    """Projects that were compared once and are not any more."""
    today = overlap_vectors.comparable().filter(project=OuterRef("project"))
    found = Comparison.objects.filter(~Exists(today))
    return list(found.order_by("project").values_list("project", flat=True))


# --- Dismissed, and then another text ----------------------------------------------


def reopen(project_ids: Sequence[int]) -> None:
    """Open overlaps again that were dismissed before a text became another one."""
    dismissed = (
        OverlapDecision.objects.standing()
        .filter(verdict=OverlapVerdict.DISMISSED)
        .filter(Q(overlap__a__in=project_ids) | Q(overlap__b__in=project_ids))
        .select_related("overlap")
    )
    for decision in dismissed:
        overlap = decision.overlap
        if any(
            _is_another_text(project, decision.decided_at)
            for project in (overlap.a_id, overlap.b_id)
            if project in project_ids
        ):
            Overlap.objects.filter(pk=overlap.pk).update(
                reopened_at=timezone.now(), told=[]
            )


def _is_another_text(project: int, since) -> bool:
    """Whether the project says another thing today than it did then."""
    versions = ProjectVersion.objects.filter(project=project)
    then = versions.filter(published_at__lte=since).order_by("-number").first()
    now = versions.filter(is_current=True).first()
    if then is None or now is None or then.text_hash == now.text_hash:
        return False
    return overlap_vectors.similarity(then, now) < SAME_TEXT
