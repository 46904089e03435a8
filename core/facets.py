"""Filters of a list with exact counts, as plain data for the page.

Each group is counted over everything the other filters let through, so a
count says what a click will show.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast


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


def groups(filterset, terms: dict[str, Iterable]) -> list[Facet]:
    """The facets of a list: name of the filter → the terms it offers.

    A filter's `field_name` leads from the rows to the term's code. All counts
    come with one query.
    """
    counts = _counts(filterset, list(terms))
    return [
        Facet(
            name,
            str(filterset.filters[name].label),
            [
                Option(term.code, str(term), counts.get((name, term.code), 0), chosen)
                for term in offered
                for chosen in [term.code in _chosen(filterset, name)]
            ],
        )
        for name, offered in terms.items()
    ]


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


def _chosen(filterset, name: str) -> set[str]:
    return set(filterset.data.getlist(name)) if filterset.data else set()


def _without(filterset, name: str) -> QuerySet:
    data = filterset.data.copy()
    data.pop(name, None)
    return type(filterset)(data, queryset=filterset.queryset).qs


def _counts(filterset, names: list[str]) -> dict[tuple[str, str], int]:
    counted = [
        _without(filterset, name)
        .order_by()
        .values_list(
            Value(name, output_field=CharField()),
            Cast(filterset.filters[name].field_name, CharField()),
        )
        .annotate(n=Count("pk", distinct=True))
        for name in names
    ]
    return {(name, code): n for name, code, n in counted[0].union(*counted[1:])}
