"""The quality report as tables: one source for the page and for the file."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from solutions import introduced_tables
from solutions import report_words as words
from solutions.report_cells import Cell, Row, Table, languages_of
from solutions.states import Dismissal
from solutions.wording import WORDS

LANGUAGES = dict(settings.LANGUAGES)


def tables(figures: dict[str, Any]) -> list[Table]:
    """Those about which something was counted, in the reader's language."""
    if not figures:
        return []
    outcomes = figures["outcomes"]
    found = [
        _languages(figures["languages"]),
        _pairs(figures["pairs"]),
        _decided("words", _("Decisions by word"), _("Word"), _by_word(outcomes)),
        _decided(
            "bands",
            _("Decisions by place on the list"),
            _("Place"),
            _by_band(outcomes),
            note=_("Places are those of today: a list may have changed since."),
        ),
        _decided(
            "decided-pairs",
            _("Decisions by languages"),
            _("Need → solution"),
            _by_pair(outcomes),
        ),
        _reasons(outcomes),
        *introduced_tables.tables(figures.get("introduced")),
        _speed(figures["latency"], figures["sweep"]),
        _missing("solutions", figures["missing"], words.FACTS),
        _missing("needs", figures["missing"], words.NEED_FACTS),
        _age(figures["age"]),
    ]
    return [table for table in found if table.rows]


def lines(found: Iterable[Table]) -> Iterable[tuple]:
    """A line a figure, for a file."""
    for table in found:
        for row in table.rows:
            for name, cell in zip(table.head, row.cells, strict=True):
                yield table.caption, row.label, name, cell.value, row.cases


def _languages(rows: list[dict]) -> Table:
    return Table(
        code="languages",
        caption=_("By language of the need"),
        first=_("Language"),
        head=[
            _("Lists"),
            _("Mean number of the first"),
            _("Needs with a strong match"),
            _("Needs with a strong or possible match"),
            _("Same language among the first ten"),
            _("Same language in the catalogue"),
        ],
        rows=[
            Row(
                str(LANGUAGES[row["lang"]]),
                [
                    Cell(row["lists"], url=_needs(row["lang"])),
                    Cell(row["first"], 1),
                    Cell(row["strong"], is_share=True),
                    Cell(row["fitting"], is_share=True),
                    Cell(row["same"], 1, is_share=True),
                    Cell(row["pool"], 1, is_share=True),
                ],
                row["lists"],
            )
            for row in rows
        ],
        note=_(
            "If solutions in the need's own language are far more frequent among the "
            "first ten than in the catalogue, language counts more than it should."
        ),
    )


def _pairs(rows: list[dict]) -> Table:
    return Table(
        code="pairs",
        caption=_("By languages of need and solution"),
        first=_("Need → solution"),
        head=[
            _("Lists with such results"),
            _("Mean number of the best"),
            _("Needs with a strong match"),
            _("Needs with a strong or possible match"),
            _("Places among the first ten"),
        ],
        rows=[
            Row(
                languages_of(row),
                [
                    Cell(row["lists"], url=_matches(**_langs(row))),
                    Cell(row["first"], 1),
                    Cell(row["strong"], is_share=True),
                    Cell(row["fitting"], is_share=True),
                    Cell(row["places"]),
                ],
                row["lists"],
            )
            for row in rows
        ],
    )


def _decided(code: str, caption: str, first: str, rows: list, note: str = "") -> Table:
    """`rows`: label, counts, and the filter of the list that they were counted in."""
    return Table(
        code=code,
        caption=caption,
        first=first,
        head=[
            _("Matches"),
            _("Shortlisted"),
            _("Put aside"),
            _("Shortlisted, of those decided"),
        ],
        rows=[
            Row(
                label,
                [
                    Cell(row["matches"], url=_matches(**only)),
                    Cell(
                        row["shortlisted"],
                        url=_matches(state__exact="shortlisted", **only),
                    ),
                    Cell(
                        row["dismissed"],
                        url=_matches(state__exact="dismissed", **only),
                    ),
                    Cell(_chosen(row), is_share=True),
                ],
                row["shortlisted"] + row["dismissed"],
            )
            for label, row, only in rows
        ],
        note=note,
    )


