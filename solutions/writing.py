"""What is said of a solution as plain values: texts, codes and figures by name.

The same names and shapes as its form, so that what is typed, what is saved and
what waits for review can be compared, kept as JSON and put into the row.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst

from core.languages import column
from core.typed import Values
from solutions.models import Reference, Solution
from vocabulary.models import (
    Country,
    Maturity,
    PriceModel,
    Sector,
    SolutionArea,
    Stage,
)

TEXTS = ("title", "problem", "description", "users", "data_location")
"""Translated: written in the solution's own language."""

WORDS: dict[str, type[Model]] = {"maturity": Maturity, "price_model": PriceModel}
LISTS: dict[str, type[Model]] = {
    "sectors": Sector,
    "areas": SolutionArea,
    "stages": Stage,
    "countries": Country,
}
AMOUNTS = ("price_min", "price_max")
REFERENCES = "references"
STATED = ("city", "country", "year", "scale", "result")
"""What a reference says to everybody."""

PRIVATE = ("referee", "referee_contact")
"""Who can confirm it: for staff alone."""

NAMES = (
    "source_lang",
    *TEXTS,
    *LISTS,
    *WORDS,
    *AMOUNTS,
    "currency",
    "languages",
    "standards",
    REFERENCES,
)


def of(solution: Solution) -> Values:
    """What is saved of a solution."""
    lang = solution.source_lang
    values: Values = {
        name: getattr(solution, column(name, lang)) or "" for name in TEXTS
    }
    for name in LISTS:
        values[name] = sorted(word.code for word in getattr(solution, name).all())
    for name in WORDS:
        values[name] = _code(getattr(solution, name))
    for name in AMOUNTS:
        values[name] = _amount(getattr(solution, name))
    values[REFERENCES] = [
        {"id": str(row.pk)} | _reference(row) for row in _references_of(solution)
    ]
    return values | {
        "source_lang": lang,
        "currency": solution.currency,
        "languages": sorted(solution.languages),
        "standards": solution.standards,
    }


def plain(data: Mapping[str, Any]) -> Values:
    """The same of what a form has checked."""
    values: Values = {}
    for name in NAMES:
        if name not in data:
            continue
        value = data[name]
        if name in LISTS:
            values[name] = sorted(word.code for word in value)
        elif name in WORDS:
            values[name] = _code(value)
        elif name in AMOUNTS:
            values[name] = _amount(value)
        elif name == "languages":
            values[name] = sorted(value)
        elif name == REFERENCES:
            values[name] = [_row(row) for row in value]
        else:
            values[name] = value or ""
    return values


def label(name: str) -> str:
    """What a column is called on pages."""
    field = Solution._meta.get_field(name)
    return str(capfirst(getattr(field, "verbose_name", name)))


def changed(old: Values, new: Values) -> Values:
    """What of `new` is not as it was; new rows count, whatever their number."""
    return {name: value for name, value in new.items() if value != old.get(name)}


def stated(references: Iterable[Mapping]) -> list[tuple]:
    """What references say to everybody, in an order that does not depend on forms."""
    return sorted(tuple(row.get(name, "") for name in STATED) for row in references)


def put(solution: Solution, values: Values) -> None:
    """Write values into the row and what belongs to it. Saving the row is part of it."""
    fill(solution, values)
    solution.full_clean(exclude=(*TEXTS, "provider"))
    solution.save()
    for name in set(LISTS) & set(values):
        getattr(solution, name).set(
            LISTS[name]._default_manager.filter(code__in=values[name])
        )
    if REFERENCES in values:
        rows = references(solution, values[REFERENCES])
        solution.references.exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
        for row in rows:
            row.save()


def fill(solution: Solution, values: Values) -> None:
    """The same in memory, for the columns of the row alone."""
    if values.get("source_lang", solution.source_lang) != solution.source_lang:
        _relabel(solution, values["source_lang"])
    for name in set(TEXTS) & set(values):
        setattr(solution, column(name, solution.source_lang), values[name])
    for name in set(WORDS) & set(values):
        code = values[name]
        setattr(
            solution,
            name,
            WORDS[name]._default_manager.get(code=code) if code else None,
        )
    for name in set(AMOUNTS) & set(values):
        setattr(solution, name, Decimal(values[name]) if values[name] else None)
    for name in {"currency", "languages", "standards"} & set(values):
        setattr(solution, name, values[name])
    if {*AMOUNTS, "currency"} & set(values):
        has_price = solution.price_min is not None or solution.price_max is not None
        solution.price_date = timezone.localdate() if has_price else None


def references(solution: Solution, rows: Iterable[Mapping]) -> list[Reference]:
    """The references that these values say, not saved.

    Rows keep what the secretariat verified, as long as they say the same.
    """
    there = {str(row.pk): row for row in _references_of(solution)}
    countries = {country.code: country for country in Country.objects.all()}
    found = []
    for row in rows:
        reference = there.get(row.get("id", "")) or Reference(solution=solution)
        _say(reference, row, countries)
        found.append(reference)
    return found


def _references_of(solution: Solution) -> Iterable[Reference]:
    return solution.references.select_related("country") if solution.pk else ()


def _relabel(solution: Solution, lang: str) -> None:
    """The original is in another language than was said: it changes its column."""
    for name in TEXTS if solution.pk else ():
        said = column(name, solution.source_lang)
        setattr(solution, column(name, lang), getattr(solution, said) or "")
        setattr(solution, said, "")
    solution.source_lang = lang


def _say(reference: Reference, row: Mapping, countries: Mapping) -> None:
    was = _reference(reference) if reference.pk else {}
    if any(was.get(name, "") != row.get(name, "") for name in STATED):
        reference.is_verified = False
        reference.lang = reference.solution.source_lang
    if any(was.get(name) != row.get(name) for name in ("city", "year")):
        # Two rows may change places: what is there once is written anew.
        reference.pk = None
    if any(was.get(name) != row.get(name) for name in ("city", "country")):
        reference.latitude = reference.longitude = None
    reference.country = countries.get(row.get("country", ""))
    reference.year = int(row["year"])
    for name in ("city", "scale", "result", *PRIVATE):
        setattr(reference, name, row.get(name, ""))


def _reference(row: Reference) -> dict[str, str]:
    texts = {name: getattr(row, name) for name in ("city", "scale", "result", *PRIVATE)}
    return texts | {"country": _code(row.country), "year": str(row.year)}


def _row(row: Mapping) -> dict[str, str]:
    """A row of a form: without its marks, everything as text."""
    names = ("id", *STATED, *PRIVATE)
    return {name: "" if row.get(name) is None else str(row[name]) for name in names}


def _code(word) -> str:
    return word.code if word else ""


def _amount(value: Decimal | None) -> str:
    """300000.00 is written as 300000."""
    return "" if value is None else f"{value.normalize():f}"
