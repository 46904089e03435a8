"""What is published: plain data that reads like the rows it was made from."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from scaps import snapshots
from scaps.models import ProjectVersion, Scap
from scaps.services import plans
from tests.factories import (
    ChallengeFactory,
    EvidenceFactory,
    FocusFactory,
    InvestmentFactory,
    MilestoneFactory,
    NeedFactory,
    PartnerFactory,
    ProjectFactory,
    ScapFactory,
    TargetFactory,
)
from translations import services as translations
from vocabulary.models import ExchangeRate, Sector


@pytest.fixture
def plan(city, people) -> Scap:
    """A plan written in Mongolian, with one of everything."""
    plan = ScapFactory(
        organisation=city,
        source_lang="mn",
        title="Ухаалаг хотын төлөвлөгөө",
        vision="Өвлийн агаар амьсгалахад аюулгүй хот.",
        entered_by=people["csco"],
    )
    plan.sectors.set(Sector.objects.filter(code="environment"))
    focus = FocusFactory(scap=plan)
    TargetFactory(scap=plan, focus=focus, baseline=Decimal("98.50"))
    return plan


@pytest.fixture
def project(plan):
    return whole_project(plan)


def whole_project(plan):
    project = ProjectFactory(
        scap=plan,
        starts_on=date(2026, 3, 1),
        ends_on=date(2028, 12, 31),
        latitude=Decimal("47.9185"),
        longitude=Decimal("106.9177"),
        sdgs=[13, 11],
    )
    MilestoneFactory(project=project)
    ChallengeFactory(project=project)
    EvidenceFactory(project=project)
    PartnerFactory(project=project, contact="office@example.org")
    InvestmentFactory(project=project, amount=Decimal("12500.00"))
    NeedFactory(project=project, organisation=plan.organisation)
    return project


def published(plan, people):
    plans.submit(plan, by=people["csco"])
    return plans.publish(plan, by=people["secretariat"])


def test_a_plan_is_submitted_and_published_whole(plan, project, people):
    other = whole_project(plan)

    version = published(plan, people)

    plan.refresh_from_db()
    assert (plan.state, plan.current, version.number) == ("published", version, 1)
    current = ProjectVersion.objects.filter(is_current=True)
    assert {row.project for row in current} == {project, other}
    row = current.get(project=project)
    assert (row.year_from, row.year_to, row.sdgs) == (2026, 2028, [11, 13])
    assert (row.secured_usd, row.sought_usd) == (12500, 0)
    assert row.visibilities == {
        "money": "public",
        "contacts": "network",
        "needs": "public",
    }


def test_yearly_cost_is_in_no_total(plan, project, people):
    InvestmentFactory(project=project, amount=Decimal(500), kind="operation")
    InvestmentFactory(
        project=project, amount=Decimal(70), kind="operation", secured="sought"
    )

    published(plan, people)

    row = ProjectVersion.objects.get(is_current=True)
    assert (row.secured_usd, row.sought_usd) == (12500, 0)


def test_a_point_that_is_not_shown_is_not_published(project):
    project.evidences.update(is_met=False, text="To be asked of the council.")

    assert snapshots.of_project(project)["evidence"] == []


def test_a_snapshot_survives_json(plan, project):
    for data in (snapshots.of_scap(plan), snapshots.of_project(project)):
        assert json.loads(json.dumps(data)) == data


def test_a_snapshot_holds_every_row(plan, project):
    data = snapshots.of_project(project)

    rows = ("milestones", "challenges", "evidence", "partners", "contacts", "money")
    assert {name: len(data[name]) for name in rows} == dict.fromkeys(rows, 1)
    assert data["needs"]["ids"] == [need.pk for need in project.needs.all()]
    assert data["point"] == [47.9185, 106.9177]
    assert data["money"][0]["amount"] == data["money"][0]["usd"] == "12500"


def test_a_sum_without_a_rate_has_no_dollars(project):
    InvestmentFactory(project=project, currency="KPW", amount=5)
    assert not ExchangeRate.objects.filter(currency="KPW").exists()

    (known, unknown) = snapshots.of_project(project)["money"]

    assert (known["usd"], unknown["usd"], unknown["rate_date"]) == ("12500", None, None)


def test_a_reader_gets_their_language_and_what_it_is(plan, people):
    translations.write(plan, "vision", "ko", "안전한 공기", by=people["translator"])
    translations.write(
        plan, "vision", "ja", "安全な空気", origin="machine", by=people["translator"]
    )
    vision = snapshots.of_scap(plan)["vision"]

    read = {code: snapshots.read(vision, code) for code in ("ko", "ja", "en", "mn")}

    assert read["ko"] == translations.Text("안전한 공기", "ko", "confirmed")
    assert read["ja"] == translations.Text("安全な空気", "ja", "draft")
    assert (read["en"].lang, read["en"].status) == ("mn", "original")
    assert read["mn"] == read["en"]
    with translation.override("ko"):
        assert snapshots.read(vision) == read["ko"]


def test_the_snapshot_reads_like_the_row(plan, people):
    translations.write(plan, "title", "ru", "План города", by=people["translator"])
    title = snapshots.of_scap(plan)["title"]

    for code in ("en", "mn", "ru", "zh-hans"):
        assert snapshots.read(title, code) == translations.read(plan, "title", code)


@pytest.mark.parametrize(
    ("field", "text", "changes"),
    [
        ("title_en", "Sensors for water", True),
        ("status_en", "Fifty sensors measure.", True),
        ("needs_text_en", "Calibration.", True),
        ("outcome_en", "Open readings.", True),
        ("offers_en", "Our housings.", True),
        ("title_ko", "물 센서", False),
        ("place_en", "Two districts", False),
        ("standing", "on_hold", False),
    ],
)
def test_overlaps_are_found_anew_when_compared_texts_change(
    project, field, text, changes
):
    before = snapshots.text_hash(snapshots.of_project(project))
    setattr(project, field, text)
    project.save()

    after = snapshots.text_hash(snapshots.of_project(project))

    assert (after != before) is changes


def test_a_plan_with_many_projects_is_read_with_as_many_questions(plan, project):
    def asked(projects) -> int:
        with CaptureQueriesContext(connection) as questions:
            snapshots.of_projects(projects.all())
        return len(questions)

    asked(plan.projects)
    one = asked(plan.projects)
    whole_project(plan)
    whole_project(plan)

    assert asked(plan.projects) == one


def test_a_later_change_leaves_the_version_alone(plan, project, people):
    version = published(plan, people)
    plans.revise(plan, by=people["csco"])
    plan.refresh_from_db()
    translations.write(plan, "vision", "mn", "Өөр", by=people["csco"])
    project.milestones.all().delete()

    version.refresh_from_db()
    plan.refresh_from_db()
    assert plan.current == version
    assert snapshots.original(version.data["vision"]).startswith("Өвлийн")
    assert len(project.versions.get().data["milestones"]) == 1


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("visitor", set()),
        ("provider_owner", set()),
        ("other_csco", {"contacts"}),
        ("reader", {"money", "contacts"}),
        ("secretariat", {"money", "contacts"}),
    ],
)
def test_groups_have_circles_of_their_own(people, city, who, seen):
    circles = {"money": "own", "contacts": "network"}

    hidden = snapshots.hidden_groups(circles, user=people[who], organisation_id=city.pk)

    assert set(circles) - hidden == seen
    assert set(snapshots.without(dict.fromkeys(circles, 1), hidden)) == seen
