"""References on the map; the demo's are all placed."""

from itertools import combinations

import pytest
from django.utils.text import slugify

from neascn.demo import catalogue
from neascn.demo.files import places as members
from neascn.demo.files import read
from solutions import places
from solutions.places import City
from tests.factories import LocalGovernmentFactory, ReferenceFactory, SolutionFactory
from vocabulary.models import Country

SLUGS = sorted({f["city"] for row in read("solutions") for f in row["references"]})


def city(name: str, latitude, longitude, count: int = 1) -> City:
    return City(
        code=name,
        name=name,
        lang="",
        country="",
        url="",
        count=count,
        latitude=latitude,
        longitude=longitude,
        key=f"key-{name}",
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_each_city_of_the_demo_has_a_point(slug):
    place = members().get(slug) or read("points")["cities"].get(slugify(slug))

    assert place, f"add {slug} to neascn/demo/data/points.json"
    assert -90 <= place["latitude"] <= 90
    assert -180 <= place["longitude"] <= 180


def test_the_point_of_a_member_is_that_of_its_government(db):
    place = LocalGovernmentFactory(organisation__name="Harbin")
    fact = {
        "city": "harbin",
        "country": "CN",
        "year": 2024,
        "scale": "",
        "result": {},
        "verified": True,
    }

    reference = catalogue._reference(SolutionFactory(), fact)
    abroad = catalogue._reference(SolutionFactory(), fact | {"city": "Sendai"})

    place.refresh_from_db()
    assert reference.latitude == place.latitude
    assert reference.longitude == place.longitude
    assert (abroad.city, float(abroad.latitude)) == ("Sendai", 38.27)


def test_a_city_without_a_point_is_listed_and_not_drawn(db):
    ReferenceFactory(city="Somewhere")

    [found] = places.cities(ReferenceFactory._meta.model.objects.all())

    assert found.name == "Somewhere"
    assert places.named([found]) == places.counted([found]) == []


def test_a_city_of_another_country_is_not_the_member_of_its_name(db):
    member = LocalGovernmentFactory(organisation__name="Harbin").organisation
    abroad = Country.objects.exclude(pk=member.country_id).first()
    for country in (member.country, None, abroad):
        ReferenceFactory(city="Harbin", country=country)

    found = places.cities(ReferenceFactory._meta.model.objects.all())

    page = member.get_absolute_url()
    assert sorted(city.url for city in found) == ["", page, page]


def test_labels_of_neighbours_do_not_meet():
    near = [city(name, 37 + n / 3, 127, count=n) for n, name in enumerate("ABCDEF")]

    points = places.named(near)

    labelled = [point for point in points if "anchor" in point]
    assert labelled
    spots = [(p["x"] + p["dx"], p["y"] + p["dy"]) for p in labelled]
    assert not [pair for pair in combinations(spots, 2) if pair[0] == pair[1]]


def test_a_mark_stands_for_all_references_of_its_cities():
    [mark] = places.counted([city("A", 37, 127, 3), city("B", 37.1, 127.1, 2)])

    assert mark["count"] == 5
    assert mark["url"] == "#key-A"
    assert mark["title"] == "A, B"
