"""How well the portal's own engine orders a judged set.

Gates apply as in the portal: an offer that does not serve the country is not listed.
No provider is named in a set, so none is held back for variety.
"""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from matching import background, ranking
from matching.centring import Means, shrunk
from matching.embedding import Embedded, embed
from matching.encoder import Side
from matching.judged_set import JudgedSet, Need, Solution
from matching.metrics import Figures, averaged, figures
from matching.offer_table import OfferTable
from matching.ranking import OfferTexts, TextScores
from matching.space import Space
from matching.voices import Voices
from matching.weights import Weights


@dataclass(frozen=True)
class Result:
    """What `match_eval --json` prints. `seconds` is all but loading the encoder."""

    overall: Figures
    by_language: dict[str, Figures]
    engine: str
    weights: str
    texts: int
    seconds: float
    texts_per_second: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def evaluate(
    judged: JudgedSet,
    encoder: Voices,
    *,
    weights: Weights,
    cache: Path,
    text_only: bool = False,
    exclude_same_language: bool = False,
) -> Result:
    """`cache` keeps the vectors of the shipped background."""
    shipped, space = priors(encoder, cache), background.space(encoder, cache=cache)
    start = time.perf_counter()
    texts = score_texts(judged, encoder, shipped, space)
    encoded = time.perf_counter()
    orders = (
        text_orders(judged, texts) if text_only else fit_orders(judged, texts, weights)
    )
    measured = [
        measure(need, order, judged, exclude_same_language)
        for need, order in zip(judged.needs, orders, strict=True)
    ]
    languages = sorted({need.language for need in judged.needs})
    count = len(judged.needs) + len(judged.solutions)
    return Result(
        overall=averaged(measured),
        by_language={
            language: averaged(
                [
                    one
                    for one, need in zip(measured, judged.needs, strict=True)
                    if need.language == language
                ]
            )
            for language in languages
        },
        engine=encoder.engine,
        weights=weights.version,
        texts=count,
        seconds=round(time.perf_counter() - start, 3),
        texts_per_second=round(count / (encoded - start), 1),
    )


def priors(encoder: Voices, cache: Path) -> dict[Side, Means]:
    """The shipped background of each side."""
    return {
        side: background.means(encoder, side, cache=cache) for side in background.KEYS
    }


def score_texts(
    judged: JudgedSet, encoder: Voices, shipped: dict[Side, Means], space: Space
) -> list[TextScores]:
    """Text scores of every need, centred and without hubs, as in the portal."""
    needs = embedded(judged.needs, "need", encoder)
    solutions = embedded(judged.solutions, "offer", encoder)
    means = shrunk(needs.raw, needs.languages, shipped["need"])
    comparable = needs.comparable(space, means)
    means = shrunk(solutions.raw, solutions.languages, shipped["offer"])
    offers = OfferTexts(
        solutions.comparable(space, means),
        solutions.owner,
        len(judged.solutions),
        space.mix,
    )
    asked = [comparable[needs.owner == row] for row in range(len(judged.needs))]
    pull = ranking.pulls(asked, offers)
    return [
        ranking.without_hubs(ranking.text_scores(need, offers), pull) for need in asked
    ]


def embedded(
    items: Sequence[Need] | Sequence[Solution], side: Side, encoder: Voices
) -> Embedded:
    return embed(
        [item.text for item in items], [item.language for item in items], side, encoder
    )


def text_orders(judged: JudgedSet, texts: Sequence[TextScores]) -> list[list[int]]:
    """Rows of the solutions by text score alone; those without text come last."""
    lots = [ranking.lot("", item.id) for item in judged.solutions]
    orders = []
    for scores in texts:
        t = np.nan_to_num(scores.t, nan=-np.inf)
        orders.append(sorted(range(len(lots)), key=lambda row: (-t[row], lots[row])))
    return orders


def fit_orders(
    judged: JudgedSet, texts: Sequence[TextScores], weights: Weights
) -> list[list[int]]:
    """Rows of the solutions as the portal lists them."""
    table = OfferTable([item.facets for item in judged.solutions])
    ids = [item.id for item in judged.solutions]
    return [
        [
            found.row
            for found in ranking.rank(
                need.facets, table, scores, weights=weights, ids=ids
            )
        ]
        for need, scores in zip(judged.needs, texts, strict=True)
    ]


def measure(
    need: Need, order: Sequence[int], judged: JudgedSet, other_languages: bool
) -> Figures:
    pool = {
        row: judged.grade(need.id, item.id)
        for row, item in enumerate(judged.solutions)
        if not other_languages or item.language != need.language
    }
    return figures([pool[row] for row in order if row in pool], pool.values())
