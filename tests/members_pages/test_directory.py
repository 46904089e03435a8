"""The member directory: who is on it, in which order, found how."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories import (
    LocalGovernmentFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
)
from vocabulary.models import Country, UnitType

pytestmark = pytest.mark.django_db


@pytest.fixture
def neascn():
    return NetworkFactory(slug="neascn", acronym="NEASCN", order=1)


@pytest.fixture
def ascn():
    return NetworkFactory(slug="ascn", acronym="ASCN", order=2)


def member(network, name: str, country: str = "KR", *, state="full", **fields):
    names = {f"organisation__{field}": value for field, value in fields.items()}
    city = LocalGovernmentFactory(
        organisation__name=name,
        organisation__country=Country.objects.get(code=country),
        **names,
    ).organisation
    MembershipFactory(network=network, organisation=city, **{state: True})
    return city


def names(response) -> list[str]:
    return [city.name for city in response.context["page"]]


def directory(client, language: str = "en", **data):
    with translation.override(language):
        return client.get(reverse("members:index"), data)


def test_only_those_who_belong_are_listed(client, neascn):
    member(neascn, "Full")
    member(neascn, "Associate", state="associate")
    member(neascn, "Suspended", state="suspended")
    member(neascn, "Withdrawn", state="withdrawn")
    member(neascn, "Hidden", is_public=False)
    OrganisationFactory(name="No member")

    assert names(directory(client)) == ["Associate", "Full"]


def test_a_member_of_two_networks_is_listed_once(client, neascn, ascn):
    city = member(neascn, "Busan")
    MembershipFactory(network=ascn, organisation=city, full=True)

    response = directory(client)

    assert names(response) == ["Busan"]
    assert response.context["page"].paginator.count == 1
    assert "1 member found" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["Japan: Kobe", "Japan: Niigata", "Mongolia: Darkhan"]),
        ("mn", ["Монгол Улс: Дархан", "Япон: Кобэ", "Япон: Ниигата"]),
        ("ja", ["日本: 神戸", "日本: 新潟", "モンゴル: ダルハン"]),
    ],
)
def test_sorted_as_the_language_of_the_reader_sorts(client, neascn, language, order):
    """By country, then by name; Japanese by reading, Chinese by sound."""
    member(
        neascn, "Niigata", "JP", name_mn="Ниигата", name_ja="新潟", reading="にいがた"
    )
    member(neascn, "Darkhan", "MN", name_mn="Дархан", name_ja="ダルハン")
    member(neascn, "Kobe", "JP", name_mn="Кобэ", name_ja="神戸", reading="こうべ")

    with translation.override(language):
        page = client.get(reverse("members:index")).context["page"]
        listed = [f"{city.country.name}: {city.name}" for city in page]

    assert sorted(listed) == sorted(order)
    assert [
        line.split(": ")[1] for line in listed if line.split(": ")[0] in order[1]
    ] == [line.split(": ")[1] for line in order if line.split(": ")[0] in order[1]]


@pytest.mark.parametrize("text", ["seo", "서울", "首尔", "СЕУЛ"])
def test_found_by_a_name_in_any_language(client, neascn, text):
    member(neascn, "Seoul", name_ko="서울", name_zh_hans="首尔", name_ru="Сеул")
    member(neascn, "Busan")

    assert names(directory(client, q=text)) == ["Seoul"]


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "&|!()':*", "%", "x" * 5000, "‮"])
def test_any_search_is_answered(client, neascn, text):
    member(neascn, "Seoul")

    assert directory(client, q=text).status_code == 200


def test_filters_and_their_counts(client, neascn, ascn):
    member(neascn, "Busan", "KR")
    member(neascn, "Kobe", "JP")
    member(ascn, "Manila", "PH")

    response = directory(client, network="neascn", country="JP")

    assert names(response) == ["Kobe"]
    counts = {
        facet.name: {option.value: option.count for option in facet.options}
        for facet in response.context["facets"]
    }
    assert counts["country"] == {"KR": 1, "JP": 1, "PH": 0}
    assert counts["network"] == {"neascn": 1, "ascn": 0}
    page = response.content.decode()
    assert 'id="country-PH" disabled' in page
    assert [chip["label"] for chip in response.context["chips"]] == ["Japan", "NEASCN"]


def test_a_suspended_membership_counts_in_no_filter(client, neascn, ascn):
    city = member(neascn, "Busan")
    MembershipFactory(network=ascn, organisation=city, suspended=True)

    response = directory(client)
    counts = {o.value: o.count for o in response.context["facets"][1].options}

    assert counts == {"neascn": 1, "ascn": 0}
    assert names(directory(client, network="ascn")) == []


@pytest.mark.parametrize("name", ["country", "network", "type"])
@pytest.mark.parametrize("value", ["nothing", "\x00", "' or 1=1", "x" * 3000])
def test_a_filter_nobody_offered_is_answered(client, neascn, name, value):
    member(neascn, "Busan")

    assert directory(client, **{name: value}).status_code == 200


def test_names_carry_their_language(client, neascn):
    member(neascn, "Sejong", native_name="세종특별자치시", native_lang="ko")

    page = directory(client).content.decode()

    assert '<span lang="ko">세종특별자치시</span>' in page


def test_htmx_gets_the_list_and_its_filters_alone(client, neascn):
    member(neascn, "Busan")

    part = client.get(reverse("members:index"), headers={"HX-Request": "true"})
    back = client.get(
        reverse("members:index"),
        headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
    )

    assert "Busan" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert 'hx-swap-oob="innerHTML"' in part.content.decode()
    assert "<html" in back.content.decode()
    assert "HX-Request" in part.headers["Vary"]


def test_long_lists_have_pages(client, neascn):
    for number in range(51):
        member(neascn, f"City {number:02}")

    assert len(names(directory(client))) == 50
    assert names(directory(client, page=2)) == ["City 50"]
    assert names(directory(client, page="nonsense"))[0] == "City 00"


def test_an_empty_list_says_what_to_do(client, neascn):
    page = directory(client, q="nowhere").content.decode()

    assert "No member matches this search" in page
    assert "0 members found" in page


def test_marks_of_the_map_lead_to_the_list(client, neascn):
    member(neascn, "Busan")

    page = directory(client).content.decode()

    assert 'href="#busan"' in page
    assert 'id="busan"' in page


def test_the_number_of_queries_does_not_grow(
    client, neascn, django_assert_max_num_queries
):
    unit = UnitType.objects.get(code="designated_city")
    member(neascn, "Busan")
    with django_assert_max_num_queries(12) as one:
        directory(client)
    for name, country in (("Kobe", "JP"), ("Darkhan", "MN")):
        city = member(neascn, name, country).local_government
        city.unit_type = unit
        city.save()

    with django_assert_max_num_queries(len(one)):
        directory(client)
