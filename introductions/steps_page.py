"""The next steps of a thread, as one of its readers sees them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.workflow import Move
from introductions import next_steps, relay
from introductions.models import Introduction, NextStep, Outcome
from introductions.next_steps import LADDER, Rung
from introductions.states import STEP_WORKFLOW, Side, StepState


@dataclass(frozen=True)
class Line:
    """One step, with what this reader can do about it."""

    step: NextStep
    tone: str
    owner: str
    person: str
    """Never an address, also of somebody without a name."""
    is_late: bool
    moves: list[Move]
    may_change: bool


@dataclass(frozen=True)
class Place:
    """One rung of the usual way, and the steps of this introduction on it."""

    rung: Rung
    lines: list[Line]
    mark: str
    """done, now (planned), or nothing."""
    is_next: bool


@dataclass(frozen=True)
class Told:
    """An outcome, and who says so."""

    outcome: Outcome
    by: str
    may_retract: bool


@dataclass(frozen=True)
class Panel:
    places: list[Place]
    told: list[Told]
    may_plan: bool
    may_conclude: bool
    shows_words: bool

    @property
    def under_way(self) -> list[Line]:
        """The steps that are planned, the next day first."""
        lines = [line for place in self.places for line in place.lines]
        planned = [x for x in lines if x.step.state == StepState.PLANNED]
        return sorted(planned, key=lambda line: line.step.due_on)


def panel(introduction: Introduction, user) -> Panel | None:
    """Nothing before both sides have agreed; two queries however many steps.

    Words are for the two sides, and for them as long as compliance lets letters
    pass; staff see who has to do what until when.
    """
    if not introduction.has_met:
        return None
    steps = list(introduction.steps.select_related("person").order_by("due_on", "pk"))
    for step in steps:
        step.introduction = introduction
    is_open = relay.is_open(introduction)
    may_plan = is_open and user.has_perm(
        "introductions.plan_introduction", introduction
    )
    following = next_steps.suggestion(steps) if may_plan else None
    places = [_on_rung(rung, steps, following, user) for rung in LADDER]
    return Panel(
        places=[place for place in places if may_plan or place.lines],
        told=[
            _told(outcome, introduction, user) for outcome in _outcomes(introduction)
        ],
        may_plan=may_plan,
        may_conclude=is_open
        and user.has_perm("introductions.conclude_introduction", introduction),
        shows_words=relay.is_read_by(introduction, user)
        and introduction.side_of(user) is not None,
    )


def first_answers(
    introduction: Introduction, kind: str, *, today: date | None = None
) -> dict:
    """What the form for a new step begins with: the usual side and the usual day."""
    rung = next_steps.RUNGS[kind]
    asker, asked = introduction.asker, introduction.asked
    owner = next_steps.usual_owner(rung, asker=asker, asked=asked)
    day = next_steps.usual_day(
        rung, today=today or timezone.localdate(), country=owner.country.code
    )
    side = Side.ASKER if owner == asker else Side.ASKED
    return {"side": side, "due_on": day}


def _on_rung(rung: Rung, steps: list[NextStep], following: Rung | None, user) -> Place:
    lines = [_line(step, user) for step in steps if step.kind == rung.kind]
    states = {line.step.state for line in lines}
    mark = "now" if StepState.PLANNED in states else ""
    if not mark and StepState.DONE in states:
        mark = "done"
    return Place(rung, lines, mark, is_next=rung == following)


def _line(step: NextStep, user) -> Line:
    may_change = user.has_perm("introductions.change_nextstep", step)
    is_planned = step.state == StepState.PLANNED
    is_late = is_planned and step.due_on < timezone.localdate()
    tones = {StepState.PLANNED: "run", StepState.DONE: "done"}
    return Line(
        step=step,
        tone="hold" if is_late else tones.get(StepState(step.state), "stop"),
        owner=str(step.owner),
        person=step.person.get_full_name() if step.person else "",
        is_late=is_late,
        moves=STEP_WORKFLOW.open_to(user, step),
        may_change=may_change and is_planned,
    )


def _outcomes(introduction: Introduction) -> list[Outcome]:
    return list(introduction.outcomes.order_by("said_on", "pk"))


def _told(outcome: Outcome, introduction: Introduction, user) -> Told:
    outcome.introduction = introduction
    by = (
        Side.PORTAL.label
        if outcome.side == Side.PORTAL
        else introduction.organisation(outcome.side)
    )
    may_retract = user.has_perm("introductions.retract_outcome", outcome)
    return Told(outcome, str(by), may_retract)
