"""Reading a judged set: `needs.jsonl`, `solutions.jsonl`, `qrels.jsonl`.

A need: `{"id", "lang", "text", "sector"?, "areas"?: [], "budget_max_usd"?, "stage"?,
"country"?, "languages"?: []}`. A solution: `{"id", "lang", "text", "sectors"?: [],
"areas"?: [], "price_min_usd"?, "price_max_usd"?, "countries"?: [], "languages"?: [],
"references"?: n}`. A judgement: `{"need", "solution", "grade": 0–2}`.

Unknown keys are ignored, odd values of facets count as not stated; what would make
the figures wrong is refused with file and line.
"""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.facets import ANYWHERE, NeedFacets, OfferFacets

GRADES = (0, 1, 2)


class BadSet(Exception):
    """The set cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Need:
    id: str
    language: str
    text: str
    facets: NeedFacets


@dataclass(frozen=True)
class Solution:
    id: str
    language: str
    text: str
    facets: OfferFacets


@dataclass(frozen=True)
class JudgedSet:
    """`grades`: need id → solution id → grade; what is not listed is 0."""

    needs: list[Need]
    solutions: list[Solution]
    grades: dict[str, dict[str, int]]

    def grade(self, need: str, solution: str) -> int:
        return self.grades.get(need, {}).get(solution, 0)


@dataclass(frozen=True)
class Line:
    """One object of a file, and where it stands."""

    place: str
    values: dict[str, Any]

    def required(self, key: str) -> str:
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise BadSet(f"{self.place}: “{key}” is missing or not a text")
        return str(value)

    def text(self, key: str) -> str:
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def codes(self, key: str) -> frozenset[str]:
        value = self.values.get(key)
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            return frozenset()
        return frozenset(code for code in value if isinstance(code, str) and code)

    def number(self, key: str) -> float | None:
        """A number of zero or more; anything else is not stated."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if math.isfinite(value) and value >= 0 else None


def read(folder: Path) -> JudgedSet:
    needs = [need(line) for line in lines(folder / "needs.jsonl", unique="id")]
    solutions = [
        solution(line) for line in lines(folder / "solutions.jsonl", unique="id")
    ]
    known_needs = {item.id for item in needs}
    known_solutions = {item.id for item in solutions}
    grades: dict[str, dict[str, int]] = {}
    for line in lines(folder / "qrels.jsonl"):
        asked, offered = line.required("need"), line.required("solution")
        if asked not in known_needs:
            raise BadSet(f"{line.place}: no need has the id “{asked}”")
        if offered not in known_solutions:
            raise BadSet(f"{line.place}: no solution has the id “{offered}”")
        judged = grades.setdefault(asked, {})
        if judged.setdefault(offered, grade(line)) != grade(line):
            raise BadSet(f"{line.place}: judged before with another grade")
    return JudgedSet(needs, solutions, grades)


def need(line: Line) -> Need:
    facets = NeedFacets(
        country=line.text("country"),
        sector=line.text("sector"),
        areas=line.codes("areas"),
        stage=line.text("stage"),
        budget_max=line.number("budget_max_usd"),
        languages=line.codes("languages"),
    )
    return Need(line.required("id"), line.required("lang"), line.text("text"), facets)


def solution(line: Line) -> Solution:
    references = line.number("references")
    facets = OfferFacets(
        countries=served(line.codes("countries")),
        sectors=line.codes("sectors"),
        areas=line.codes("areas"),
        price_min=line.number("price_min_usd"),
        price_max=line.number("price_max_usd"),
        languages=line.codes("languages"),
        references=None if references is None else int(references),
    )
    return Solution(
        line.required("id"), line.required("lang"), line.text("text"), facets
    )


def served(countries: frozenset[str]) -> frozenset[str]:
    """Whatever word a set uses for "everywhere" means it."""
    everywhere = {code for code in countries if code.lower() in {"any", "all"}}
    return countries | {ANYWHERE} if everywhere else countries


def grade(line: Line) -> int:
    value = line.values.get("grade")
    if isinstance(value, bool) or value not in GRADES:
        raise BadSet(f"{line.place}: “grade” must be 0, 1 or 2")
    return int(value)


def lines(path: Path, *, unique: str = "") -> list[Line]:
    """The objects of a file; blank lines are skipped, an empty file is refused."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadSet(f"{path.name}: {error.strerror}") from error
    found = list(parsed(path.name, raw.splitlines()))
    if not found:
        raise BadSet(f"{path.name}: holds no line")
    if unique:
        check_unique(found, unique)
    return found


def parsed(name: str, rows: Iterable[bytes]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        place = f"{name}, line {number}"
        try:
            text = row.decode("utf-8-sig").strip()
            values = json.loads(text) if text else None
        except (ValueError, RecursionError) as error:
            raise BadSet(f"{place}: not JSON ({error})") from error
        if not text:
            continue
        if not isinstance(values, dict):
            raise BadSet(f"{place}: not an object")
        yield Line(place, values)


def check_unique(found: list[Line], key: str) -> None:
    seen: dict[str, str] = {}
    for line in found:
        value = line.required(key)
        if value in seen:
            raise BadSet(f"{line.place}: “{value}” was on {seen[value]}")
        seen[value] = line.place
