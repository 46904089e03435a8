"""The dot map: projection, gathering, and labels that meet no other label."""

import json
from dataclasses import replace
from itertools import combinations

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from core import dot_map
from core.dot_map import Box, Label, Place

CITIES = json.loads(
    (settings.BASE_DIR / "members" / "data" / "names.json").read_text("utf-8")
)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def real_places(language: str) -> list[Place]:
    return [
        Place(
            name=row["name"][language],
            longitude=row["longitude"],
            latitude=row["latitude"],
            wish=Label(**row["label"]) if row["label"] else None,
            key=slug,
            group=row["country"],
        )
        for slug, row in sorted(CITIES.items(), key=lambda item: not item[1]["label"])
    ]


def drawn(places: list[Place], sizes=dot_map.HERO) -> list[dot_map.Point]:
    points = dot_map.gather(places, reach=dot_map.REACH)
    dot_map.name_points(points, sizes)
    return points


def check_labels(points: list[dot_map.Point], sizes) -> None:
    for number, size in enumerate(sizes):
        boxes = [p.boxes[number] for p in points if len(p.boxes) > number]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
        for owner in (p for p in points if len(p.boxes) > number):
            box = owner.boxes[number]
            assert box.is_inside
            others = [p for p in points if p is not owner]
            assert not any(box.touches(p.x, p.y, size.node or p.r) for p in others)


@pytest.mark.parametrize(
    ("city", "longitude", "latitude", "x", "y"),
    [
        ("centre", 102, 49, 500, 330),
        ("Seoul", 127.0, 37.57, 772.5, 445.8),
        ("Ulaanbaatar", 106.92, 47.92, 546.0, 343.6),
        ("Moscow", 37.62, 55.75, 70.1, 26.2),
    ],
)
def test_projection_fits_the_land(city, longitude, latitude, x, y):
    """Figures of the drawing that the land mask was made with."""
    assert dot_map.project(longitude, latitude) == pytest.approx((x, y), abs=0.6)


@pytest.mark.parametrize("sizes", [dot_map.HERO, dot_map.CITY])
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_real_cities_never_meet(language, sizes):
    points = drawn(real_places(language), sizes)

    check_labels(points, sizes)
    assert len([p for p in points if p.label]) >= len(points) / 2


@given(
    st.lists(
        st.builds(
            Place,
            name=st.text("МЩWi京서a -", min_size=1, max_size=30),
            longitude=st.floats(60, 150),
            latitude=st.floats(25, 65),
            group=st.sampled_from(["a", "b"]),
        ),
        max_size=25,
    )
)
def test_labels_of_any_places_never_meet(places):
    check_labels(drawn(places), dot_map.HERO)


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_of_two_countries_never_share_a_point(language):
    for point in drawn(real_places(language)):
        assert len({place.group for place in point.places}) == 1


def test_near_places_join_the_first_and_make_it_larger():
    places = [Place("Seoul", 126.98, 37.57), Place("Incheon", 126.7, 37.46)]

    (point,) = dot_map.gather(places, reach=dot_map.REACH)

    assert point.first.name == "Seoul"
    assert point.places == places
    assert point.r > 7


def test_places_outside_the_drawing_are_left_out():
    assert dot_map.gather([Place("Jakarta", 106.8, -6.2)], reach=30) == []


def test_a_wish_comes_first():
    wish = Label("start", 14, -8)

    (point,) = drawn([Place("Ulaanbaatar", 106.92, 47.92, wish=wish)])

    assert point.label == wish


@pytest.mark.parametrize(("longitude", "anchor"), [(130, "start"), (100, "end")])
def test_labels_stand_outwards(longitude, anchor):
    (point,) = drawn([Place("Town", longitude, 48)])

    assert point.label.anchor == anchor
    assert not point.minor


def test_a_label_free_on_wide_screens_only_is_minor():
    """At 37 units' height the name is wider than the drawing, at 23 it is not."""
    (point,) = drawn([Place("n" * 45, 102, 49)])

    assert point.label
    assert point.minor


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_city_of_a_profile_is_named_inside_the_drawing(language):
    cities = real_places(language)
    for city in cities:
        nameless = [replace(other, name="") for other in cities if other != city]
        dots = dot_map.gather(nameless, reach=dot_map.REACH)
        for here in dot_map.gather([city], reach=0):
            dot_map.name_always(here, [*dots, here], dot_map.CITY)

            assert not here.minor
            assert all(box.is_inside for box in here.boxes)


def test_a_point_with_no_room_has_no_label():
    crowd = [Place("A very long name of a city", 100 + n * 2.3, 48) for n in range(12)]

    assert not all(point.label for point in drawn(crowd))


def test_boxes():
    box = Box(0, 0, 10, 10)

    assert box.meets(Box(9, 9, 20, 20))
    assert not box.meets(Box(10, 0, 20, 10))
    assert box.touches(12, 5, 3)
    assert not box.touches(12, 5, 2)


@pytest.mark.parametrize(
    ("text", "width"), [("東京", 2.0), ("서울", 2.0), ("nn", 1.24), ("ЩЩ", 1.9)]
)
def test_east_asian_and_broad_letters_are_wide(text, width):
    assert dot_map.text_width(text, 1) == pytest.approx(width)
