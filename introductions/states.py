from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.workflow import Move, Workflow


class IntroductionState(models.TextChoices):
    """Where an introduction stands; both sides read the same words."""

    PROPOSED = "proposed", pgettext_lazy("an introduction", "waits for an answer")
    AGREED = "agreed", pgettext_lazy("an introduction", "both agreed")
    CLOSED = "closed", pgettext_lazy("an introduction", "closed")
    DECLINED = "declined", pgettext_lazy("an introduction", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("an introduction", "withdrawn")
    STOPPED = "stopped", pgettext_lazy("an introduction", "stopped by the secretariat")


UNDER_WAY = (IntroductionState.PROPOSED, IntroductionState.AGREED)
"""States in which the two sides write to each other."""

MET = (IntroductionState.AGREED, IntroductionState.CLOSED)
"""States that are reached only when both sides have agreed."""


class Origin(models.TextChoices):
    """How an introduction came about."""

    MATCH = "match", _("a city chose a solution")
    NEED = "need", _("a provider answers a need")
    APPLICATION = "application", _("a provider answered a need when it applied")
    DRIVER = "driver", _("a city asked for a Smart City Driver package")
    STAFF = "staff", _("the secretariat suggests it")


class Side(models.TextChoices):
    """Who speaks in a thread."""

    ASKER = "asker", _("the one who asked")
    ASKED = "asked", _("the one who was asked")
    PORTAL = "portal", _("the secretariat")


class Complaint(models.TextChoices):
    """Why somebody reports a thread to the secretariat."""

    UNWANTED = "unwanted", _("Advertising, or messages that nobody asked for.")
    RUDE = "rude", _("Rude or threatening words.")
    FRAUD = "fraud", _("An attempt to deceive, or to bribe.")
    CONFIDENTIAL = "confidential", _("Something confidential was passed on.")
    OTHER = "other", _("Another reason.")


class Ruling(models.TextChoices):
    """What the secretariat says of a report."""

    UPHELD = "upheld", pgettext_lazy("a report", "upheld")
    DISMISSED = "dismissed", pgettext_lazy("a report", "nothing found")


INTRODUCTION_WORKFLOW = Workflow(
    Move(
        name="agree",
        label=pgettext_lazy("to an introduction", "Agree"),
        sources=frozenset({IntroductionState.PROPOSED}),
        target=IntroductionState.AGREED,
        permission="introductions.answer_introduction",
    ),
    Move(
        name="decline",
        label=pgettext_lazy("an introduction", "Decline"),
        sources=frozenset({IntroductionState.PROPOSED}),
        target=IntroductionState.DECLINED,
        permission="introductions.answer_introduction",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="withdraw",
        label=pgettext_lazy("an introduction", "Withdraw"),
        sources=frozenset({IntroductionState.PROPOSED}),
        target=IntroductionState.WITHDRAWN,
        permission="introductions.withdraw_introduction",
        tone="quiet",
    ),
    Move(
        name="close",
        label=pgettext_lazy("an introduction", "Close"),
        sources=frozenset({IntroductionState.AGREED}),
        target=IntroductionState.CLOSED,
        permission="introductions.close_introduction",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="reopen",
        label=pgettext_lazy("an introduction", "Open again"),
        sources=frozenset({IntroductionState.CLOSED}),
        target=IntroductionState.AGREED,
        permission="introductions.close_introduction",
    ),
    Move(
        name="stop",
        label=pgettext_lazy("an introduction", "Stop"),
        sources=frozenset(
            {
                IntroductionState.PROPOSED,
                IntroductionState.AGREED,
                IntroductionState.CLOSED,
            }
        ),
        target=IntroductionState.STOPPED,
        permission="introductions.stop_introduction",
        reason=True,
        tone="danger",
    ),
)


class StepKind(models.TextChoices):
    """The way from an introduction to a solution at work, rung by rung."""

    CLARIFY = "clarify", _("Clarify the need")
    CALL = "call", _("Call")
    DEMONSTRATION = "demonstration", _("Demonstration or site visit")
    NEEDS_STUDY = "needs_study", _("Needs study")
    FEASIBILITY = "feasibility", _("Feasibility study")
    PILOT = "pilot", _("Pilot agreement")
    PROCUREMENT = "procurement", _("Procurement route")
    SCALE = "scale", _("Scale")


class StepState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("a next step", "planned")
    DONE = "done", pgettext_lazy("a next step", "done")
    DROPPED = "dropped", pgettext_lazy("a next step", "dropped")


class Funding(models.TextChoices):
    """Who pays for a study."""

    CITY = "city", _("the local government")
    PARTNER = "partner", _("the partner")
    BANK = "bank", _("a development bank or an agency")
    SHARED = "shared", _("several of them together")
    OPEN = "open", _("not settled yet")


STUDIES = (StepKind.NEEDS_STUDY, StepKind.FEASIBILITY)
"""Steps that cost somebody money before anything is bought."""

_PLANS = "introductions.change_nextstep"

STEP_WORKFLOW = Workflow(
    Move(
        name="finish",
        label=_("Done"),
        sources=frozenset({StepState.PLANNED}),
        target=StepState.DONE,
        permission=_PLANS,
        reason=True,
    ),
    Move(
        name="drop",
        label=_("Leave it out"),
        sources=frozenset({StepState.PLANNED}),
        target=StepState.DROPPED,
        permission=_PLANS,
        reason=True,
        tone="quiet",
    ),
    Move(
        name="resume",
        label=_("Take it up again"),
        sources=frozenset({StepState.DONE, StepState.DROPPED}),
        target=StepState.PLANNED,
        permission=_PLANS,
        tone="quiet",
    ),
)
"""A next step: who sees to it by when, and what came of it."""


class StepReminder(models.TextChoices):
    """How far an office was reminded of a step, in order."""

    SOON = "soon", "two working days before"
    DUE = "due", "on the day"
    OVERDUE = "overdue", "five working days after"


class Result(models.TextChoices):
    """What an introduction led to."""

    STUDY = "study", _("A study was made.")
    PILOT = "pilot", _("A pilot was agreed.")
    CONTRACT = "contract", _("A contract was signed.")
    NOT_NOW = "not_now", _("Nothing for now.")


FURTHEST = (Result.CONTRACT, Result.PILOT, Result.STUDY, Result.NOT_NOW)
"""Where several results were told, the first of these counts."""


class NotNow(models.TextChoices):
    """The common reasons for going no further."""

    BUDGET = "budget", _("There is no budget for it.")
    TIME = "time", _("The time is not right.")
    FIT = "fit", _("It does not fit the need after all.")
    TERMS = "terms", _("We did not agree on price or terms.")
    RULES = "rules", _("Our rules of procurement do not allow it.")
    SILENCE = "silence", _("The other side does not answer.")
    OTHER = "other", _("Another reason.")
