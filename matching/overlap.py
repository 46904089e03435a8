"""How likely two projects of different cities are about the same thing.

Plain data in; a score from 0 to 1 and what it is made of out. The terms of a pair are
numbers, each of which speaks for an overlap when it is high; a logistic with weights
that were fitted to a judged set turns them into one (`matching.overlap_weights`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from matching.centring import Means
from matching.facets import STAGES
from matching.space import Mix, Space
from matching.vectors import Floats, normalised

PARTS = ("text", "needs", "offers")
"""What is read of a project: what it is, what it lacks, what it can give."""

TEXT_TERMS = ("text", "whole", "needs", "offers")
FACT_TERMS = ("sector", "near", "stage", "years")
TERMS = (*TEXT_TERMS, *FACT_TERMS)
EARTH_KM = 6371.0
# Beyond some hundred kilometres, nearness fades.
NEAR_KM = 800.0
# A pull is the mean of so many best scores over sentences of every subject.
PULL_FROM = 10

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Facts:
    """What a project states; codes are opaque, None is not stated."""

    city: str | int
    sectors: frozenset[str] = frozenset()
    stage: str = ""
    latitude: float | None = None
    longitude: float | None = None
    year_from: int | None = None
    year_to: int | None = None


@dataclass(frozen=True)
class Texts:
    """Comparable vectors of some projects, (projects, dimensions) for each part.

    A row of zeros: the project does not have this part. `pull` (projects, 2) is how
    near its text, and all that it says, lie to every subject: some texts are near to
    everything, and are held back for it.
    """

    parts: tuple[Floats, Floats, Floats]
    whole: Floats
    mix: Mix
    pull: Numbers

    def __len__(self) -> int:
        return len(self.whole)

    def rows(self, rows: slice | Whole) -> "Texts":
        text, needs, offers = (part[rows] for part in self.parts)
        return Texts((text, needs, offers), self.whole[rows], self.mix, self.pull[rows])


@dataclass(frozen=True)
class Weights:
    """A version of the numbers behind the score; `shown` is the least one shown.

    `usual` is what two projects that have nothing in common reach in a term: reasons
    are told by what lies above it.
    """

    version: str
    bias: float
    weight: dict[str, float]
    shown: float
    usual: dict[str, float] = field(default_factory=dict)

    def parts(self, values: Mapping[str, float]) -> dict[str, float]:
        """What each term adds to the logit of a usual pair."""
        return {
            name: weight * (values[name] - self.usual.get(name, 0))
            for name, weight in self.weight.items()
        }


def vectors(
    raw: Floats, languages: Sequence[str], means: Means, space: Space
) -> Floats:
    """Comparable vectors for texts of one kind: the language taken off, no map.

    The learned map leads from needs to offers; between projects it only blurs.
    """
    first = space.mix.first
    centred = raw.copy()
    labels = np.asarray(languages, dtype=object)
    for language in set(languages):
        rows = labels == language
        centred[rows] -= means.of(language)
        if language not in space.second_languages:
            centred[rows, first:] = 0
    return halves(centred, first)


def halves(rows: Floats, first: int) -> Floats:
    """Each encoder's part of length 1, or zero."""
    return np.hstack([normalised(rows[:, :first]), normalised(rows[:, first:])])


def gathered(passages: Floats, owner: Whole, size: int, mix: Mix) -> Floats:
    """One vector a text from those of its passages, (size, dimensions).

    `owner` (passages,) is the row of the text, ascending.
    """
    total = np.zeros((size, passages.shape[1]), dtype=np.float32)
    owners, starts = np.unique(owner, return_index=True)
    if len(owners):
        total[owners] = np.add.reduceat(passages, starts, axis=0)
    return halves(total, mix.first)


