"""Filters of a list with exact counts, as plain data for the page.

Each group is counted over everything the other filters let through, so a
count says what a click will show.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True)
class Facet:
    name: str
    legend: str
    options: list[Option]


def facet(filterset, name: str, *, path: str, terms: Iterable) -> Facet:
    """One group: `path` leads from the rows to the term's code."""
    chosen = set(filterset.data.getlist(name)) if filterset.data else set()
    counts = _counts(_without(filterset, name), path)
    options = [
        Option(term.code, str(term), counts.get(term.code, 0), term.code in chosen)
        for term in terms
    ]
    return Facet(name, str(filterset.filters[name].label), options)


def chips(data, groups: Iterable[Facet]) -> list[dict]:
    """The filters that are on; each with the address of the list without it."""
    found = []
    for group in groups:
        for option in group.options:
            if option.checked:
                rest = data.copy()
                rest.pop("page", None)
                values = [v for v in rest.getlist(group.name) if v != option.value]
                rest.setlist(group.name, values)
                found.append({"label": option.label, "url": f"?{rest.urlencode()}"})
    return found


def _without(filterset, name: str) -> QuerySet:
    data = filterset.data.copy()
    data.pop(name, None)
    return type(filterset)(data, queryset=filterset.queryset).qs


def _counts(rows: QuerySet, path: str) -> dict[str, int]:
    counted = rows.order_by().values_list(path).annotate(n=Count("pk", distinct=True))
    return dict(counted)
