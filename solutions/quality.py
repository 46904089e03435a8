"""Figures about the Finder: who is served how well, in which languages.

`make` stores codes and numbers in `QualityReport.figures`; pages and files put them
into words. A share is None where nothing could be counted.
"""

from collections import Counter
from statistics import median
from typing import Any

import numpy as np
from django.db.models import (
    Avg,
    Case,
    Count,
    F,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)

from core.languages import CODES
from scaps.models import Need
from scaps.states import NeedState
from solutions import gaps, introduced, matching
from solutions.gaps import NEED_FACTS, SOLUTION_FACTS, share
from solutions.models import Match, QualityReport, Ranking, Solution, Sweep
from solutions.states import Dismissal, MatchState

# Below this many cases a figure says little; pages mark it.
FEW = 20
TOP = 10
BANDS = {"1-3": (1, 3), "4-10": (4, 10), "11-20": (11, 20), "21+": (21, 32767)}
WORDS = ("strong", "possible", "weak")
FITTING = ("strong", "possible")
Figures = dict[str, Any]


def make() -> QualityReport:
    """Count everything and keep it with the time."""
    return QualityReport.objects.create(figures=figures())


def figures() -> Figures:
    published = Solution.objects.published()
    return {
        "languages": languages(),
        "pairs": pairs(),
        "outcomes": outcomes(),
        "introduced": introduced.figures(),
        "latency": latency(),
        "sweep": sweep(),
        "missing": {
            "solutions": gaps.missing(published, SOLUTION_FACTS),
            "needs": gaps.missing(Need.objects.open(), NEED_FACTS),
        },
        "age": [
            {"what": "needs", **gaps.age(Need.objects.published(), "published_at")},
            {"what": "solutions", **gaps.age(published, "updated_at")},
            {"what": "lists", **gaps.age(lists(), "done_at")},
        ],
    }


def lists() -> QuerySet:
    """Finished lists of open needs that matching serves."""
    return Ranking.objects.exclude(need__state=NeedState.CLOSED).filter(
        done__gt=0, restricted=False
    )


def results() -> QuerySet:
    """What these lists show today."""
    return Match.objects.live().filter(need__in=lists().values("need"))


def languages() -> list[Figures]:
    """By language of the need: how many lists, how good, and how mixed they are."""
    counted = dict(_by(lists(), "need__source_lang", n=Count("pk")))
    best = dict(_by(results().filter(rank=1), "need__source_lang", n=Avg("value")))
    reached = _needs_with(FITTING), _needs_with(("strong",))
    top, same = _places()
    pool = dict(_by(matching.eligible(), "source_lang", n=Count("pk")))
    return [
        {
            "lang": lang,
            "lists": counted[lang],
            "first": _rounded(best.get(lang)),
            "fitting": share(reached[0].get(lang, 0), counted[lang]),
            "strong": share(reached[1].get(lang, 0), counted[lang]),
            "places": top.get(lang, 0),
            "same": share(same.get(lang, 0), top.get(lang, 0)),
            "pool": share(pool.get(lang, 0), sum(pool.values())),
        }
        for lang in CODES
        if lang in counted
    ]


def pairs() -> list[Figures]:
    """By language of the need and of the solution.

    `lists`: lists with such a result; `first`: mean number of the best of these in
    each; `fitting`, `strong`: share of all lists in that language that have one.
    """
    counted = dict(_by(lists(), "need__source_lang", n=Count("pk")))
    by_need = (
        results()
        .values("need", "need__source_lang", "solution__source_lang")
        .annotate(
            best=Max("value"),
            fitting=Count("pk", filter=Q(word__in=FITTING)),
            strong=Count("pk", filter=Q(word="strong")),
            top=Count("pk", filter=Q(rank__lte=TOP)),
        )
        .order_by()
    )
    found: dict[tuple[str, str], list[dict]] = {}
    for row in by_need:
        pair = row["need__source_lang"], row["solution__source_lang"]
        found.setdefault(pair, []).append(row)
    return [
        {
            "need": pair[0],
            "solution": pair[1],
            "lists": len(rows),
            "first": _rounded(sum(row["best"] for row in rows) / len(rows)),
            "fitting": share(sum(map(_has("fitting"), rows)), counted[pair[0]]),
            "strong": share(sum(map(_has("strong"), rows)), counted[pair[0]]),
            "places": sum(row["top"] for row in rows),
        }
        for pair, rows in sorted(found.items(), key=lambda item: _in_order(item[0]))
    ]


