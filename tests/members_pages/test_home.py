"""The home page: the same for everybody, and an officer's work first."""

import pytest
from django.urls import reverse

from members.models.offices import office_holder
from neascn import home_page
from tests.factories import (
    DraftFactory,
    LocalGovernmentFactory,
    MatchFactory,
    MembershipFactory,
    NeedFactory,
    NetworkFactory,
    NoticeFactory,
    OrganisationFactory,
    RankingFactory,
    SeatFactory,
    SolutionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def home(client) -> str:
    return client.get(reverse("home")).content.decode()


def test_an_empty_portal_has_a_home_page(client):
    page = home(client)

    assert "What do you need to do?" in page
    assert "No need has been published yet." in page
    assert "Members by country" not in page


def test_newest_needs_and_solutions_that_are_public(client, world):
    NeedFactory(title="Everybody reads this", published=True)
    NeedFactory(title="Members read this", published=True, for_network=True)
    NeedFactory(title="Nobody reads this")
    SolutionFactory(title="Listed", published=True)
    SolutionFactory(title="In review")

    page = home(client)

    assert "Everybody reads this" in page
    assert "Listed" in page
    for hidden in ("Members read this", "Nobody reads this", "In review"):
        assert hidden not in page


def test_members_of_the_first_network_and_the_number_of_others(client):
    first, second = NetworkFactory(order=1), NetworkFactory(order=2, name="ASEAN net")
    for network, name in ((first, "Busan"), (second, "Manila")):
        city = LocalGovernmentFactory(organisation__name=name).organisation
        MembershipFactory(network=network, organisation=city, full=True)

    page = home(client)

    assert "Busan" in page
    assert "Manila" not in page
    assert "ASEAN net: 1 member" in page


def test_an_officer_reads_their_work_first(client_of, city):
    holder = office_holder(city.pk)
    DraftFactory(holder=holder, data={"title": "Half a sentence"})
    DraftFactory(holder="organisation-0", data={"title": "Of another office"})
    need = NeedFactory(organisation=city, title="Less smoke", published=True)
    RankingFactory(need=need, ready=True)
    MatchFactory.create_batch(2, need=need)
    MatchFactory(need=need, dismissed=True)
    NeedFactory(organisation=city, title="Just begun")
    NeedFactory(organisation=city, title="Long over", closed=True)

    page = home(client_of("csco")).split("What do you need to do?")[0]

    assert "Your work" in page
    assert "Half a sentence" in page
    assert "Of another office" not in page
    assert "2 matching solutions" in page
    assert "being compared with the catalogue" in page
    assert page.index("Just begun") < page.index("Less smoke")
    assert "Long over" not in page


def test_unread_notices_are_counted(client_of, csco):
    NoticeFactory.create_batch(2, recipient=csco)
    NoticeFactory(recipient=csco, read=True)

    assert "2 new" in home(client_of("csco"))


@pytest.mark.parametrize("who", ["visitor", "reader", "secretariat", "disabled"])
def test_others_read_what_the_network_is(client_of, who):
    page = home(client_of(who))

    assert "Your work" not in page
    assert "finding answers together" in page


def test_a_restricted_city_reads_no_number_of_matches(client):
    city = OrganisationFactory(blocked=True)
    person = SeatFactory(organisation=city).person
    MatchFactory(need=NeedFactory(organisation=city, published=True))

    (need,) = home_page.work_of(person)["needs"]

    assert need.found is None
    assert not need.is_waiting


def test_nobody_else_has_work():
    assert home_page.work_of(UserFactory()) is None


@pytest.mark.parametrize("who", ["visitor", "csco"])
def test_the_number_of_queries_does_not_grow(
    client_of, city, who, django_assert_max_num_queries
):
    network = city.memberships.get().network
    client = client_of(who)

    def more():
        other = LocalGovernmentFactory().organisation
        MembershipFactory(network=network, organisation=other, full=True)
        need = NeedFactory(organisation=city, published=True)
        RankingFactory(need=need, ready=True)
        SolutionFactory(published=True)
        NoticeFactory()

    more()
    home(client)
    with django_assert_max_num_queries(25 if who == "csco" else 12) as one:
        home(client)
    more()
    more()
    with django_assert_max_num_queries(len(one)):
        home(client)
