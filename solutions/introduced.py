"""What introductions led to: figures for the quality report.

A pairing counts once, under the furthest that its introduction came.
"""

from collections import Counter
from typing import Any

from introductions.models import Outcome
from introductions.states import FURTHEST, Origin, Result
from solutions.models import Pairing

Figures = dict[str, Any]
WORDS = ("strong", "possible", "weak", "")
"""Of the match on the day of asking; none where the pair was in no list."""


def figures() -> Figures:
    furthest = _furthest()
    rows = [
        row | {"result": furthest.get(row["introduction"], "")}
        for row in Pairing.objects.order_by("pk").values(
            "introduction",
            "introduction__origin",
            "introduction__asker_agreed_at",
            "introduction__asked_agreed_at",
            "word",
            "need__source_lang",
            "solution__source_lang",
        )
    ]
    pairs = sorted({_langs(row) for row in rows if row["need__source_lang"]})
    return {
        "words": [
            {"word": word, **_count([r for r in rows if r["word"] == word])}
            for word in WORDS
        ],
        "origins": [
            {"origin": origin, **_count([r for r in rows if _origin(r) == origin])}
            for origin in Origin.values
        ],
        "pairs": [
            {
                "need": need,
                "solution": solution,
                **_count([r for r in rows if _langs(r) == (need, solution)]),
            }
            for need, solution in pairs
        ],
        "reasons": _reasons(),
    }


def _furthest() -> dict[int, str]:
    """The result that counts, by introduction."""
    order = {result: place for place, result in enumerate(FURTHEST)}
    found: dict[int, str] = {}
    for introduction, result in Outcome.objects.values_list("introduction", "result"):
        if order[result] < order.get(found.get(introduction, ""), len(order)):
            found[introduction] = result
    return found


def _count(rows: list[dict]) -> Figures:
    results = Counter(row["result"] for row in rows)
    return {
        "asked": len(rows),
        "agreed": sum(map(_is_agreed, rows)),
        **{result: results[result] for result in Result.values},
    }


def _reasons() -> list[Figures]:
    """Why nothing came of it for now, where nothing else did."""
    last = [pk for pk, result in _furthest().items() if result == Result.NOT_NOW]
    causes = Outcome.objects.filter(introduction__in=last).filter(
        introduction__in=Pairing.objects.values("introduction")
    )
    counted = Counter(causes.values_list("cause", flat=True))
    return [{"reason": cause, "count": n} for cause, n in counted.most_common()]


def _is_agreed(row: dict) -> bool:
    return None not in (
        row["introduction__asker_agreed_at"],
        row["introduction__asked_agreed_at"],
    )


def _origin(row: dict) -> str:
    return row["introduction__origin"]


def _langs(row: dict) -> tuple[str, str]:
    return row["need__source_lang"] or "", row["solution__source_lang"]
