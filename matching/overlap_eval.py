"""How well the portal finds overlaps of a judged set: a ladder, and the figures shown.

Right is a pair of grade 1 or 2; recall counts those of grade 2, which are worth a joint
initiative. Projects of one city are never paired. A pair that nobody judged is wrong.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from matching import background
from matching.centring import shrunk
from matching.embedding import embed
from matching.overlap import (
    FACT_TERMS,
    PARTS,
    TEXT_TERMS,
    Numbers,
    Texts,
    Weights,
    Whole,
    fact_terms,
    gathered,
    logit,
    probability,
    text_terms,
    texts,
    vectors,
)
from matching.overlap_set import OverlapSet
from matching.space import Mix
from matching.voices import Voices

PRECISIONS = (0.9, 0.8, 0.7)
# Nearness, stage and years did not help projects unseen: people read them as facts.
FITTED = (*TEXT_TERMS, "sector")
FOLDS = 5
# Held-out sets may know true pairs of two sectors: no weight runs away.
RIDGE = 3.0
STEPS = 50

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """Every pair of projects of different cities: rows of both, terms, grades."""

    a: Whole
    b: Whole
    terms: dict[str, Numbers]
    plain: dict[str, Numbers]
    grade: Whole
    languages: list[str]

    def matrix(self, names: Sequence[str]) -> Numbers:
        return np.column_stack([self.terms[name] for name in names])

    @property
    def right(self) -> Flags:
        return np.asarray(self.grade >= 1)


@dataclass(frozen=True)
class Step:
    """One rung: recall of grade 2 at each precision; None where it is not reached."""

    name: str
    recall: dict[float, float | None]


# --- From a set to pairs ------------------------------------------------------------


def pairs_of(found: OverlapSet, encoder: Voices, *, cache: Path) -> Pairs:
    every = encoded(found, encoder, cache=cache)
    a, b = np.triu_indices(len(found.projects), 1)
    cities = np.array([str(project.facts.city) for project in found.projects])
    other = cities[a] != cities[b]
    a, b = a[other], b[other]
    terms = {name: values[a, b] for name, values in text_terms(every, every).items()}
    facts = [
        fact_terms(found.projects[i].facts, found.projects[j].facts)
        for i, j in zip(a, b, strict=True)
    ]
    terms |= {name: np.array([f[name] for f in facts]) for name in FACT_TERMS}
    grade = [
        found.grades.get(pair, 0) for pair in zip(a.tolist(), b.tolist(), strict=True)
    ]
    languages = [
        "-".join(sorted((found.projects[i].language, found.projects[j].language)))
        for i, j in zip(a, b, strict=True)
    ]
    return Pairs(a, b, terms, plain_terms(every, a, b), np.array(grade), languages)


def encoded(found: OverlapSet, encoder: Voices, *, cache: Path) -> Texts:
    """The projects as the portal would have them in an otherwise empty network."""
    space = background.space(encoder, cache=cache)
    prior = background.means(encoder, "need", cache=cache)
    languages = [project.language for project in found.projects]
    size = len(languages)
    flat = [project.parts[n] for n in range(len(PARTS)) for project in found.projects]
    passages = embed(flat, languages * len(PARTS), "need", encoder)
    means = shrunk(passages.raw, passages.languages, prior)
    comparable = vectors(passages.raw, passages.languages, means, space)
    together = gathered(comparable, passages.owner, size * len(PARTS), space.mix)
    parts = [together[n * size : (n + 1) * size] for n in range(len(PARTS))]
    return texts(parts, space.mix, sample(encoder, cache=cache))


def sample(encoder: Voices, *, cache: Path) -> np.ndarray:
    """The shipped sentences, of every subject in every language."""
    raw, languages = background.vectors(encoder, "need", cache=cache)
    means = background.means(encoder, "need", cache=cache)
    return vectors(raw, languages, means, background.space(encoder, cache=cache))


def plain_terms(every: Texts, a: Whole, b: Whole) -> dict[str, Numbers]:
    """What the lower rungs of the ladder compare."""
    first = Mix(every.mix.first)
    text = every.parts[0]
    return {
        "first text": first.scores(text, text)[a, b].astype(np.float64),
        "first": first.scores(every.whole, every.whole)[a, b].astype(np.float64),
        "both": every.mix.scores(every.whole, every.whole)[a, b].astype(np.float64),
    }


# --- The ladder ---------------------------------------------------------------------


def ladder(pairs: Pairs) -> list[Step]:
    """Each step adds one thing; the last is predicted for projects unseen."""
    held = pairs.terms["text"] + pairs.terms["whole"]
    spread = held.std() or 1.0
    rungs = {
        "centred first encoder, text only": pairs.plain["first text"],
        "text, needs and offers": pairs.plain["first"],
        "+ second encoder": pairs.plain["both"],
        "+ hubs held back, both sides": held,
        "+ same sector": held / spread + pairs.terms["sector"],
        "logistic over all terms, cross-validated": cross_validated(pairs),
    }
    return [Step(name, recalls(score, pairs)) for name, score in rungs.items()]


def recalls(score: Numbers, pairs: Pairs) -> dict[float, float | None]:
    """The most recall of grade 2 at each precision, over all thresholds."""
    order = np.argsort(-score, kind="stable")
    right = np.cumsum(pairs.right[order])
    best = np.cumsum(pairs.grade[order] == 2)
    precision = right / np.arange(1, len(order) + 1)
    total = max(1, int((pairs.grade == 2).sum()))
    return {
        wanted: float(best[precision >= wanted].max() / total)
        if (precision >= wanted).any()
        else None
        for wanted in PRECISIONS
    }


def threshold_of(score: Numbers, pairs: Pairs, precision: float) -> float:
    """The least score at which so large a share of all above it is right."""
    order = np.argsort(-score, kind="stable")
    shares = np.cumsum(pairs.right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= precision)
    return float(score[order[enough[-1]]]) if len(enough) else 1.0


# --- Fitting ------------------------------------------------------------------------


def fit(pairs: Pairs, *, version: str, rows: Flags | None = None) -> Weights:
    """A logistic with weights of zero or more; `shown` is not fitted here."""
    known = np.ones(len(pairs.a), dtype=bool) if rows is None else rows
    right = pairs.right[known].astype(np.float64)
    names = list(FITTED)
    while True:
        found = _logistic(pairs.matrix(names)[known], right)
        worst = int(np.argmin(found[1:])) if names else -1
        if not names or found[1 + worst] >= 0:
            break
        names.pop(worst)
    weight = dict(zip(names, found[1:].tolist(), strict=True))
    return Weights(version, float(found[0]), weight, shown=0.5)


def cross_validated(pairs: Pairs) -> Numbers:
    """The score of each pair by a fit that has seen neither of its projects."""
    fold_a, fold_b = pairs.a % FOLDS, pairs.b % FOLDS
    scores = np.zeros(len(pairs.a))
    for i in range(FOLDS):
        for j in range(i, FOLDS):
            asked = ((fold_a == i) & (fold_b == j)) | ((fold_a == j) & (fold_b == i))
            seen = ~np.isin(fold_a, (i, j)) & ~np.isin(fold_b, (i, j))
            if asked.any() and seen.any():
                weights = fit(pairs, version="", rows=seen)
                terms = {k: v[asked] for k, v in pairs.terms.items()}
                scores[asked] = probability(logit(terms, weights))
    return scores


def _logistic(terms: Numbers, right: Numbers) -> Numbers:
    """Newton's method with a ridge on standardised terms; constant first."""
    spread = np.where(terms.std(axis=0) == 0, 1.0, terms.std(axis=0))
    centre = terms.mean(axis=0)
    rows = np.column_stack([np.ones(len(terms)), (terms - centre) / spread])
    ridge = RIDGE * np.eye(rows.shape[1])
    ridge[0, 0] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _step in range(STEPS):
        p = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - p) - ridge @ weights
        curve = (rows * (p * (1 - p))[:, None]).T @ rows + ridge
        change = np.linalg.solve(curve, slope)
        weights = weights + change
        if np.abs(change).max() < 1e-8:
            break
    plain = weights[1:] / spread
    return np.append(weights[0] - plain @ centre, plain)


