"""How targets stand, when reports are due, what changed: no page, no database."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from core.working_days import at_or_after, is_working_day
from scaps import deadlines, report_diff
from scaps.progress import Actual, due, reached, share, standing
from scaps.states import ReminderStep

COUNTRIES = ("CN", "JP", "KP", "KR", "MN", "RU")


def target(**facts) -> dict:
    return {
        "direction": "down",
        "baseline": "98",
        "baseline_year": 2024,
        "goal": "40",
        "goal_year": 2030,
    } | facts


def actual(value, year=2026) -> Actual:
    return Actual(None if value is None else Decimal(value), year)


UP = target(direction="up", baseline="10", goal="100")


@pytest.mark.parametrize(
    ("aim", "value", "word"),
    [
        (target(), "40", "reached"),
        (target(), "39.9", "reached"),
        (target(), "78", "on_course"),
        (target(), "79", "behind"),
        (target(), None, "unrated"),
        (target(goal=None), "50", "unrated"),
        (target(baseline=None), "50", "unrated"),
        (target(baseline=None), "40", "reached"),
        (UP, "100", "reached"),
        (UP, "40", "on_course"),
        (UP, "39", "behind"),
    ],
)
def test_how_a_target_stands(aim, value, word):
    assert standing(aim, actual(value)) == word
    assert reached(aim, actual(value)) == (word == "reached")


def test_a_target_without_a_report_is_not_reported():
    assert standing(target(), None) == "not_reported"
    assert not reached(target(), None)
    assert share(target(), None) is None


def test_after_its_year_a_target_is_due_in_full():
    assert due(target(), 2031) == Decimal(40)
    assert due(target(), 2020) == Decimal(98)
    assert due(target(baseline_year=2030), 2030) == Decimal(40)


@pytest.mark.parametrize(
    ("aim", "value", "percent"),
    [
        (target(), "98", 0),
        (target(), "120", 0),
        (target(), "69", 50),
        (target(), "40.01", 99),
        (target(), "12", 100),
        (target(baseline="40"), "50", None),
        (UP, "55", 50),
    ],
)
def test_the_share_of_the_way_that_is_done(aim, value, percent):
    assert share(aim, actual(value)) == percent


# --- Days ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("CN", date(2026, 10, 1)),
        ("JP", date(2026, 11, 3)),
        ("KP", date(2026, 9, 9)),
        ("KR", date(2026, 10, 9)),
        ("MN", date(2026, 7, 13)),
        ("RU", date(2026, 6, 12)),
    ],
)
def test_public_holidays_of_the_six_countries_are_known(country, day):
    assert day.weekday() < 5
    assert not is_working_day(day, country)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("month", range(1, 13))
def test_nothing_is_due_on_a_free_day(country, month):
    for day in range(1, 29):
        found = at_or_after(date(2027, month, day), country)
        assert is_working_day(found, country)
        assert found >= date(2027, month, day)


def test_a_country_without_a_calendar_has_weekends():
    assert at_or_after(date(2026, 10, 31), "XX") == date(2026, 11, 2)


PERIOD = SimpleNamespace(opens_on=date(2026, 8, 20), due_on=date(2026, 10, 3))


def test_the_same_period_is_due_on_the_working_day_of_each_country():
    assert {country: deadlines.due_on(PERIOD, country) for country in COUNTRIES} == {
        "CN": date(2026, 10, 8),
        "JP": date(2026, 10, 5),
        "KP": date(2026, 10, 5),
        "KR": date(2026, 10, 6),
        "MN": date(2026, 10, 5),
        "RU": date(2026, 10, 5),
    }


@pytest.mark.parametrize("country", COUNTRIES)
def test_reminders_come_in_order_and_on_working_days(country):
    days = deadlines.days(PERIOD, country)

    assert list(days) == list(ReminderStep)
    assert sorted(days.values()) == list(days.values())
    assert all(is_working_day(day, country) for day in days.values())


def test_no_reminder_lies_before_the_period_opens():
    late = SimpleNamespace(opens_on=date(2026, 9, 28), due_on=date(2026, 10, 3))

    assert ReminderStep.MONTH not in deadlines.days(late, "JP")


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 8, 19), None),
        (date(2026, 8, 20), ReminderStep.OPENED),
        (date(2026, 9, 27), None),
        (date(2026, 10, 5), ReminderStep.DAY),
        (date(2026, 10, 13), ReminderStep.OVERDUE),
    ],
)
def test_only_the_latest_step_counts(today, step):
    assert deadlines.step_now(PERIOD, "JP", today) == step


def test_a_step_is_news_unless_it_or_a_later_one_was_sent():
    assert deadlines.is_news(ReminderStep.WEEK, ["opened", "month"])
    assert not deadlines.is_news(ReminderStep.WEEK, ["week"])
    assert not deadlines.is_news(ReminderStep.WEEK, ["day"])


# --- What changed ------------------------------------------------------------------


def report(**changes) -> dict:
    project = {
        "project": 7,
        "title": "Sensors",
        "stage": "preparation",
        "milestones": [{"id": 1, "title": "Readings", "reached_on": None}],
        "money": {"secured": "100", "spent": None, "currency": "USD"},
    }
    goal = {"id": 1, "indicator": "Smoke", "unit": "days", "value": "98"}
    return {
        "targets": [goal | changes.pop("target", {})],
        "projects": [project | changes],
    }


def kinds(before: dict, now: dict, **how) -> list[str]:
    return [row.kind for row in report_diff.between(before, now, **how)]


def test_nothing_changed():
    assert kinds(report(), report()) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"target": {"value": "82"}}, "figure"),
        ({"stage": "implementation"}, "stage"),
        (
            {
                "milestones": [
                    {"id": 1, "title": "Readings", "reached_on": "2026-03-01"}
                ]
            },
            "milestone",
        ),
        ({"money": {"secured": "150", "spent": None, "currency": "USD"}}, "secured"),
        ({"money": {"secured": "100", "spent": "30", "currency": "USD"}}, "spent"),
    ],
)
def test_each_kind_of_change_is_found(changes, kind):
    assert kinds(report(), report(**changes)) == [kind]


def test_sums_in_another_currency_are_not_compared():
    other = report(money={"secured": "150", "spent": None, "currency": "EUR"})

    assert kinds(report(), other) == []


def test_projects_that_came_and_went():
    assert kinds(report(), report(project=8)) == ["new_project", "gone_project"]
