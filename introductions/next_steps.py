"""The usual way from an introduction to a solution at work, and what comes next.

Plain data and plain functions: pages, forms and the pinpointing of needs lay out
the same rungs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import working_days
from introductions.states import Result, StepKind, StepState


@dataclass(frozen=True)
class Rung:
    """One kind of step: what it is for, who usually sees to it, and how soon."""

    kind: StepKind
    aim: str | Promise
    is_of_city: bool
    working_days: int
    leads_to: Result | None = None


LADDER = (
    Rung(
        StepKind.CLARIFY,
        _("Both sides write down what is needed, for whom, and by when."),
        is_of_city=True,
        working_days=5,
    ),
    Rung(
        StepKind.CALL,
        _("An hour with the people who will do the work, with interpretation."),
        is_of_city=False,
        working_days=10,
    ),
    Rung(
        StepKind.DEMONSTRATION,
        _("See it at work, on a screen or in a city that uses it."),
        is_of_city=False,
        working_days=20,
    ),
    Rung(
        StepKind.NEEDS_STUDY,
        _("What is there today, what is missing, and what success would be."),
        is_of_city=True,
        working_days=40,
        leads_to=Result.STUDY,
    ),
    Rung(
        StepKind.FEASIBILITY,
        _("Cost, effect and risk of the options; settle first who pays for it."),
        is_of_city=True,
        working_days=60,
        leads_to=Result.STUDY,
    ),
    Rung(
        StepKind.PILOT,
        _("Place, time, data, cost and how success is measured, in writing."),
        is_of_city=False,
        working_days=30,
        leads_to=Result.PILOT,
    ),
    Rung(
        StepKind.PROCUREMENT,
        _("How the local government may buy it, and what it has to publish."),
        is_of_city=True,
        working_days=30,
    ),
    Rung(
        StepKind.SCALE,
        _("From the pilot to the whole city, with a contract."),
        is_of_city=True,
        working_days=60,
        leads_to=Result.CONTRACT,
    ),
)
RUNGS = {rung.kind: rung for rung in LADDER}
ORDER = list(RUNGS)


def suggestion(steps: Iterable) -> Rung | None:
    """The rung after the last one reached; none while a step is under way.

    A rung that was left out on purpose is behind the two as well.
    """
    steps = list(steps)
    if any(step.state == StepState.PLANNED for step in steps):
        return None
    reached = max((ORDER.index(StepKind(step.kind)) for step in steps), default=-1)
    return LADDER[reached + 1] if reached + 1 < len(LADDER) else None


def usual_day(rung: Rung, *, today: date, country: str) -> date:
    """By when such a step is usually done, on a day when its owner works."""
    return working_days.after(today, rung.working_days, country)


def usual_owner(rung: Rung, *, asker, asked):
    """The local government, or its partner; between two of a kind, who asked."""
    if asker.is_local_government == asked.is_local_government:
        return asker
    city, partner = (asker, asked) if asker.is_local_government else (asked, asker)
    return city if rung.is_of_city else partner
