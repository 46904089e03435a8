"""City × city: how many overlaps each two of them have, a block of cities at a time."""

from collections import Counter
from dataclasses import dataclass
from math import ceil

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.urls import reverse

from members.models import Organisation
from translations import services as translations

ROWS, COLUMNS = 25, 12
TINTS = 4


@dataclass(frozen=True)
class Cell:
    """`tint` is from 1 to 4; a city beside itself has no cell of its own."""

    count: int
    tint: int
    url: str
    is_self: bool = False


@dataclass(frozen=True)
class Line:
    city: Organisation
    cells: list[Cell]
    total: int
    url: str


@dataclass(frozen=True)
class Matrix:
    lines: list[Line]
    columns: list[Organisation]
    rows: Page
    across: Page
    overlaps: int
    cities: int


def of(overlaps, *, page: str | None, across: str | None, query: str = "") -> Matrix:
    """Cities with most overlaps come first, down and across.

    `query` are the filters that the lists behind the numbers keep.
    """
    pairs = overlaps.order_by().values_list("a__organisation", "b__organisation")
    both: Counter = Counter()
    for one, other, count in pairs.annotate(n=Count("pk")):
        both[one, other] += count
        both[other, one] += count
    totals: Counter = Counter()
    for (one, _other), count in both.items():
        totals[one] += count
    ids = sorted(totals, key=lambda city: (-totals[city], city))
    rows = Paginator(ids, ROWS).get_page(page)
    columns = Paginator(ids, COLUMNS).get_page(across)
    cities = _cities({*rows.object_list, *columns.object_list})
    most = max(both.values(), default=1)
    return Matrix(
        lines=[
            Line(
                city=cities[one],
                cells=[
                    _cell(cities[one], cities[other], both[one, other], most, query)
                    for other in columns.object_list
                ],
                total=totals[one],
                url=_address(cities[one], query),
            )
            for one in rows.object_list
        ],
        columns=[cities[city] for city in columns.object_list],
        rows=rows,
        across=columns,
        overlaps=sum(both.values()) // 2,
        cities=len(ids),
    )


def _cities(ids: set[int]) -> dict[int, Organisation]:
    found = Organisation.objects.filter(pk__in=ids).defer("search", "summary")
    return {city.pk: city for city in translations.prepare(found)}


def _cell(
    one: Organisation, other: Organisation, count: int, most: int, query: str
) -> Cell:
    if one.pk == other.pk or not count:
        return Cell(0, 0, "", is_self=one.pk == other.pk)
    url = _address(one, f"with={other.slug}", query)
    return Cell(count, ceil(TINTS * count / most), url)


def _address(city: Organisation, *queries: str) -> str:
    query = "&".join(filter(None, queries))
    address = reverse("overlaps:city", args=[city.slug])
    return f"{address}?{query}" if query else address
