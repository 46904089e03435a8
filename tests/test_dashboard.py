"""The network dashboard: what its figures count, for whom, and at what cost."""

import re

import pytest
from django.test import RequestFactory
from django.urls import reverse

from members.models import Network
from neascn import dashboard_lists, dashboard_page, dashboard_scope
from tests import signed_report
from tests.factories import (
    LocalGovernmentFactory,
    MembershipFactory,
    NeedFactory,
    ScapFactory,
    TargetFactory,
)

INDEX = "/en/dashboard/"


@pytest.fixture
def report(world):
    report = signed_report.make(world)
    NeedFactory(
        organisation=world.city, published=True, project=report.scap.projects.get()
    )
    NeedFactory(organisation=world.other_city, published=True, for_network=True)
    return report


def scope_of(user, **asked):
    request = RequestFactory().get(INDEX, asked)
    request.user = user
    return dashboard_scope.of(request)


def figures_of(user, **asked):
    return dashboard_page.of(scope_of(user, **asked))


def test_what_the_figures_count(report, people):
    found = figures_of(people["visitor"], year=signed_report.YEAR)

    assert found.plans == 1
    assert found.targets == {
        "reached": 0,
        "on_course": 0,
        "behind": 1,
        "unrated": 0,
        "not_reported": 0,
    }
    assert found.projects["stages"] == {"preparation": 1}
    assert found.projects["countries"] == {"KR": [1, 750_000, 250_000]}
    assert found.focuses == {"quality_environment": [1, 750_000, 250_000]}
    assert sum(found.needs["sectors"].values()) == 1
    assert found.needs_by_focus == {"quality_environment": 1}
    assert found.reports == {"n": 1, "secured": 40_000, "spent": 12_500}
    assert found.missing == 0


def test_members_see_more(report, people):
    assert sum(figures_of(people["other_csco"]).needs["sectors"].values()) == 2


def test_a_plan_for_members_counts_for_members(report, people):
    version = report.scap.current
    version.visibility = "network"
    version.save()

    assert figures_of(people["visitor"]).plans == 0
    assert figures_of(people["other_csco"]).plans == 1


def test_a_project_that_was_given_up_counts_no_more(report, people):
    version = report.scap.projects.get().current
    version.standing = "cancelled"
    version.save()

    assert figures_of(people["visitor"]).projects["countries"] == {}


def test_money_counts_for_those_the_plan_shows_it_to(report, people):
    version = report.scap.projects.get().current
    version.money_visibility = "network"
    version.save()
    year = {"year": signed_report.YEAR}

    public, member = (figures_of(people[who], **year) for who in ("visitor", "reader"))

    assert public.projects["countries"] == {"KR": [1, 0, 0]}
    assert public.reports == {"n": 1, "secured": 0, "spent": 0}
    assert member.projects["countries"] == {"KR": [1, 750_000, 250_000]}
    assert member.reports["secured"] == 40_000


def test_the_year_chooses_the_reports(report, people):
    """What was reported before still tells how a target stands; who reports is new."""
    found = figures_of(people["visitor"], year=signed_report.YEAR + 1)

    assert found.targets["behind"] == 1
    assert (found.reports["n"], found.missing) == (0, 1)


@pytest.mark.parametrize(
    "asked", [{"country": "JP"}, {"network": "ascn"}], ids=["country", "network"]
)
def test_the_address_narrows(report, people, asked):
    MembershipFactory(network__slug="ascn", network__order=9)

    found = figures_of(people["secretariat"], **asked)

    assert (found.plans, sum(found.targets.values())) == (0, 0)
    assert found.projects["countries"] == {}


def test_a_city_that_left_is_not_counted(report, people, city):
    city.memberships.update(state="withdrawn")

    assert figures_of(people["visitor"]).plans == 0


@pytest.mark.parametrize("who", ["visitor", "other_csco", "secretariat"])
def test_every_figure_opens_a_list_with_as_many_rows(client_of, report, people, who):
    page = client_of(who).get(INDEX, {"year": signed_report.YEAR})
    context = page.context
    linked = [
        *((item["url"], item["text"]) for item in context["targets"] if item["url"]),
        *((row["url"], row["text"]) for row in context["stages"]["rows"]),
        *(
            (row["url"], row["text"])
            for part in context["unmet"]
            for row in part["bars"]["rows"]
        ),
        *(
            (row["url"], row["projects"])
            for part in context["money"]
            for row in part["rows"]
        ),
        *(
            (item["url"], item["text"])
            for item in context["key"]
            if re.fullmatch(r"\d+", item["text"])
        ),
    ]

    assert len(linked) > 8
    for url, text in linked:
        assert str(client_of(who).get(url).context["page"].paginator.count) == text, url


@pytest.mark.parametrize("what", dashboard_lists.TITLES)
def test_lists_name_what_they_show(report, people, client_of, what):
    address = reverse("dashboard:list", args=[what])

    page = client_of("csco").get(address, {"year": signed_report.YEAR + 1})

    assert page.status_code == 200
    if what in ("plans", "targets", "projects", "missing"):
        assert "Busan" in page.content.decode()


def test_the_table_holds_the_figures(report, client_of):
    text = client_of("visitor").get(reverse("dashboard:csv")).content.decode()

    assert '"Money by country","Republic of Korea","","1","750000","250000"' in text


def test_an_address_with_nonsense_shows_the_dashboard(report, client_of):
    asked = {"network": "x", "country": "<b>", "year": "9" * 40, "page": "-"}

    assert client_of("visitor").get(INDEX, asked).status_code == 200


def test_a_list_with_nonsense_is_a_list(report, client_of):
    asked = dict.fromkeys(("stage", "sector", "focus", "country"), "\0'")

    for what in ("projects", "needs"):
        answer = client_of("visitor").get(f"{INDEX}{what}/", asked)
        assert answer.status_code == 200, what


def test_queries_do_not_grow(report, client_of, django_assert_max_num_queries):
    network = Network.objects.get(slug="neascn")
    for number in range(5):
        place = LocalGovernmentFactory()
        MembershipFactory(network=network, organisation=place.organisation, full=True)
        scap = ScapFactory(organisation=place.organisation, network=network)
        TargetFactory(scap=scap, order=number)

    with django_assert_max_num_queries(12):
        client_of("visitor").get(INDEX)
