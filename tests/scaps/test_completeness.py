"""What is missing in a plan or project, from plain data alone."""

import pytest

from scaps import completeness
from scaps.completeness import PLAN_CONTENT, PROJECT_CONTENT, Gap
from scaps.gap_words import WORDS
from scaps.sections import PLAN_PARTS, PROJECT_PARTS

EMPTY_PLAN = {
    "title": "",
    "year_from": None,
    "year_to": None,
    "sectors": [],
    "status": "",
    "needs_text": "",
    "outcome": "",
    "vision": "",
    "focuses": [],
    "targets": [],
    "projects": 0,
    "sharing_seen": False,
    "documents": False,
}
FULL_PLAN = {
    "title": "Plan",
    "year_from": 2026,
    "year_to": 2030,
    "sectors": [1],
    "status": "Smoke.",
    "needs_text": "Heating.",
    "outcome": "Clean air.",
    "vision": "A city one can breathe in.",
    "focuses": [{"text": "Less coal."}],
    "targets": [{"goal": 40, "goal_year": 2030, "baseline": 98}],
    "projects": 1,
    "sharing_seen": True,
    "documents": False,
}
EMPTY_PROJECT = {
    "title": "",
    "sectors": [],
    "status": "",
    "needs_text": "",
    "needs": [],
    "outcome": "",
    "offers": "",
    "place": "",
    "standing": "active",
    "stage": 0,
    "partners": [],
    "money": [],
    "milestones": [],
    "challenges": [],
    "starts_on": None,
    "ends_on": None,
    "started_on": None,
    "ended_on": None,
    "point": False,
    "sdgs": [],
}
FULL_PROJECT = EMPTY_PROJECT | {
    "title": "Sensors",
    "sectors": [1],
    "status": "Forty.",
    "needs": [7],
    "outcome": "Readings for all.",
    "stage": 1,
    "challenges": [{"response": ""}],
    "point": True,
    "sdgs": [11],
}


def codes(gaps: list[Gap]) -> set[str]:
    return {gap.code for gap in gaps}


def test_a_full_plan_misses_nothing():
    assert completeness.of_plan(FULL_PLAN) == []


def test_an_empty_plan_misses_everything_that_is_not_optional():
    gaps = completeness.of_plan(EMPTY_PLAN)

    counted = {part.name for part in PLAN_PARTS if not part.is_optional}
    assert {gap.section for gap in gaps} == counted


def test_a_plan_cannot_do_without_its_four_components():
    gaps = completeness.of_plan(EMPTY_PLAN)

    needed = {gap.section for gap in gaps if gap.is_needed}
    assert needed == {"about", "vision", "focus", "targets", "projects"}


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ({"goal": None}, "target_without_goal"),
        ({"goal_year": None}, "target_without_goal"),
        ({"baseline": None}, "target_without_baseline"),
    ],
)
def test_one_target_that_is_open_is_a_gap(target, code):
    there = FULL_PLAN["targets"][0]
    plan = FULL_PLAN | {"targets": [there, there | target]}

    assert codes(completeness.of_plan(plan)) == {code}


def test_a_target_of_nought_is_a_target():
    plan = FULL_PLAN | {"targets": [{"goal": 0, "goal_year": 2030, "baseline": 0}]}

    assert completeness.of_plan(plan) == []


def test_a_first_idea_needs_no_money_and_no_dates():
    assert completeness.of_project(FULL_PROJECT) == []


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (2, {"no_partner", "no_capital", "no_dates"}),
        (
            3,
            {
                "no_partner",
                "no_capital",
                "no_dates",
                "no_operation",
                "no_milestone",
                "challenge_without_response",
            },
        ),
    ],
)
def test_later_stages_ask_for_more(stage, expected):
    project = FULL_PROJECT | {"stage": stage}

    assert codes(completeness.of_project(project)) == expected


@pytest.mark.parametrize(
    ("stage", "source", "is_gap"),
    [(2, "open", False), (3, "open", True), (3, "own", False), (5, "open", True)],
)
def test_operation_needs_somebody_who_pays_from_preparation_on(stage, source, is_gap):
    money = [
        {"kind": "capital", "source": "open"},
        {"kind": "operation", "source": source},
    ]
    project = FULL_PROJECT | {"stage": stage, "money": money}

    found = codes(completeness.of_project(project))

    assert ("operation_without_source" in found) == is_gap
    assert "no_operation" not in found


def test_nobody_asks_for_more_of_what_is_cancelled():
    project = EMPTY_PROJECT | {"standing": "cancelled"}

    assert completeness.of_project(project) == []


def test_text_or_a_need_to_be_matched_says_what_is_needed():
    by_text = FULL_PROJECT | {"needs": [], "needs_text": "Money."}
    by_neither = FULL_PROJECT | {"needs": []}

    assert completeness.of_project(by_text) == []
    assert codes(completeness.of_project(by_neither)) == {"needs_text"}


@pytest.mark.parametrize(
    ("data", "content", "expected"),
    [
        (EMPTY_PLAN, PLAN_CONTENT, set()),
        (EMPTY_PLAN | {"outcome": "Air."}, PLAN_CONTENT, {"situation"}),
        (EMPTY_PROJECT, PROJECT_CONTENT, set()),
        (EMPTY_PROJECT | {"ended_on": "2030-01-01"}, PROJECT_CONTENT, {"time"}),
    ],
)
def test_a_section_is_begun_when_anything_is_said(data, content, expected):
    assert completeness.begun(data, content) == expected


def test_every_section_has_its_content_and_every_gap_its_words():
    assert {part.name for part in PLAN_PARTS} == PLAN_CONTENT.keys()
    assert {part.name for part in PROJECT_PARTS} == PROJECT_CONTENT.keys()
    built = EMPTY_PROJECT | {"stage": 4, "challenges": [{"response": ""}]}
    unpaid = built | {"money": [{"kind": "operation", "source": "open"}]}
    thin = FULL_PLAN | {
        "focuses": [{"text": ""}],
        "targets": [{"goal": None, "goal_year": None, "baseline": None}],
    }
    data = (EMPTY_PROJECT, built, unpaid)
    found = {c for d in data for c in codes(completeness.of_project(d))}
    found |= codes(completeness.of_plan(EMPTY_PLAN) + completeness.of_plan(thin))
    assert found == WORDS.keys()
