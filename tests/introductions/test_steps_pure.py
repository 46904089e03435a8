"""The usual way, the days on it, and when whoever sees to a step is reminded."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from core import working_days
from introductions import next_steps
from introductions.next_steps import LADDER, RUNGS
from introductions.states import StepKind, StepReminder, StepState
from introductions.step_reminders import due_now

COUNTRIES = ("CN", "JP", "KR", "MN", "RU")
ORDER = ["", *StepReminder.values]


def steps(**states) -> list:
    return [SimpleNamespace(kind=kind, state=state) for kind, state in states.items()]


def side(name: str, *, is_city: bool):
    return SimpleNamespace(name=name, is_local_government=is_city)


def test_the_way_has_every_step_once_in_the_order_of_the_states():
    assert [rung.kind for rung in LADDER] == list(StepKind)


@pytest.mark.parametrize(
    ("there", "following"),
    [
        ({}, StepKind.CLARIFY),
        ({"clarify": StepState.DONE}, StepKind.CALL),
        ({"clarify": StepState.PLANNED}, None),
        ({"call": StepState.DONE}, StepKind.DEMONSTRATION),
        ({"call": StepState.DONE, "demonstration": StepState.DROPPED}, "needs_study"),
        ({"pilot": StepState.DONE, "call": StepState.PLANNED}, None),
        ({"scale": StepState.DONE}, None),
    ],
)
def test_what_comes_next(there, following):
    found = next_steps.suggestion(steps(**there))

    assert (found.kind if found else None) == following


def test_the_city_clarifies_and_its_partner_calls_whoever_asked():
    city, partner = side("city", is_city=True), side("partner", is_city=False)

    for asker, asked in ((city, partner), (partner, city)):
        owner = [
            next_steps.usual_owner(RUNGS[kind], asker=asker, asked=asked)
            for kind in (StepKind.CLARIFY, StepKind.CALL)
        ]
        assert owner == [city, partner]


def test_between_two_cities_the_one_that_asked_begins():
    one, two = side("one", is_city=True), side("two", is_city=True)

    assert next_steps.usual_owner(LADDER[1], asker=one, asked=two) is one


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_usual_day_is_one_on_which_the_owner_works(country):
    today = date(2027, 1, 29)

    for rung in LADDER:
        day = next_steps.usual_day(rung, today=today, country=country)
        assert working_days.is_working_day(day, country)
        assert day >= today + timedelta(days=rung.working_days)


def test_working_days_are_counted_over_a_weekend():
    friday = date(2026, 11, 20)

    assert working_days.after(friday, 0, "MN") == friday
    assert working_days.after(friday, 1, "KR") == date(2026, 11, 23)
    assert working_days.after(friday, 2, "JP") == date(2026, 11, 25)  # 23 is a holiday


@pytest.mark.parametrize("country", COUNTRIES)
def test_reminders_come_in_order_and_on_working_days_only(country):
    due_on = date(2027, 2, 6)  # a Saturday before the lunar New Year
    said = [
        (day, due)
        for number in range(-14, 40)
        if (day := due_on + timedelta(days=number))
        and (due := due_now(due_on, country=country, today=day))
    ]

    assert all(working_days.is_working_day(day, country) for day, _due in said)
    places = [ORDER.index(due) for _day, due in said]
    assert places == sorted(places)
    assert {due for _day, due in said} == set(StepReminder)
    first_day_due = next(day for day, due in said if due == StepReminder.DUE)
    assert first_day_due == working_days.at_or_after(due_on, country)


def test_a_step_far_ahead_is_nobodys_hurry():
    assert due_now(date(2027, 3, 1), country="KR", today=date(2027, 2, 1)) is None