def texts(parts: Sequence[Floats], mix: Mix, sample: Floats) -> Texts:
    """Texts from the vectors of each part; `sample` are texts of every subject."""
    text, needs, offers = parts
    whole = halves(text + needs + offers, mix.first)
    pull = [highest_mean(mix.scores(rows, sample)) for rows in (text, whole)]
    return Texts((text, needs, offers), whole, mix, np.column_stack(pull))


def highest_mean(scores: Floats) -> Numbers:
    """Mean of the ten highest numbers of each row."""
    if scores.shape[1] > PULL_FROM:
        scores = np.partition(scores, -PULL_FROM, axis=1)[:, -PULL_FROM:]
    return np.asarray(scores.mean(axis=1), dtype=np.float64)


def text_terms(a: Texts, b: Texts) -> dict[str, Numbers]:
    """The terms that come from texts, (a, b) each. Absent parts count as unrelated."""
    scores = a.mix.scores
    text, needs, offers = a.parts
    other_text, other_needs, other_offers = b.parts
    pull = a.pull[:, None, :] + b.pull[None, :, :]
    gives = np.maximum(scores(needs, other_offers), scores(offers, other_needs))
    return {
        "text": 2 * scores(text, other_text).astype(np.float64) - pull[..., 0],
        "whole": 2 * scores(a.whole, b.whole).astype(np.float64) - pull[..., 1],
        "needs": np.maximum(scores(needs, other_needs), 0).astype(np.float64),
        "offers": np.maximum(gives, 0).astype(np.float64),
    }


def complement(a: Texts, b: Texts, i: int, j: int) -> tuple[float, float]:
    """How much what `a` offers answers what `b` lacks, and the other way round."""
    row, other = a.rows(np.array([i])), b.rows(np.array([j]))
    scores = a.mix.scores
    return (
        float(scores(row.parts[2], other.parts[1])[0, 0]),
        float(scores(row.parts[1], other.parts[2])[0, 0]),
    )


def fact_terms(a: Facts, b: Facts) -> dict[str, float]:
    """The terms that come from what is stated, from 0 to 1; not stated is no reason."""
    return {
        "sector": float(bool(a.sectors & b.sectors)),
        "near": nearness(distance_km(a, b)),
        "stage": same_stage(a.stage, b.stage),
        "years": shared_years(a, b),
    }


def distance_km(a: Facts, b: Facts) -> float | None:
    """Great-circle distance."""
    if None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return None
    lat_a, lon_a, lat_b, lon_b = np.radians(
        np.array([a.latitude, a.longitude, b.latitude, b.longitude], dtype=np.float64)
    )
    half = (
        np.sin((lat_b - lat_a) / 2) ** 2
        + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    )
    return float(2 * EARTH_KM * np.arcsin(np.sqrt(min(1.0, float(half)))))


def nearness(km: float | None) -> float:
    return 0.0 if km is None else float(np.exp(-km / NEAR_KM))


def same_stage(a: str, b: str) -> float:
    """1 for the same stage, half for the next one."""
    if a not in STAGES or b not in STAGES:
        return 0.0
    return max(0.0, 1 - abs(STAGES.index(a) - STAGES.index(b)) / 2)


def shared_years(a: Facts, b: Facts) -> float:
    """How much of the shorter project's time the other one runs too."""
    begin, end = years(a), years(b)
    if begin is None or end is None:
        return 0.0
    shared = min(begin[1], end[1]) - max(begin[0], end[0]) + 1
    shorter = min(begin[1] - begin[0], end[1] - end[0]) + 1
    return max(0.0, shared / shorter)


def years(facts: Facts) -> tuple[int, int] | None:
    """First and last year; one that is not stated is the other."""
    known = [year for year in (facts.year_from, facts.year_to) if year is not None]
    return (min(known), max(known)) if known else None


def logit(terms: dict[str, Numbers], weights: Weights) -> Numbers:
    total = weights.bias + sum(weights.weight.get(k, 0) * v for k, v in terms.items())
    return np.asarray(total, dtype=np.float64)


def probability(logits: npt.ArrayLike) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.asarray(logits, dtype=np.float64))))
