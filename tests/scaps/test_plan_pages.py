"""The pages of published plans: what is on them, for whom, and at which price."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.states import ComplianceStatus
from scaps import plan_page
from scaps.models import Remark, Scap
from scaps.services import plans
from tests.factories import (
    ChallengeFactory,
    FocusFactory,
    InvestmentFactory,
    MilestoneFactory,
    NeedFactory,
    PartnerFactory,
    PlanFileFactory,
    ProjectFactory,
    RemarkFactory,
    ScapFactory,
    ScapVersionFactory,
    TargetFactory,
)
from translations import services as translations

MOST = 12
# It reads the working copy: a query for each kind of row, whatever their number.
MOST_OF_A_REVIEW = 34


@pytest.fixture
def plan(city, people) -> Scap:
    return whole(ScapFactory(organisation=city, entered_by=people["csco"]))


def whole(plan: Scap) -> Scap:
    FocusFactory(scap=plan)
    TargetFactory(scap=plan)
    add_project(plan)
    return plan


def add_project(plan):
    project = ProjectFactory(scap=plan, starts_on=date(2026, 1, 1))
    PartnerFactory(project=project, contact="office@example.org")
    PartnerFactory(project=project, name="", organisation=plan.organisation)
    InvestmentFactory(project=project)
    MilestoneFactory(project=project)
    ChallengeFactory(project=project)
    NeedFactory(project=project, organisation=plan.organisation, published=True)
    return project


def publish(plan, **more):
    return ScapVersionFactory(scap=Scap.objects.get(pk=plan.pk), **more)


def asked(client, address: str) -> int:
    with CaptureQueriesContext(connection) as questions:
        assert client.get(address).status_code == 200
    return len(questions)


def listed(answer) -> list[Scap]:
    return list(answer.context["page"].object_list)


# --- The list ------------------------------------------------------------------------


def test_the_list_asks_no_more_for_more_plans(client, plan):
    publish(plan)
    asked(client, "/ko/scaps/")
    one = asked(client, "/ko/scaps/")
    for _number in range(2):
        publish(whole(ScapFactory()))

    assert asked(client, "/ko/scaps/") == one <= MOST


def test_a_plan_is_found_in_another_language(client, plan, people):
    translations.write(plan, "title", "ko", "부산 계획", by=people["csco"])
    publish(plan)
    publish(ScapFactory(title="Something else"))

    for words in ("부산", "busan", "sensors"):
        assert [p.slug for p in listed(client.get(f"/en/scaps/?q={words}"))] == [
            plan.slug
        ], words
    assert listed(client.get("/en/scaps/?q=…")) == []


def test_no_plan_is_found_by_needs_which_may_be_hidden(client, plan):
    Scap.objects.update(needs_text_en="Zeppelins", needs_visibility="own")
    publish(plan)

    assert listed(client.get("/en/scaps/?q=zeppelins")) == []


def test_facets_and_orders(client, plan):
    publish(plan)
    other = publish(ScapFactory(title="Aardvark")).scap

    by_title = listed(client.get("/en/scaps/?sort=title"))
    with_projects = listed(client.get("/en/scaps/?stage=preparation&open=yes"))

    assert by_title[0] == other
    assert with_projects == [plan]
    assert listed(client.get("/en/scaps/?sector=nothing")) == []


def test_what_is_for_the_network_is_not_in_everybodys_list(client, client_of, plan):
    Scap.objects.update(visibility="network")
    publish(plan)

    assert listed(client.get("/en/scaps/")) == []
    assert listed(client_of("other_csco").get("/en/scaps/")) == [plan]


def test_officials_see_their_plans_in_work(client_of, plan):
    answer = client_of("reader").get("/en/scaps/")

    assert list(answer.context["in_work"]) == [plan]
    assert listed(answer) == []
    assert list(client_of("other_csco").get("/en/scaps/").context["in_work"]) == []


def test_the_list_is_a_table_too(client, plan):
    publish(plan)

    text = client.get("/en/scaps/csv/").content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["City"], row["Projects"]) == ("Busan", "1")


# --- One plan --------------------------------------------------------------------------


def test_a_plan_asks_no_more_for_more_projects(client, plan):
    for _number in range(2):
        PlanFileFactory(scap=plan)
    publish(plan)
    address = plan.get_absolute_url()
    asked(client, address)
    one = asked(client, address)
    add_project(plan)
    add_project(plan)
    plans.revise(plan, by=plan.entered_by)
    publish(plan)

    assert asked(client, address) == one <= MOST


def test_the_review_asks_no_more_for_more_projects(client_of, plan):
    plans.submit(plan, by=plan.entered_by)
    staff = client_of("secretariat")
    address = f"/en/scaps/{plan.slug}/review/"
    asked(staff, address)
    one = asked(staff, address)
    add_project(plan)
    add_project(plan)

    assert asked(staff, address) == one <= MOST_OF_A_REVIEW


def test_readers_get_the_version_and_the_office_sees_its_work(client, client_of, plan):
    publish(plan)
    plans.revise(plan, by=plan.entered_by)
    plan.refresh_from_db()
    translations.write(plan, "vision", "en", "Not yet decided.", by=plan.entered_by)

    address = plan.get_absolute_url()
    assert "Not yet decided." not in client.get(address).content.decode()
    preview = client_of("editor").get(f"{address}preview/").content.decode()
    assert "Not yet decided." in preview


def test_hidden_groups_are_nowhere_on_the_page(client, client_of, plan):
    Scap.objects.update(money_visibility="own")
    publish(plan)
    address = plan.get_absolute_url()

    for where in (address, f"{address}projects/{plan.projects.get().slug}/"):
        assert "250,000" not in client.get(where).content.decode()
        assert "250,000" in client_of("reader").get(where).content.decode()
        assert "office@example.org" not in client.get(where).content.decode()
    member = client_of("other_csco").get(
        f"{address}projects/{plan.projects.get().slug}/"
    )
    assert "office@example.org" in member.content.decode()


def test_an_older_version_hides_what_is_hidden_now(client, plan):
    first = publish(plan)
    plans.revise(plan, by=plan.entered_by)
    Scap.objects.filter(pk=plan.pk).update(money_visibility="own")
    publish(plan)
    address = f"{plan.get_absolute_url()}versions/{first.number}/"

    page = client.get(address).content.decode()

    assert "250,000" not in page
    assert "older version" in page


def test_a_version_of_a_smaller_circle_does_not_exist_for_others(client, plan):
    Scap.objects.update(visibility="network")
    publish(plan)
    plans.revise(plan, by=plan.entered_by)
    Scap.objects.filter(pk=plan.pk).update(visibility="public")
    publish(plan)
    base = plan.get_absolute_url()

    assert client.get(f"{base}versions/1/").status_code == 404
    assert client.get(f"{base}changes/?from=1&to=2").status_code == 404
    numbers = [v.number for v in client.get(f"{base}versions/").context["versions"]]
    assert numbers == [2]


def test_documents_for_the_office_are_for_the_office(client, client_of, plan):
    file = PlanFileFactory(scap=plan, is_public=False)
    publish(plan)
    address = f"{plan.get_absolute_url()}files/{file.pk}/"

    assert client.get(address).status_code == 404
    assert client_of("other_csco").get(address).status_code == 404
    assert client_of("reader").get(address).status_code == 200


@pytest.mark.parametrize("state", ["candidate", "suspended", "withdrawn"])
def test_a_city_that_is_no_member_reads_as_the_public(
    client_of, plan, other_city, state
):
    Scap.objects.update(visibility="network")
    publish(plan)
    reading = client_of("other_csco")
    assert reading.get(plan.get_absolute_url()).status_code == 200

    other_city.memberships.update(state=state)

    assert reading.get(plan.get_absolute_url()).status_code == 404


def test_a_document_for_members_is_not_handed_to_a_flagged_city(client_of, plan, world):
    file = PlanFileFactory(scap=plan)
    Scap.objects.update(visibility="network")
    publish(plan)
    address = f"{plan.get_absolute_url()}files/{file.pk}/"
    assert client_of("other_csco").get(address).status_code == 200

    world.other_city.compliance_status = ComplianceStatus.BLOCKED
    world.other_city.save()

    assert client_of("other_csco").get(address).status_code == 403


def test_a_new_document_waits_for_the_next_version(client, client_of, plan):
    publish(plan)
    plans.revise(plan, by=plan.entered_by)
    file = PlanFileFactory(scap=plan)
    base = plan.get_absolute_url()

    assert client.get(base).context["files"] == []
    assert client.get(f"{base}files/{file.pk}/").status_code == 404
    assert client_of("reader").get(f"{base}files/{file.pk}/").status_code == 200
    publish(plan)
    assert client.get(base).context["files"] == [file]


def test_what_is_handed_to_machines_names_no_hidden_need(client, client_of, plan):
    project = plan.projects.get()
    seen = project.needs.get()
    hidden = NeedFactory(project=project, organisation=plan.organisation)
    publish(plan)
    address = f"{plan.get_absolute_url()}plan.json"

    def ids(client):
        return client.get(address).json()["projects"][0]["needs"]["ids"]

    assert ids(client) == [seen.pk]
    assert ids(client_of("reader")) == [seen.pk, hidden.pk]


def test_the_plan_that_replaces_it_is_named_to_those_who_may_read_it(plan, people):
    publish(plan)
    new = ScapFactory(
        organisation=plan.organisation, replaces=plan, visibility="network"
    )
    publish(new)
    plan.refresh_from_db()

    assert plan_page.successor(plan, user=people["visitor"]) is None
    assert plan_page.successor(plan, user=people["other_csco"]) == new


def test_plans_in_work_are_for_those_who_sit_there(plan, people):
    city = plan.organisation

    assert plan_page.in_work(people["reader"], city=city) == [plan]
    for who in ("other_csco", "secretariat", "visitor"):
        assert plan_page.in_work(people[who], city=city) == []


@pytest.mark.parametrize("name", ["targets.csv", "projects.csv"])
def test_tables_have_a_row_each(client, plan, name):
    publish(plan)

    answer = client.get(f"{plan.get_absolute_url()}{name}")

    assert len(list(csv.DictReader(io.StringIO(answer.content.decode())))) == 1


# --- What changed ----------------------------------------------------------------------


def test_the_changes_are_told_in_words(client, plan, people):
    project = plan.projects.get()
    publish(plan)
    plans.revise(plan, by=people["csco"])
    plan.targets.update(goal=30)
    project.milestones.all().delete()
    InvestmentFactory(project=project, amount=700, kind="operation")
    Scap.objects.get(pk=plan.pk).sectors.set([1])
    added = add_project(plan)
    publish(plan)

    groups = client.get(f"{plan.get_absolute_url()}changes/").context["groups"]

    told = [
        (g.title, c.kind, c.label, c.before, c.after) for g in groups for c in g.changes
    ]
    title = project.title_en
    assert ("The plan", "changed", "Strategic targets, Goal", "40", "30") in told
    assert (title, "removed", "Milestones", "First readings are public", "") in told
    assert (title, "added", "Investment", "", "700 USD (yearly operation)") in told
    assert ("The plan", "added", "Sectors", "", "Transportation") in told
    assert [g.kind for g in groups if g.title == added.title_en] == ["added"]


# --- Review ----------------------------------------------------------------------------


def test_a_plan_goes_to_and_fro_on_the_pages(client_of, plan, people):
    base = f"/en/scaps/{plan.slug}/"
    plans.submit(plan, by=people["csco"])
    staff, office = client_of("secretariat"), client_of("editor")
    project = plan.projects.get()
    place = {"project": project.slug, "section": "money", "lang": "en"}

    staff.post(f"{base}review/remark/", {**place, "text": "Who pays for operation?"})
    assert staff.post(f"{base}review/return/").url == f"{base}remarks/"
    page = office.get(f"{base}remarks/").content.decode()
    assert "Who pays for operation?" in page
    office.post(f"{base}remarks/{Remark.objects.get().pk}/settle/")
    plans.submit(plan, by=people["csco"])
    review = staff.get(f"{base}review/")
    assert "Who pays for operation?" in review.content.decode()
    assert review.context["open"] == 0
    assert staff.post(f"{base}review/publish/", {"note": "First"}).url == base

    plan.refresh_from_db()
    assert (plan.state, plan.current.note) == ("published", "First")


def test_a_remark_needs_a_section_that_there_is(client_of, plan):
    plans.submit(plan, by=plan.entered_by)
    where = f"/en/scaps/{plan.slug}/review/remark/"

    for sent in ({"section": "nothing"}, {"section": "money", "project": "nothing"}):
        data = {"text": "Hm", "lang": "en", **sent}
        assert client_of("secretariat").post(where, data).status_code == 404


def test_a_draft_of_a_remark_is_not_shown_to_the_city(client_of, plan):
    RemarkFactory(scap=plan, text="Half a thought")
    RemarkFactory(scap=plan, text="A whole one", sent_at=timezone.now())

    page = client_of("csco").get(f"/en/scaps/{plan.slug}/remarks/").content.decode()

    assert "Half a thought" not in page
    assert "A whole one" in page


def test_remarks_on_a_published_plan_are_for_its_office(client_of, plan):
    publish(plan)
    address = f"{plan.get_absolute_url()}remarks/"

    assert client_of("other_csco").get(address).status_code == 403
    assert client_of("reader").get(address).status_code == 200


@pytest.mark.parametrize(("circle", "status"), [("public", 410), ("network", 404)])
def test_a_withdrawn_plan_says_so_to_those_who_could_read_it(
    client, plan, circle, status
):
    Scap.objects.update(visibility=circle)
    publish(plan)
    plans.withdraw(plan, by=plan.entered_by, reason="A new council.")

    page = client.get(plan.get_absolute_url())

    assert page.status_code == status
    assert "A new council." not in page.content.decode()


def test_a_withdrawal_asks_for_its_reason(client_of, plan):
    publish(plan)
    where = f"/en/scaps/{plan.slug}/move/withdraw/"

    assert client_of("csco").post(where, {"reason": ""}).status_code == 422
    client_of("csco").post(where, {"reason": "The council changed its mind."})

    plan.refresh_from_db()
    assert plan.state == "withdrawn"
