"""The profile of a city: what everybody reads, and what only members do."""

import pytest
from django.urls import reverse
from django.utils import translation

from core.languages import CODES
from neascn import city_page
from tests.factories import (
    CscoTermFactory,
    LocalGovernmentFactory,
    MembershipFactory,
    NeedFactory,
    NetworkFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.people import MEMBERS, STAFF, WHO

pytestmark = pytest.mark.django_db


@pytest.fixture
def ulaanbaatar():
    place = LocalGovernmentFactory(
        organisation__name="Ulaanbaatar",
        organisation__name_mn="Улаанбаатар",
        organisation__name_ru="Улан-Батор",
        organisation__name_ja="ウランバートル",
        organisation__name_zh_hans="乌兰巴托",
        organisation__name_ko="울란바토르",
        organisation__native_name="Улаанбаатар хот",
        organisation__native_lang="mn",
        latitude="47.9077",
        longitude="106.8832",
        timezone="Asia/Ulaanbaatar",
        office="Smart City Office",
    )
    return place.organisation


def read(client, city, language="en") -> str:
    with translation.override(language):
        return client.get(reverse("members:detail", args=[city.slug])).content.decode()


@pytest.mark.parametrize("language", CODES)
def test_the_name_in_six_languages_each_with_its_own(client, ulaanbaatar, language):
    page = read(client, ulaanbaatar, language)

    for lang, name in (
        ("mn", "Улаанбаатар"),
        ("zh-Hans", "乌兰巴托"),
        ("ko", "울란바토르"),
    ):
        assert f'lang="{lang}">{name}<' in page


def test_a_name_written_alike_is_shown_once():
    city = LocalGovernmentFactory(
        organisation__name="Chengdu",
        organisation__name_zh_hans="成都",
        organisation__name_ja="成都",
    ).organisation
    city.refresh_from_db()

    assert city_page.other_names(city) == [{"lang": "zh-Hans", "name": "成都"}]


def test_time_and_place(client, ulaanbaatar):
    page = read(client, ulaanbaatar)

    assert "47.91° N, 106.88° E" in page
    assert "Asia/Ulaanbaatar, UTC+08:00" in page


@pytest.mark.parametrize(
    ("latitude", "longitude", "text"),
    [(-6.2, 106.8, "6.20° S, 106.80° E"), (51.5, -0.1, "51.50° N, 0.10° W")],
)
def test_position_south_and_west(latitude, longitude, text):
    place = LocalGovernmentFactory.build(
        organisation=None, unit_type=None, latitude=latitude, longitude=longitude
    )

    assert city_page.position(place) == text


def test_population_with_its_source_or_nothing(client, ulaanbaatar):
    assert "Population" not in read(client, ulaanbaatar)

    place = ulaanbaatar.local_government
    place.population, place.population_source = 1_672_627, "City statistics"
    place.save()

    page = read(client, ulaanbaatar)
    assert "1,672,627" in page
    assert "City statistics" in page


@pytest.mark.parametrize("who", WHO)
def test_the_name_of_the_officer_is_for_members(client_of, ulaanbaatar, who):
    person = UserFactory(family_latin="Bold", given_latin="Tuya")
    CscoTermFactory(organisation=ulaanbaatar, person=person)

    page = read(client_of(who), ulaanbaatar)

    assert "Smart City Office" in page
    assert ("Tuya Bold" in page) == (who in (*MEMBERS, *STAFF))
    assert person.email not in page


def test_a_term_that_is_over_names_nobody(client_of, ulaanbaatar):
    CscoTermFactory(organisation=ulaanbaatar, starts="2024-01-01", ends="2025-01-01")

    with translation.override("en"):
        page = client_of("csco").get(ulaanbaatar.get_absolute_url())

    assert page.context["officer"] is None


def test_needs_that_the_reader_may_see(client_of, people):
    city = LocalGovernmentFactory(organisation__name="Darkhan").organisation
    NeedFactory(organisation=city, title="Open to all", published=True)
    NeedFactory(
        organisation=city, title="For members", published=True, for_network=True
    )
    NeedFactory(organisation=city, title="Unfinished")
    NeedFactory(title="Of another city", published=True)

    visitor, member = read(client_of("visitor"), city), read(client_of("csco"), city)

    assert "Open to all" in visitor
    assert "Open to all" in member
    assert "For members" not in visitor
    assert "For members" in member
    for page in (visitor, member):
        assert "Unfinished" not in page
        assert "Of another city" not in page


def test_many_needs_lead_to_the_list(client, ulaanbaatar):
    for _number in range(city_page.NEEDS_SHOWN + 1):
        NeedFactory(organisation=ulaanbaatar, published=True)

    page = client.get(ulaanbaatar.get_absolute_url())

    assert len(page.context["needs"]) == city_page.NEEDS_SHOWN
    assert f"?city={ulaanbaatar.slug}" in page.content.decode()


def test_a_restricted_city_reads_like_any_other(client):
    def said(**fields):
        city = LocalGovernmentFactory(
            organisation__name="Harbour", organisation__slug="harbour", **fields
        ).organisation
        page = read(client, city)
        city.local_government.delete()
        city.delete()
        return page.split("<main")[1].split("</main>")[0]

    plain, blocked = said(), said(organisation__blocked=True)

    assert _without_clock(plain) == _without_clock(blocked)


def _without_clock(page: str) -> str:
    start, _time, end = page.partition("<time")
    return start + end.partition("</time>")[2]


def test_a_city_without_facts_has_a_page(client):
    city = OrganisationFactory(name="Just entered")

    page = read(client, city)

    assert "Just entered" in page
    assert "Local time" not in page


def test_memberships_that_count(client, ulaanbaatar):
    for acronym, state in (("NEASCN", "full"), ("OLD", "withdrawn")):
        MembershipFactory(
            network=NetworkFactory(acronym=acronym),
            organisation=ulaanbaatar,
            since="2021-09-15",
            **{state: True},
        )

    page = read(client, ulaanbaatar)

    assert "since 2021" in page
    assert "<dt>OLD</dt>" not in page


def test_the_map_shows_the_city_among_the_others(client, world, ulaanbaatar):
    points = client.get(ulaanbaatar.get_absolute_url()).context["points"]

    assert [p["name"] for p in points if p.get("host")] == ["Ulaanbaatar"]
    assert all(p.get("anchor") for p in points if p.get("host"))
    assert len(points) == 2  # the two cities of the world stand on one spot


def test_the_number_of_queries_does_not_grow(
    client, ulaanbaatar, django_assert_max_num_queries
):
    network = NetworkFactory()

    def more():
        NeedFactory(organisation=ulaanbaatar, published=True)
        other = LocalGovernmentFactory().organisation
        MembershipFactory(network=network, organisation=other, full=True)

    more()
    client.get(ulaanbaatar.get_absolute_url())
    with django_assert_max_num_queries(12) as one:
        client.get(ulaanbaatar.get_absolute_url())
    more()
    more()
    with django_assert_max_num_queries(len(one)):
        client.get(ulaanbaatar.get_absolute_url())
