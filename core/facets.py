"""Filters of a list with exact counts, as plain data for the page.

Each group is counted over everything the other filters let through, so a
count says what a click will show.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from core.languages import column, current


class Word(Protocol):
    """What a filter offers: a code, and `str()` of it as its label."""

    code: str


@dataclass(frozen=True)
class Offered:
    """A word of a list, without the row it stands in."""

    code: str
    label: str
    pk: int = 0

    def __str__(self) -> str:
        return self.label


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

    @property
    def on(self) -> int:
        """How many of its options are ticked."""
        return sum(option.checked for option in self.options)


Counts = Mapping[tuple[str, str], int]


def groups(
    filterset, terms: Mapping[str, Iterable[Word]], counts: Counts | None = None
) -> list[Facet]:
    """The facets of a list: name of the filter → the terms it offers.

    A filter's `field_name` leads from the rows to the term's code. All counts
    come with one query, unless they are known already.
    """
    known = _counts(filterset, list(terms)) if counts is None else counts
    return [
        Facet(
            name,
            str(filterset.filters[name].label),
            [
                Option(term.code, str(term), known.get((name, term.code), 0), is_chosen)
                for term in offered
                for is_chosen in [term.code in chosen(filterset, name)]
            ],
        )
        for name, offered in terms.items()
    ]


def words(lists: Mapping[str, QuerySet]) -> dict[str, list[Offered]]:
    """Word lists in the reader's language, all of them with one query."""
    name = Coalesce(
        NullIf(column("name", current()), Value("")),
        column("name", "en"),
        output_field=CharField(),
    )
    first, *others = [
        rows.order_by().values_list(
            Value(key, output_field=CharField()), "order", "code", "pk", name
        )
        for key, rows in lists.items()
    ]
    found: dict[str, list[Offered]] = {key: [] for key in lists}
    for key, _order, code, pk, label in sorted(first.union(*others, all=True)):
        found[key].append(Offered(code, label, pk))
    return found


def chips(data, groups: Iterable[Facet]) -> list[dict]:
    """The filters that are on; each with the address of the list without it."""
    return [
        {"label": option.label, "url": without(data, group.name, option.value)}
        for group in groups
        for option in group.options
        if option.checked
    ]


def without(data, name: str, value: str) -> str:
    """The address of the list's first page without one filter."""
    rest = data.copy()
    rest.pop("page", None)
    rest.setlist(name, [other for other in rest.getlist(name) if other != value])
    return f"?{rest.urlencode()}"


def chosen(filterset, name: str) -> set[str]:
    return set(filterset.data.getlist(name)) if filterset.data else set()


def rows_without(filterset, name: str) -> QuerySet:
    """What all filters but one let through."""
    if not chosen(filterset, name):
        return filterset.qs
    data = filterset.data.copy()
    data.pop(name)
    return type(filterset)(data, queryset=filterset.queryset).qs


def _counts(filterset, names: list[str]) -> dict[tuple[str, str], int]:
    counted = [
        rows_without(filterset, name)
        .order_by()
        .values_list(
            Value(name, output_field=CharField()),
            Cast(filterset.filters[name].field_name, CharField()),
        )
        .annotate(n=Count("pk", distinct=True))
        for name in names
    ]
    return {(name, code): n for name, code, n in counted[0].union(*counted[1:])}