# --- What is shown ------------------------------------------------------------------


def evaluate(
    found: OverlapSet, encoder: Voices, *, weights: Weights, cache: Path
) -> tuple[dict[str, Any], Pairs]:
    """The object that `overlap_eval --json` prints, and the pairs it was made from."""
    start = time.perf_counter()
    pairs = pairs_of(found, encoder, cache=cache)
    score = probability(logit(pairs.terms, weights))
    shown = score >= weights.shown
    languages = np.array(pairs.languages)
    figures = {
        "threshold": weights.shown,
        **_figures(shown, pairs),
        "shown": int(shown.sum()),
        "true": int((pairs.grade == 2).sum()),
        "by_language_pair": {
            both: _figures(shown, pairs, among=languages == both)
            for both in sorted(set(pairs.languages))
        },
        "seconds": round(time.perf_counter() - start, 3),
    }
    return figures, pairs


def _figures(
    shown: Flags, pairs: Pairs, among: Flags | None = None
) -> dict[str, float | None]:
    known = np.ones(len(shown), dtype=bool) if among is None else among
    chosen, wanted = shown & known, (pairs.grade == 2) & known
    return {
        "precision": _share(chosen & pairs.right, chosen),
        "recall": _share(chosen & wanted, wanted),
    }


def _share(part: Flags, whole: Flags) -> float | None:
    return round(float(part.sum() / whole.sum()), 4) if whole.any() else None
