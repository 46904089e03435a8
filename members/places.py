"""Local governments on the dot map."""

from dataclasses import asdict, replace

from django.db.models import QuerySet

from core import dot_map
from core.dot_map import Label, Place
from core.languages import in_markup
from members.models import Organisation
from translations import services as translations


def places(cities: list[Organisation]) -> list[Place]:
    """The cities as places, those with a label placed by hand first, then by size."""
    return [_place(city) for city in sorted(cities, key=_prominence)]


def _prominence(city: Organisation) -> tuple:
    facts = city.local_government
    return (not facts.label, -(facts.population or 0), city.slug)


def _place(city: Organisation) -> Place:
    facts = city.local_government
    name = translations.read(city, "name")
    return Place(
        name=name.value,
        lang=in_markup(name.lang),
        longitude=float(facts.longitude),
        latitude=float(facts.latitude),
        wish=Label(**facts.label) if facts.label else None,
        key=city.slug,
        group=str(city.country_id),
    )


def overview(cities: list[Organisation]) -> list[dict]:
    """The region with names, for the head of the home page."""
    points = dot_map.gather(places(cities), reach=dot_map.REACH)
    dot_map.name_points(points)
    return [_shape(point) for point in points]


def around(city: Organisation, others: QuerySet[Organisation]) -> list[dict]:
    """One city with its name among the dots of the others; it always has its label.

    The dots have no names, so the others are read as points alone. Nothing for a
    city that lies beyond the drawing.
    """
    here = dot_map.gather(places([city]), reach=0)
    if not here:
        return []
    dots = dot_map.gather(_nameless(others.exclude(pk=city.pk)), reach=dot_map.REACH)
    for dot in dots:
        dot.r = 5
    for point in here:
        dot_map.name_always(point, dots + here, dot_map.CITY)
    return [_shape(dot) for dot in dots] + [
        _shape(point) | {"host": True, "r": 9} for point in here
    ]


def _nameless(cities: QuerySet[Organisation]) -> list[Place]:
    rows = cities.order_by("slug").distinct()
    points = rows.values_list(
        "slug",
        "country_id",
        "local_government__longitude",
        "local_government__latitude",
    )
    return [
        Place(
            name="",
            longitude=float(longitude),
            latitude=float(latitude),
            key=slug,
            group=str(country),
        )
        for slug, country, longitude, latitude in points
    ]


def counted(cities: list[Organisation]) -> list[dict]:
    """Numbers of cities, linked to the first of their rows in the list beside it."""
    ungrouped = [replace(place, group="") for place in places(cities)]
    return [
        {
            "x": point.x,
            "y": point.y,
            "r": 18,
            "url": f"#{point.first.key}",
            "count": len(point.places),
            "title": ", ".join(place.name for place in point.places),
        }
        for point in dot_map.gather(ungrouped, reach=dot_map.PANEL_REACH)
    ]


def _shape(point: dot_map.Point) -> dict:
    shape = {
        "x": point.x,
        "y": point.y,
        "r": point.r,
        "name": point.first.name,
        "lang": point.first.lang,
        "minor": point.minor,
    }
    return shape | (asdict(point.label) if point.label else {})
