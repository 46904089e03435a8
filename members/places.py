"""Local governments on the dot map."""

from core import dot_map
from core.dot_map import Label, Place
from core.languages import in_markup
from members.models import Organisation
from translations import services as translations


def places(cities: list[Organisation], *, url: str = "") -> list[Place]:
    """The cities as places, those with a label placed by hand first, then by size.

    `url` is a pattern for their links: `{slug}` stands for the city's address.
    """
    return [_place(city, url) for city in sorted(cities, key=_prominence)]


def _prominence(city: Organisation) -> tuple:
    facts = city.local_government
    return (not facts.label, -(facts.population or 0), city.slug)


def _place(city: Organisation, url: str) -> Place:
    facts = city.local_government
    name = translations.read(city, "name")
    return Place(
        name=name.value,
        lang=in_markup(name.lang),
        longitude=float(facts.longitude),
        latitude=float(facts.latitude),
        wish=Label(**facts.label) if facts.label else None,
        key=city.slug,
        group=city.country_id,
        url=url.format(slug=city.slug),
    )


def overview(cities: list[Organisation]) -> list[dict]:
    """The region with names, for the head of the home page."""
    points = dot_map.name_points(dot_map.gather(places(cities), reach=dot_map.REACH))
    return [_shape(point) for point in points]


def around(city: Organisation, others: list[Organisation]) -> list[dict]:
    """One city with its name among the dots of the others."""
    here = dot_map.gather(places([city]), reach=0)
    dots = dot_map.gather(
        places([other for other in others if other != city]), reach=dot_map.REACH
    )
    dot_map.name_points(here, dot_map.CITY)
    return [_shape(point) | {"r": 5} for point in dots] + [
        _shape(point) | {"host": True, "r": 9} for point in here
    ]


def counted(cities: list[Organisation], *, url: str) -> list[dict]:
    """Links with the number of cities at each, for a map beside its list."""
    points = dot_map.gather(places(cities, url=url), reach=dot_map.PANEL_REACH)
    return [
        {
            "x": point.x,
            "y": point.y,
            "r": 18,
            "url": point.first.url,
            "count": len(point.places),
            "title": ", ".join(place.name for place in point.places),
        }
        for point in points
    ]


def _shape(point: dot_map.Point) -> dict:
    shape = {
        "x": point.x,
        "y": point.y,
        "r": point.r,
        "name": point.name,
        "lang": point.first.lang,
        "minor": point.minor,
    }
    if point.label:
        shape |= {
            "anchor": point.label.anchor,
            "dx": point.label.dx,
            "dy": point.label.dy,
        }
    return shape
