"""The pages of the networks: texts as data, members, meetings, facts, figures."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import translation

from neascn import network_page
from tests.factories import (
    LocalGovernmentFactory,
    MembershipFactory,
    NeedFactory,
    NetworkFactory,
    NetworkMeetingFactory,
    PublicFactFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ascn():
    return NetworkFactory(
        slug="ascn",
        acronym="ASCN",
        name="ASEAN Smart Cities Network",
        name_ko="아세안 스마트시티 네트워크",
        story_en="ASEAN was founded in Bangkok.",
        story_ko="아세안은 방콕에서 창설되었습니다.",
        focus_en="Civic and social\n\n Health ",
        focus_ko="시민과 사회",
    )


def member(network, name: str, **state):
    city = LocalGovernmentFactory(organisation__name=name).organisation
    MembershipFactory(network=network, organisation=city, **(state or {"full": True}))
    return city


def read(client, network, language="en") -> str:
    with translation.override(language):
        return client.get(network.get_absolute_url()).content.decode()


def test_texts_are_in_the_readers_language(client, ascn):
    NetworkMeetingFactory(network=ascn, title="Workshop", title_ko="워크숍")

    page = read(client, ascn, "ko")

    assert "아세안은 방콕에서 창설되었습니다." in page
    assert "시민과 사회" in page
    assert "워크숍" in page
    assert "ASEAN was founded" not in page


def test_what_has_no_text_in_the_language_is_read_in_english(client, ascn):
    assert "ASEAN was founded in Bangkok." in read(client, ascn, "mn")


def test_focus_areas_are_one_on_each_line():
    assert network_page.lines("One\n\n Two \r\n") == ["One", "Two"]


def test_members_are_those_who_belong(client, ascn):
    member(ascn, "Manila")
    member(ascn, "Hanoi", suspended=True)
    member(NetworkFactory(), "Busan")

    page = read(client, ascn)

    assert "Manila" in page
    assert "Hanoi" not in page
    assert "Busan" not in page


def test_meetings_with_their_days_or_a_period_in_words(client, ascn):
    NetworkMeetingFactory(
        network=ascn, starts_on=date(2019, 6, 5), ends_on=date(2019, 6, 7)
    )
    NetworkMeetingFactory(network=ascn, period="once a year")

    page = read(client, ascn)

    assert 'datetime="2019-06-05"' in page
    assert 'datetime="2019-06-07"' in page
    assert "Once a year" in page


def test_public_facts_stand_with_their_source(client, ascn):
    city = member(ascn, "Jakarta")
    PublicFactFactory(organisation=city, text="A bus network", source="A report")

    page = read(client, ascn)
    profile = client.get(city.get_absolute_url()).content.decode()

    for text in (page, profile):
        assert "A bus network" in text
        assert "A report" in text
        assert "public sources" in text


def test_figures_count_what_a_visitor_may_see(ascn):
    city = member(ascn, "Manila")
    NeedFactory(organisation=city, published=True)
    NeedFactory(organisation=city, published=True, for_network=True)
    NeedFactory(published=True)

    context = network_page.context(ascn, AnonymousUser())
    figures = {figure["label"]: figure["number"] for figure in context["figures"]}

    assert figures["Members"] == figures["Countries"] == 1
    assert figures["Published needs"] == 1
    assert figures["Action plans"] == figures["Projects"] == 0


def test_networks_are_listed_with_their_members(client, ascn):
    member(ascn, "Manila")

    page = client.get(reverse("networks:index")).content.decode()

    assert "ASEAN Smart Cities Network" in page
    assert "1 member" in page


def test_there_is_no_page_of_a_network_that_is_not(client):
    assert client.get(reverse("networks:detail", args=["nowhere"])).status_code == 404


def test_the_number_of_queries_does_not_grow(
    client, ascn, django_assert_max_num_queries
):
    def more():
        PublicFactFactory(organisation=member(ascn, f"City {more.n}"))
        NetworkMeetingFactory(network=ascn)
        more.n += 1

    more.n = 0
    more()
    read(client, ascn)
    with django_assert_max_num_queries(12) as one:
        read(client, ascn)
    more()
    more()
    with django_assert_max_num_queries(len(one)):
        read(client, ascn)
