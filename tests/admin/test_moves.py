"""Every move that staff may make has its button, and the button makes the move."""

import pytest
from django.contrib.messages import get_messages

from introductions.models import Introduction
from scaps.models import Need, ProgressReport, ReportPeriod
from scaps.states import PeriodState
from solutions.models import DriverPackage, Solution, SolutionRevision
from tests.admin.conftest import object_page, page, with_workflows
from tests.factories import (
    DriverPackageFactory,
    NeedFactory,
    ReportPeriodFactory,
    SolutionFactory,
    SolutionRevisionFactory,
)


def a_period(**states):
    """Open is a word of Python's already; the trait is called `opened`."""
    traits = {PeriodState.OPEN: "opened", PeriodState.CLOSED: "closed"}
    return ReportPeriodFactory(**{traits[s]: True for s in states if s in traits})


FACTORIES = {
    Need: NeedFactory,
    Solution: SolutionFactory,
    SolutionRevision: SolutionRevisionFactory,
    DriverPackage: DriverPackageFactory,
    ReportPeriod: a_period,
}
# A report is signed off when three pages of answers are whole: tests/scaps/test_reports.py.
# An introduction belongs to its two sides: tests/introductions/.
ELSEWHERE = {ProgressReport, Introduction}
# Moves of the owner alone.
NOT_OF_STAFF = {(Solution, "take_back"), (SolutionRevision, "take_back")}
MOVES = [
    (admin.model, move, source)
    for admin in with_workflows()
    if admin.model not in ELSEWHERE
    for move in admin.workflow.moves.values()
    if (admin.model, move.name) not in NOT_OF_STAFF
    for source in sorted(move.sources)
]
IDS = [f"{model.__name__}-{move.name}-from-{source}" for model, move, source in MOVES]


def test_every_life_cycle_is_walked():
    assert {admin.model for admin in with_workflows()} == {*FACTORIES, *ELSEWHERE}


@pytest.mark.parametrize(("model", "move", "source"), MOVES, ids=IDS)
def test_the_button_is_there_and_makes_the_move(staff_client, model, move, source):
    obj = FACTORIES[model](**{str(source): True})
    url = page("move", model, obj.pk, move.name)

    buttons = staff_client.get(object_page(obj)).context["buttons"]
    [button] = [b for b in buttons if b.url.partition("?")[0] == url]
    assert button.asks == move.reason
    if move.reason:
        assert staff_client.get(button.url).status_code == 200
    answer = staff_client.post(button.url, {"reason": "The figures are missing."})

    assert answer.url == object_page(obj)
    obj.refresh_from_db()
    assert obj.state == move.target


@pytest.mark.parametrize(("model", "move", "source"), MOVES, ids=IDS)
def test_a_move_is_made_by_post_alone(staff_client, model, move, source):
    obj = FACTORIES[model](**{str(source): True})

    staff_client.get(page("move", model, obj.pk, move.name))

    obj.refresh_from_db()
    assert obj.state == source


def test_a_reason_is_insisted_on(staff_client):
    need = NeedFactory(published=True)

    answer = staff_client.post(page("move", Need, need.pk, "close"), {"reason": " "})

    assert answer.status_code == 422
    need.refresh_from_db()
    assert need.state == "published"


def test_a_move_that_came_too_late_says_so(staff_client):
    need = NeedFactory(closed=True)

    answer = staff_client.post(page("move", Need, need.pk, "publish"))

    assert answer.url == object_page(need)
    assert [m.level_tag for m in get_messages(answer.wsgi_request)] == ["error"]


@pytest.mark.parametrize("name", ["no-such-move", "lock"])
def test_only_moves_of_the_table_have_an_address(staff_client, name):
    need = NeedFactory(published=True)

    assert staff_client.post(page("move", Need, need.pk, name)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("compliance", 403), ("translator", 403), ("csco", 302)]
)
def test_moves_ask_the_rule(client_of, who, status):
    solution = SolutionFactory(published=True)
    url = page("move", Solution, solution.pk, "withdraw")

    answer = client_of(who).post(url, {"reason": "Because."})

    assert answer.status_code == status
    solution.refresh_from_db()
    assert solution.state == "published"
