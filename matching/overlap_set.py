"""Reading a judged set of overlaps: `projects.jsonl` and `pairs.jsonl`.

A project: `{"id", "lang", "city", "country", "lat", "lon", "sector", "stage"?,
"year_from"?, "year_to"?, "text", "needs_text"?, "offers_text"?}`. A pair: `{"a", "b",
"grade": 0–2}`; a pair that is not listed counts as 0, judged wrong.

Unknown keys are ignored, odd values of facts count as not stated; what would make the
figures wrong is refused with file and line, as in `matching.judged_set`.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.judged_set import BadSet, Line, grade, lines
from matching.overlap import Facts


@dataclass(frozen=True)
class Project:
    id: str
    language: str
    parts: tuple[str, str, str]
    facts: Facts


@dataclass(frozen=True)
class OverlapSet:
    """`grades`: the rows of a pair, lower first → grade."""

    projects: list[Project]
    grades: dict[tuple[int, int], int]


def read(folder: Path) -> OverlapSet:
    projects = [project(line) for line in lines(folder / "projects.jsonl", unique="id")]
    row_of = {item.id: row for row, item in enumerate(projects)}
    grades: dict[tuple[int, int], int] = {}
    for line in lines(folder / "pairs.jsonl"):
        rows = sorted(_row(line, key, row_of) for key in ("a", "b"))
        pair = (rows[0], rows[1])
        if pair[0] == pair[1]:
            raise BadSet(f"{line.place}: a project beside itself")
        if grades.setdefault(pair, grade(line)) != grade(line):
            raise BadSet(f"{line.place}: judged before with another grade")
    return OverlapSet(projects, grades)


def project(line: Line) -> Project:
    facts = Facts(
        city=line.required("city"),
        sectors=line.codes("sector"),
        stage=line.text("stage"),
        latitude=_number(line.values.get("lat")),
        longitude=_number(line.values.get("lon")),
        year_from=_year(line.values.get("year_from")),
        year_to=_year(line.values.get("year_to")),
    )
    parts = (line.text("text"), line.text("needs_text"), line.text("offers_text"))
    return Project(line.required("id"), line.required("lang"), parts, facts)


def _row(line: Line, key: str, row_of: dict[str, int]) -> int:
    name = line.required(key)
    if name not in row_of:
        raise BadSet(f"{line.place}: no project has the id “{name}”")
    return row_of[name]


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None


def _year(value: Any) -> int | None:
    found = _number(value)
    return None if found is None else int(found)