def outcomes() -> Figures:
    """What cities decided, by word, by place on the list and by languages."""
    band = Case(
        *(When(rank__range=limits, then=Value(name)) for name, limits in BANDS.items()),
        default=Value("21+"),
    )
    matches = Match.objects.annotate(band=band).order_by()
    pair = ("need__source_lang", "solution__source_lang")
    by_pair = [
        {"need": row.pop(pair[0]), "solution": row.pop(pair[1]), **row}
        for row in _decided(matches.values(*pair))
        if row["shortlisted"] or row["dismissed"]
    ]
    by_pair.sort(key=lambda row: _in_order((row["need"], row["solution"])))
    return {
        "words": _in_rows("word", WORDS, _decided(matches.values("word"))),
        "bands": _in_rows("band", BANDS, _decided(matches.values("band"))),
        "pairs": by_pair,
        "recommended": matches.exclude(pinned_at=None).count(),
        "reasons": _reasons(),
    }


def latency() -> Figures:
    """How long the newest list of each need took, in seconds."""
    seconds = list(lists().filter(seconds__gt=0).values_list("seconds", flat=True))
    if not seconds:
        return {"lists": 0, "median": None, "p95": None}
    return {
        "lists": len(seconds),
        "median": round(median(seconds), 3),
        "p95": round(float(np.percentile(seconds, 95)), 3),
    }


def sweep() -> Figures | None:
    """The newest exact run, and how much of its first ten the stored lists had."""
    newest = Sweep.objects.exclude(finished_at=None).order_by("-finished_at").first()
    if newest is None:
        return None
    recall = newest.recall
    return {
        "at": newest.finished_at.isoformat(),
        "recall": None if recall is None else round(recall, 4),
        "places": newest.places,
        "needs": newest.needs,
        "solutions": newest.solutions,
        "is_full": newest.is_full,
    }


def _needs_with(words: tuple[str, ...]) -> dict[str, int]:
    """By language: needs with at least one result of these words."""
    rows = results().filter(word__in=words)
    return dict(_by(rows, "need__source_lang", n=Count("need", distinct=True)))


def _places() -> tuple[dict[str, int], dict[str, int]]:
    """By language of the need: places among the first ten, and those of that language."""
    first = results().filter(rank__lte=TOP)
    same = first.filter(need__source_lang=F("solution__source_lang"))
    return tuple(
        dict(_by(rows, "need__source_lang", n=Count("pk"))) for rows in (first, same)
    )


def _decided(groups: QuerySet) -> QuerySet:
    return groups.annotate(
        matches=Count("pk"),
        shortlisted=Count("pk", filter=Q(state=MatchState.SHORTLISTED)),
        dismissed=Count("pk", filter=Q(state=MatchState.DISMISSED)),
    )


def _in_rows(key: str, names, rows: QuerySet) -> list[Figures]:
    """One row a name in order, also where nothing was counted."""
    found = {row[key]: row for row in rows}
    empty = {"matches": 0, "shortlisted": 0, "dismissed": 0}
    return [found.get(name, {key: name, **empty}) for name in names]


def _reasons() -> list[Figures]:
    """Why matches were put aside: the first line of a reason may be a code."""
    texts = Match.objects.filter(state=MatchState.DISMISSED)
    firsts = (
        text.partition("\n")[0]
        for text in texts.values_list("decision_reason", flat=True)
    )
    counted = Counter(code if code in Dismissal.values else "words" for code in firsts)
    return [{"reason": code, "count": n} for code, n in counted.most_common()]


def _by(rows: QuerySet, field: str, *, n):
    return rows.order_by().values_list(field).annotate(n=n)


def _has(name: str):
    return lambda row: row[name] > 0


def _in_order(pair: tuple[str, str]) -> tuple[int, ...]:
    return tuple(map(CODES.index, pair))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