def _by_word(outcomes: dict) -> list:
    return [
        (str(WORDS[row["word"]]), row, {"word": row["word"]})
        for row in outcomes["words"]
    ]


def _by_band(outcomes: dict) -> list:
    return [
        (row["band"].replace("-", "–"), row, {"band": row["band"]})
        for row in outcomes["bands"]
    ]


def _by_pair(outcomes: dict) -> list:
    return [(languages_of(row), row, _langs(row)) for row in outcomes["pairs"]]


def _reasons(outcomes: dict) -> Table:
    rows = outcomes["reasons"]
    count = sum(row["count"] for row in rows)
    return Table(
        code="reasons",
        caption=_("Why solutions were put aside"),
        first=_("Reason"),
        head=[_("Matches"), _("Share")],
        rows=[
            Row(
                str(words.REASONS[row["reason"]]),
                [
                    Cell(row["count"], url=_because(row["reason"])),
                    Cell(row["count"] / count, is_share=True),
                ],
                count,
            )
            for row in rows
        ],
    )


def _speed(latency: dict, sweep: dict | None) -> Table:
    rows = []
    if latency["lists"]:
        rows = [
            Row(
                _("Seconds to make a list: the middle one"),
                [Cell(latency["median"], 2)],
                latency["lists"],
            ),
            Row(
                _("Seconds to make a list: 95 of 100 take no longer"),
                [Cell(latency["p95"], 2)],
                latency["lists"],
            ),
        ]
    if sweep:
        share = Cell(sweep["recall"], 1, is_share=True)
        label = _("Found at once, of what the nightly sweep finds (places compared)")
        rows.append(Row(label, [share], sweep["places"]))
    return Table(
        code="speed",
        caption=_("Speed, and what the quick search misses"),
        first=_("Figure"),
        head=[_("Value")],
        rows=rows,
    )


def _missing(what: str, found: dict, labels: dict) -> Table:
    captions = {
        "solutions": _("What published solutions do not state"),
        "needs": _("What open needs do not state"),
    }
    return Table(
        code=f"missing-{what}",
        caption=captions[what],
        first=_("Fact"),
        head=[_("Not stated"), _("Share")],
        rows=[
            Row(
                str(labels[row["fact"]]),
                [
                    Cell(
                        row["missing"],
                        url=_without(row["fact"]) if what == "solutions" else "",
                    ),
                    Cell(row["share"], is_share=True),
                ],
                row["of"],
            )
            for row in found[what]
            if row["of"]
        ],
    )


def _age(rows: list[dict]) -> Table:
    return Table(
        code="age",
        caption=_("Age in days"),
        first=_("What"),
        head=[pgettext("the middle value", "Median"), _("Oldest")],
        rows=[
            Row(
                str(words.AGES[row["what"]]),
                [Cell(row["median"]), Cell(row["oldest"])],
                row["count"],
            )
            for row in rows
            if row["count"]
        ],
    )


def _chosen(row: dict) -> float | None:
    decided = row["shortlisted"] + row["dismissed"]
    return row["shortlisted"] / decided if decided else None


def _langs(row: dict) -> dict[str, str]:
    return {
        "need__source_lang__exact": row["need"],
        "solution__source_lang__exact": row["solution"],
    }


def _matches(**only: str) -> str:
    return f"{reverse('admin:solutions_match_changelist')}?{urlencode(only)}"


def _because(reason: str) -> str:
    return _matches(because=reason) if reason in Dismissal.values else ""


def _needs(lang: str) -> str:
    only = {"source_lang__exact": lang, "state__in": "draft,published"}
    return f"{reverse('admin:scaps_need_changelist')}?{urlencode(only)}"


def _without(fact: str) -> str:
    only = {"state__exact": "published", "without": fact}
    return f"{reverse('admin:solutions_solution_changelist')}?{urlencode(only)}"
