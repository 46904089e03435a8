"""Projects in the standard: what its schema requires, and what we mean by it.

Checked against the rules of the published schema (OC4IDS 0.9, `project-schema.json`
and `project-package-schema.json` of open-contracting/infrastructure): which fields
a project and a package must have, closed code lists, dates as moments, no empty
strings, lists or objects.
"""

import json
import re
from datetime import UTC, datetime

import pytest

from scaps import oc4ids, snapshots
from tests.factories import (
    ChallengeFactory,
    InvestmentFactory,
    MilestoneFactory,
    PartnerFactory,
    ProjectFactory,
    ScapVersionFactory,
)

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# The closed code lists of the schema, as far as we write them.
STATUSES = {
    "identification",
    "preparation",
    "implementation",
    "completion",
    "maintenance",
    "decommissioning",
    "decommissioned",
    "cancelled",
}
FINANCE = {
    "bond",
    "loan",
    "hybrid",
    "shares.listed",
    "shares.unlisted",
    "grant",
    "guarantee",
}
MILESTONES = {"scheduled", "met", "notMet", "partiallyMet"}
NEED_AN_ID = ("locations", "milestones", "documents")
DATES = {
    "updated",
    "startDate",
    "endDate",
    "dueDate",
    "dateMet",
    "publishedDate",
}


def check(package: dict) -> None:
    """What the two schemas demand."""
    required = ("uri", "publishedDate", "version", "publisher", "projects")
    assert all(name in package for name in required)
    assert re.fullmatch(r"\d+\.\d+", package["version"])
    assert package["publisher"]["name"]
    for project in package["projects"]:
        assert project["id"]
        assert project.get("status", "completion") in STATUSES
        for name in NEED_AN_ID:
            ids = [row["id"] for row in project.get(name, [])]
            assert all(ids)
            assert len(ids) == len(set(ids))
        for row in project.get("budget", {}).get("finance", []):
            assert row["id"]
            assert row.get("type", "grant") in FINANCE
            assert isinstance(row["value"]["amount"], float)
        assert {m["status"] for m in project.get("milestones", [])} <= MILESTONES
        assert len(project.get("sector", [])) == len(set(project.get("sector", [])))
    check_values(package, "")


def check_values(value, name: str) -> None:
    """Nothing is empty, and a date is a moment."""
    assert value not in ("", [], {}, None), name
    if name in DATES:
        assert MOMENT.fullmatch(value), (name, value)
    if isinstance(value, dict):
        for key, one in value.items():
            check_values(one, key)
    elif isinstance(value, list):
        for one in value:
            check_values(one, name)


def told(data: dict, lang: str = "en", **more) -> dict:
    facts = {
        "slug": "air",
        "url": "https://example.org/en/scaps/plan/projects/air/",
        "city": "Busan",
        "names": {},
        "published_at": AT,
    }
    return oc4ids.project(data, lang=lang, **(facts | more))


def packed(*projects: dict) -> dict:
    return oc4ids.package(
        projects,
        uri="https://example.org/x",
        site="https://example.org",
        published_at=AT,
    )


def text(**texts) -> dict:
    return {"lang": "en", "texts": {code: [t, "original"] for code, t in texts.items()}}


@pytest.fixture
def bare() -> dict:
    """A project of which hardly anything is known."""
    return {
        "lang": "en",
        "title": text(en="Air sensors", ko="공기 센서"),
        "status": text(),
        "outcome": text(),
        "place": text(),
        "point": None,
        "sectors": [],
        "stage": "",
        "standing": "active",
        "sdgs": [],
        "dates": dict.fromkeys(("starts_on", "ends_on", "started_on", "ended_on")),
        "milestones": [],
        "partners": [],
        "money": [],
    }


def test_a_bare_project_keeps_the_rules(bare):
    check(packed(told(bare)))


def test_a_whole_project_keeps_the_rules(db):
    project = ProjectFactory(
        place="Sasang district",
        latitude=35.1,
        longitude=129.0,
        sdgs=[11, 13],
        standing="completed",
        ended_on="2026-05-01",
        starts_on="2026-01-01",
        ends_on="2026-12-31",
    )
    MilestoneFactory(project=project, reached_on="2026-02-01")
    MilestoneFactory(project=project)
    InvestmentFactory(project=project, instrument="loan")
    InvestmentFactory(project=project, instrument="in_kind", secured="sought")
    PartnerFactory(project=project, role="funder")
    ChallengeFactory(project=project)
    project.refresh_from_db()

    package = packed(told(snapshots.of_project(project)))

    check(package)
    (found,) = package["projects"]
    assert found["status"] == "completion"
    assert found["completion"] == {"endDate": "2026-05-01T00:00:00Z"}
    assert found["locations"][0]["geometry"]["coordinates"] == [129.0, 35.1]
    assert [row["status"] for row in found["milestones"]] == ["met", "scheduled"]


@pytest.mark.parametrize(
    ("stage", "standing", "status"),
    [
        ("identification", "active", "identification"),
        ("appraisal", "active", "preparation"),
        ("preparation", "on_hold", "preparation"),
        ("implementation", "active", "implementation"),
        ("operation", "active", "maintenance"),
        ("implementation", "cancelled", "cancelled"),
        ("operation", "completed", "completion"),
    ],
)
def test_stages_have_their_word_in_the_standard(bare, stage, standing, status):
    assert told(bare | {"stage": stage, "standing": standing})["status"] == status


def test_the_reader_gets_one_language(bare):
    assert told(bare, "ko")["title"] == "공기 센서"
    assert told(bare, "ko")["language"] == "ko"
    assert (told(bare, "mn")["title"], told(bare, "mn")["language"]) == (
        "Air sensors",
        "en",
    )


def test_chinese_has_its_own_mark(bare):
    bare["title"] = text(en="Air", **{"zh-hans": "空气"})

    assert told(bare, "zh-hans")["language"] == "zh-Hans"


def test_money_that_is_hidden_is_left_out(bare):
    del bare["money"]

    assert "budget" not in told(bare)


def test_only_money_that_is_there_is_finance(bare):
    row = {
        "id": 1,
        "kind": "capital",
        "source": "own",
        "instrument": "",
        "secured": "secured",
        "amount": "10",
        "currency": "USD",
        "usd": "10",
        "note": "",
    }
    bare["money"] = [
        row,
        row | {"id": 2, "secured": "sought", "amount": "5", "usd": "5"},
        row | {"id": 3, "kind": "operation", "amount": "1", "usd": "1"},
    ]

    budget = told(bare)["budget"]

    assert budget["amount"] == {"amount": 15.0, "currency": "USD"}
    assert [one["id"] for one in budget["finance"]] == ["1", "3"]


def test_a_total_is_told_only_where_all_sums_have_a_rate(bare):
    bare["money"] = [
        {
            "id": 1,
            "kind": "capital",
            "source": "own",
            "instrument": "",
            "secured": "secured",
            "amount": "10",
            "currency": "KPW",
            "usd": None,
            "note": "",
        }
    ]

    assert "amount" not in told(bare)["budget"]


def test_a_reader_downloads_what_they_may_see(client, db):
    version = ScapVersionFactory(
        scap=InvestmentFactory(project__scap__money_visibility="own").project.scap
    )
    base = f"/en/scaps/{version.scap.slug}/"

    package = json.loads(client.get(f"{base}oc4ids.json").content)
    plan = json.loads(client.get(f"{base}plan.json").content)

    check(package)
    assert "budget" not in package["projects"][0]
    assert "money" not in plan["projects"][0]
    assert plan["plan"] == json.loads(json.dumps(version.data))
