"""Filters of a list by codes in the address, on columns that hold codes."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from django.db.models import Count, F, Func, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.http import urlencode

from core.facets import Facet, Offered, Option

CODE = re.compile(r"[\w-]{1,60}", re.ASCII)


@dataclass(frozen=True)
class ColumnFilters(ABC):
    """Codes by filter; within one filter any of them will do.

    A subclass names its filters, the columns of codes behind them and the words
    on offer; for what no column holds it has ways of its own.
    """

    legends: ClassVar[Mapping[str, Promise]]
    columns: ClassVar[Mapping[str, str]]

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: MultiValueDict) -> Self:
        return cls(
            {
                name: frozenset(filter(CODE.fullmatch, data.getlist(name)))
                for name in cls.legends
            }
        )

    @property
    def count(self) -> int:
        return sum(map(len, self.codes.values()))

    @property
    def query(self) -> str:
        """The same filters in another address."""
        return urlencode(
            {name: sorted(codes) for name, codes in self.codes.items() if codes},
            doseq=True,
        )

    def applied(self, rows: QuerySet, *, but: str = "") -> QuerySet:
        """What all filters let through, one of them excepted."""
        for name, codes in self.codes.items():
            if codes and name != but:
                rows = self._narrowed(rows, name, codes)
        return rows

    def facets(self, rows: QuerySet) -> list[Facet]:
        """The filters with their counts; words that nothing has are left out."""
        known = self.offered()
        return [
            self._facet(name, known[name], self._counts(name, rows))
            for name in self.legends
        ]

    @staticmethod
    @abstractmethod
    def offered() -> Mapping[str, Iterable[Offered]]:
        """The words of each filter."""

    def _facet(self, name: str, offered: Iterable[Offered], counts: dict) -> Facet:
        on = self.codes.get(name, frozenset())
        options = [
            Option(word.code, str(word), counts.get(word.code, 0), word.code in on)
            for word in offered
            if counts.get(word.code) or word.code in on
        ]
        return Facet(name, str(self.legends[name]), options)

    def _narrowed(self, rows: QuerySet, name: str, codes: frozenset[str]) -> QuerySet:
        return rows.filter(**{f"{self.columns[name]}__overlap": sorted(codes)})

    def _counts(self, name: str, rows: QuerySet) -> dict[str, int]:
        found = self.applied(rows, but=name).order_by()
        code = Func(F(self.columns[name]), function="unnest")
        counted = found.annotate(code=code).values_list("code").annotate(n=Count("pk"))
        return dict(counted)
