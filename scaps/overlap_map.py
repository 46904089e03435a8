"""One city and those it overlaps with on the dot map: points, and arcs between them."""

from collections.abc import Iterable
from dataclasses import asdict

from core import dot_map
from core.dot_map import Point
from members import places
from members.models import Organisation

# How far an arc bends away from the straight line, as a share of its length.
BEND = 0.18


def of(city: Organisation, others: Iterable[Organisation]) -> tuple[list, list]:
    """(points, arcs) for the map."""
    if not hasattr(city, "local_government"):
        return [], []
    placed = [other for other in others if hasattr(other, "local_government")]
    here = dot_map.gather(places.places([city]), reach=0)
    there = dot_map.gather(places.places(placed), reach=dot_map.REACH)
    if not here:
        return [], []
    points = here + there
    dot_map.name_always(here[0], points, dot_map.CITY)
    for point in there:
        dot_map.name_point(point, points, dot_map.CITY)
    arcs = [arc(here[0], point) for point in there]
    return [_host(here[0]), *map(_shape, there)], arcs


def arc(one: Point, other: Point) -> str:
    """An SVG path that bends upwards, whichever way it goes."""
    dx, dy = other.x - one.x, other.y - one.y
    up = BEND if dx > 0 else -BEND
    x = (one.x + other.x) / 2 + up * dy
    y = (one.y + other.y) / 2 - up * dx
    return f"M{one.x} {one.y} Q{x:.1f} {y:.1f} {other.x} {other.y}"


def _host(point: Point) -> dict:
    return _shape(point) | {"host": True, "r": 9}


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
