"""What introductions led to, as tables of the quality report."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from introductions.states import NotNow, Origin, Result
from solutions.report_cells import Cell, Row, Table, languages_of
from solutions.wording import WORDS


def tables(figures: dict[str, Any] | None) -> list[Table]:
    """None for reports that were made before introductions were counted."""
    if not figures:
        return []
    words = dict(WORDS) | {"": _("Not on the list of the need")}
    return [
        _led_to(
            "introduced-words",
            _("Introductions by word on the day of asking"),
            _("Word"),
            [(str(words[row["word"]]), row) for row in figures["words"]],
        ),
        _led_to(
            "introduced-origins",
            _("Introductions by how they came about"),
            _("How it came about"),
            [
                (capfirst(Origin(row["origin"]).label), row)
                for row in figures["origins"]
            ],
        ),
        _led_to(
            "introduced-pairs",
            _("Introductions by languages"),
            _("Need → solution"),
            [(languages_of(row), row) for row in figures["pairs"]],
        ),
        _reasons(figures["reasons"]),
    ]


def _led_to(code: str, caption: str, first: str, rows: list) -> Table:
    return Table(
        code=code,
        caption=caption,
        first=first,
        head=[
            _("Asked"),
            _("Both agreed"),
            _("Study"),
            _("Pilot"),
            _("Contract"),
            _("Nothing for now"),
        ],
        rows=[_row(label, row) for label, row in rows if row["asked"]],
        note=_("Each solution of an introduction counts once, under the furthest."),
    )


def _row(label: str, row: dict) -> Row:
    cells = [Cell(row["asked"]), Cell(row["agreed"] / row["asked"], is_share=True)]
    cells += [Cell(row[result]) for result in Result.values]
    return Row(label, cells, row["asked"])


def _reasons(rows: list[dict]) -> Table:
    count = sum(row["count"] for row in rows)
    return Table(
        code="introduced-reasons",
        caption=_("Why nothing came of introductions for now"),
        first=_("Reason"),
        head=[_("Introductions"), _("Share")],
        rows=[
            Row(
                str(NotNow(row["reason"]).label),
                [Cell(row["count"]), Cell(row["count"] / count, is_share=True)],
                count,
            )
            for row in rows
        ],
    )
