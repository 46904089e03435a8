"""What the directory, the profile and the home page tell of published plans."""

import csv
import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from members.models import LocalGovernment
from neascn import city_plan, home_page, plans_at_a_glance
from scaps.services import plans
from tests.factories import (
    FocusFactory,
    InitiativeFactory,
    InvestmentFactory,
    LocalGovernmentFactory,
    MembershipFactory,
    NeedFactory,
    ParticipationFactory,
    ProjectFactory,
    ScapFactory,
    TargetFactory,
)
from vocabulary.models import NeedType, Sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat(people):
    return people["secretariat"]


@pytest.fixture
def published(city, secretariat):
    """Makes a published plan of Busan with a project."""

    def make(**fields):
        network = city.memberships.get().network
        scap = ScapFactory(organisation=city, network=network, **fields)
        scap.sectors.set(Sector.objects.filter(code="environment"))
        TargetFactory(scap=scap, focus=FocusFactory(scap=scap))
        project = ProjectFactory(
            scap=scap, title="Air sensors", offers="Our readings of two winters"
        )
        InvestmentFactory(project=project)
        plans.submit(scap, by=secretariat)
        plans.publish(scap, by=secretariat)
        return scap

    return make


def directory(client, **data):
    return client.get(reverse("members:index"), data)


def counts(response, name: str) -> dict[str, int]:
    [facet] = [one for one in response.context["facets"] if one.name == name]
    return {option.value: option.count for option in facet.options if option.count}


def test_members_are_found_by_the_sector_of_their_plan(client, city, published):
    published()

    found = directory(client, sector="environment")
    others = directory(client, sector="water")

    assert [one.slug for one in found.context["page"]] == [city.slug]
    assert counts(found, "sector") == {"environment": 1}
    assert not others.context["page"].object_list


def test_what_is_worked_on_is_not_told(client, city, published):
    scap = published()
    plans.revise(scap, by=scap.entered_by)
    scap.sectors.set(Sector.objects.filter(code="water"))

    assert counts(directory(client), "sector") == {"environment": 1}


def test_members_are_found_by_what_they_look_for(client, city):
    for fields in ({}, {"for_network": True}):
        need = NeedFactory(organisation=city, published=True, **fields)
        code = "policy" if fields else "finance"
        need.types.set(NeedType.objects.filter(code=code))

    response = directory(client, seeking="finance")

    assert [one.slug for one in response.context["page"]] == [city.slug]
    assert counts(response, "seeking") == {"finance": 1}


def test_the_row_shows_the_four_parts(client, city, published):
    published()

    glance = plans_at_a_glance.of([city], AnonymousUser())[city.pk]

    assert glance.marks == ["full"] * 4
    assert glance.years == "2026–2030"
    assert glance.projects == 1
    assert "Vision: complete" in glance.words


def test_a_plan_for_members_is_for_members(client_of, city, published):
    published(visibility="network")

    visitor, member = (
        directory(client_of(who)).content.decode() for who in ("visitor", "csco")
    )

    assert "2026–2030" not in visitor
    assert "2026–2030" in member


def test_the_home_page_names_no_plan_for_members_to_others(people, published):
    plan = published(visibility="network")

    for who, found in (("visitor", []), ("other_csco", [plan])):
        assert [row.scap for row in home_page.newest_plans(people[who])] == found


def test_a_plan_without_projects_is_on_the_profile_for_its_readers(
    city, people, published
):
    plan = published(visibility="network")
    plans.revise(plan, by=people["csco"])
    plan.projects.update(scap=None)
    plans.submit(plan, by=people["csco"])
    plans.publish(plan, by=people["secretariat"])

    assert city_plan.of(city, people["visitor"]) is None
    assert city_plan.of(city, people["other_csco"]).scap == plan


def test_the_table_has_a_row_for_each_member(client, world, published):
    published()

    answer = client.get(reverse("members:index-csv"))
    table = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))

    assert answer["Content-Type"].startswith("text/csv")
    assert [row["City"] for row in rows] == ["Busan", "Ulsan"]
    assert [row["Projects"] for row in rows] == ["1", "0"]
    assert rows[0]["Sectors of the plan"] == "Environment"


def test_the_directory_with_plans_keeps_its_queries(
    client, published, django_assert_max_num_queries
):
    published()
    directory(client)

    with django_assert_max_num_queries(12):
        directory(client)


def test_the_profile_tells_of_the_plan(client, city, published):
    scap = published()

    page = client.get(city.get_absolute_url()).content.decode()

    assert scap.get_absolute_url() in page
    assert "Air sensors" in page
    assert "250,000" in page
    assert "Our readings of two winters" in page


def test_money_that_is_not_for_everybody_is_left_out(city, people, published):
    published(money_visibility="network")

    [seen] = city_plan.of(city, people["csco"]).rows
    [hidden] = city_plan.of(city, AnonymousUser()).rows

    assert seen.budget == "250,000"
    assert hidden.budget == ""


def test_the_profile_with_a_plan_keeps_its_queries(
    client, city, published, django_assert_max_num_queries
):
    scap = published()
    NeedFactory(organisation=city, published=True)
    for _number in range(2):
        together = InitiativeFactory(lead=city, started=True)
        ParticipationFactory(initiative=together, accepted=True, visibility="public")
    LocalGovernment.objects.filter(organisation=city).update(office_en="City Office")
    first = client.get(city.get_absolute_url()).content.decode()
    assert together.title in first
    with django_assert_max_num_queries(12) as one:
        client.get(city.get_absolute_url())
    plans.revise(scap, by=scap.entered_by)
    ProjectFactory(scap=scap)
    other = LocalGovernmentFactory().organisation
    MembershipFactory(network=scap.network, organisation=other, full=True)
    plans.submit(scap, by=scap.entered_by)
    plans.publish(scap, by=scap.entered_by)

    with django_assert_max_num_queries(len(one)):
        client.get(city.get_absolute_url())


def test_the_newest_plans_are_on_the_home_page(client, published):
    published(title="Less smoke by 2030")

    page = client.get(reverse("home")).content.decode()

    assert "Less smoke by 2030" in page
    assert "No two plans have been found to meet yet." in page
