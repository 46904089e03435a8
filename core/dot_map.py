"""Where places and their labels stand on the dot map: plain geometry.

Lambert azimuthal equal-area on a drawing of 1000 × 700 units, the same that
the land mask was made with. On phones the drawing shrinks, so nodes and labels
grow in it: a label that stands free at that size too is drawn everywhere, the
others (`minor`) on wide screens only, and what never stands free has no label.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, hypot, radians, sin, sqrt

WIDTH, HEIGHT = 1000, 700
CENTRE_LONGITUDE, CENTRE_LATITUDE = 102, 49
SCALE, CENTRE_X, CENTRE_Y = 800, 500, 330
GAP = 7
EAST = 120
HALO = 3


@dataclass(frozen=True)
class Size:
    """A label's height and a node's radius; no radius: that of the point."""

    label: int
    node: float | None = None


# The sizes of static/css/components/map.css: on wide screens, on phones.
HERO = (Size(23), Size(37, 12))
CITY = (Size(29), Size(37, 12))
REACH = 30
PANEL_REACH = 76


@dataclass(frozen=True)
class Label:
    """Where a name stands beside its point, in SVG's own terms."""

    anchor: str
    dx: float
    dy: float


@dataclass(frozen=True)
class Place:
    name: str
    longitude: float
    latitude: float
    wish: Label | None = None
    lang: str = ""
    key: str = ""
    group: str = ""


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def touches(self, x: float, y: float, r: float) -> bool:
        """Whether a circle reaches into the box."""
        nearest_x = min(max(x, self.left), self.right)
        nearest_y = min(max(y, self.top), self.bottom)
        return hypot(x - nearest_x, y - nearest_y) < r

    @property
    def is_inside(self) -> bool:
        return (
            self.left >= 0
            and self.top >= 0
            and self.right <= WIDTH
            and self.bottom <= HEIGHT
        )


@dataclass
class Point:
    """A place on the drawing, with those too near to be drawn beside it."""

    x: float
    y: float
    places: list[Place]
    r: float = 7
    label: Label | None = None
    minor: bool = False
    boxes: list[Box] = field(default_factory=list)

    @property
    def first(self) -> Place:
        return self.places[0]


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to units of the drawing."""
    turn = radians(longitude - CENTRE_LONGITUDE)
    height, middle = radians(latitude), radians(CENTRE_LATITUDE)
    spread = sqrt(
        2 / (1 + sin(middle) * sin(height) + cos(middle) * cos(height) * cos(turn))
    )
    x = cos(height) * sin(turn)
    y = cos(middle) * sin(height) - sin(middle) * cos(height) * cos(turn)
    return (
        round(CENTRE_X + SCALE * spread * x, 1),
        round(CENTRE_Y - SCALE * spread * y, 1),
    )


def gather(places: Iterable[Place], *, reach: float) -> list[Point]:
    """Points of the drawing: places nearer than `reach` to an earlier one join it.

    Only places of one group (a country) join: no city is counted under the name
    of another country's. Places come in order of importance; what lies outside
    the drawing is left out.
    """
    points: list[Point] = []
    for place in places:
        x, y = project(place.longitude, place.latitude)
        if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
            continue
        near = [
            point
            for point in points
            if point.first.group == place.group
            and hypot(point.x - x, point.y - y) < reach
        ]
        if near:
            closest = min(near, key=lambda p: hypot(p.x - x, p.y - y))
            closest.places.append(place)
            closest.r = min(13, round(6 + 2 * sqrt(len(closest.places)), 1))
        else:
            points.append(Point(x, y, [place]))
    return points


def name_points(points: list[Point], sizes: tuple[Size, Size] = HERO) -> None:
    """Give each point a label that meets no other, or none; first come, first served."""
    for point in points:
        name_point(point, points, sizes)


def name_point(point: Point, points: list[Point], sizes: tuple[Size, Size]) -> None:
    """A label free at both sizes, else one free on wide screens, else none."""
    if not _found_label(point, points, sizes):
        point.minor = _found_label(point, points, sizes[:1])


def name_always(point: Point, points: list[Point], sizes: tuple[Size, Size]) -> None:
    """For the point that the drawing is about: if need be over others, yet inside it."""
    name_point(point, points, sizes)
    if point.label is None or point.minor:
        labels = [point.label] if point.label else []
        labels += candidates(point, sizes[0].label)
        inside = (label for label in labels if box_of(point, label, sizes[1]).is_inside)
        point.label, point.minor = next(inside, labels[0]), False
        point.boxes = [box_of(point, point.label, size) for size in sizes]


def _found_label(point: Point, points: list[Point], sizes: tuple[Size, ...]) -> bool:
    for label in candidates(point, sizes[0].label):
        boxes = [box_of(point, label, size) for size in sizes]
        if all(
            _is_free(point, points, box, size, number)
            for number, (box, size) in enumerate(zip(boxes, sizes, strict=True))
        ):
            point.label, point.boxes = label, boxes
            return True
    return False


def _is_free(
    point: Point, points: list[Point], box: Box, size: Size, number: int
) -> bool:
    """A halo may reach into the label's own node, into nothing else."""
    return box.is_inside and not any(
        box.touches(p.x, p.y, (size.node or p.r) - HALO * (p is point))
        or (len(p.boxes) > number and box.meets(p.boxes[number]))
        for p in points
    )


def candidates(point: Point, height: int) -> list[Label]:
    """The place's own wish, then its side of the map, the other, below, above."""
    aside = max(point.r, 12) + GAP
    level = round(0.35 * height)
    right, left = Label("start", aside, level), Label("end", -aside, level)
    sides = [right, left] if point.first.longitude > EAST else [left, right]
    below = Label("middle", 0, round(max(point.r, 12) + 1.15 * height))
    above = Label("middle", 0, -round(max(point.r, 12) + 0.4 * height))
    slanted = [
        Label(side.anchor, side.dx * 0.7, shift)
        for side in sides
        for shift in (level + height * 0.7, level - height * 0.7)
    ]
    wish = [point.first.wish] if point.first.wish else []
    return [*wish, *sides, below, above, *slanted]


def box_of(point: Point, label: Label, size: Size) -> Box:
    """The room a label takes, halo included; text is guessed on the wide side."""
    width = text_width(point.first.name, size.label)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    left = point.x + label.dx - shift
    baseline = point.y + label.dy
    return Box(
        left - HALO,
        baseline - 0.82 * size.label - HALO,
        left + width + HALO,
        baseline + 0.22 * size.label + HALO,
    )


def text_width(text: str, height: float) -> float:
    return height * sum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character.upper() in "МШЩЖФЮЫMW":
        return 0.95
    if character in "iljtfI.,' -":
        return 0.38
    if character.isupper():
        return 0.74
    return 0.62
