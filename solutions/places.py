"""Where solutions are in use: references as lists by city, and on the dot map."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db.models import Avg, Count, QuerySet

from core import dot_map
from core.dot_map import Place, Point
from core.languages import current, in_markup
from core.sorting import key as sort_key
from members.models import Organisation
from solutions.models import Reference, Solution
from translations import services as translations
from vocabulary.models import Country

MOST = 500


@dataclass(frozen=True)
class City:
    """A city with references; `name` is a member's name in the reader's language.

    `code` is the name as providers wrote it, by which the catalogue is filtered.
    """

    code: str
    name: str
    lang: str
    country: str
    url: str
    count: int
    latitude: float | None
    longitude: float | None
    key: str


def cities(references: QuerySet[Reference]) -> list[City]:
    """The cities of these references, by country and name as the reader sorts them."""
    rows = list(
        references.order_by()
        .values("city", "country__code")
        .annotate(
            count=Count("pk"), latitude=Avg("latitude"), longitude=Avg("longitude")
        )
        .order_by("-count", "city")[:MOST]
    )
    members = _members(row["city"] for row in rows)
    lands = _lands(row["country__code"] for row in rows)
    found = [
        _city(number, row, members.get((row["city"], row["country__code"])), lands)
        for number, row in enumerate(rows)
    ]
    reader = current()
    return sorted(
        found, key=lambda c: (sort_key(c.country, reader), sort_key(c.name, reader))
    )


def _city(number: int, row: dict, member: Organisation | None, lands: dict) -> City:
    name = translations.read(member, "name") if member else None
    return City(
        code=row["city"],
        name=name.value if name else row["city"],
        lang=in_markup(name.lang) if name else "",
        country=lands.get(row["country__code"], ""),
        url=member.get_absolute_url() if member else "",
        count=row["count"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        key=f"city-{number}",
    )


def _members(names: Iterable[str]) -> dict[tuple[str, str | None], Organisation]:
    """Local governments that everybody may see, by their English name and country.

    Cities of two countries may share a name; a reference may leave the country out.
    """
    shown = Organisation.objects.local_governments().filter(
        is_public=True, name_en__in=set(names)
    )
    found = shown.select_related("country").defer("search")
    return {
        (city.name_en, country): city
        for city in translations.prepare(found)
        for country in (city.country.code, None)
    }


def _lands(codes: Iterable[str | None]) -> dict[str, str]:
    return {land.code: str(land) for land in Country.objects.filter(code__in=codes)}


def used_by(solutions: QuerySet[Solution]) -> list[City]:
    return cities(Reference.objects.filter(solution__in=solutions))


def named(cities: Iterable[City]) -> list[dict]:
    """Dots with their names, for a few cities."""
    points = dot_map.gather(_places(cities), reach=dot_map.REACH)
    dot_map.name_points(points)
    return [_shape(point) for point in points]


def counted(cities: Iterable[City]) -> list[dict]:
    """Numbers of references; each mark leads to its place in the list beside it."""
    by_key = {city.key: city for city in cities}
    points = dot_map.gather(_places(by_key.values()), reach=dot_map.PANEL_REACH)
    return [
        {
            "x": point.x,
            "y": point.y,
            "r": 18,
            "url": f"#{point.first.key}",
            "count": sum(by_key[place.key].count for place in point.places),
            "title": ", ".join(place.name for place in point.places),
        }
        for point in points
    ]


def _places(cities: Iterable[City]) -> list[Place]:
    """The best known first: they keep their names when there is no room for all."""
    return [
        Place(
            name=city.name,
            lang=city.lang,
            longitude=float(city.longitude),
            latitude=float(city.latitude),
            key=city.key,
        )
        for city in sorted(cities, key=lambda city: -city.count)
        if city.latitude is not None and city.longitude is not None
    ]


def _shape(point: Point) -> dict:
    shape = {
        "x": point.x,
        "y": point.y,
        "r": point.r,
        "name": point.first.name,
        "lang": point.first.lang,
        "minor": point.minor,
    }
    return shape | (asdict(point.label) if point.label else {})
