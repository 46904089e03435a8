"""Introductions that do not get on: for the staff queue, with what they wait for."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from introductions.models import Introduction, NextStep, Outcome
from introductions.states import IntroductionState

UNANSWERED, SILENT, LATE = timedelta(days=14), timedelta(days=30), timedelta(days=10)

CAUSES = {
    "unanswered": _("Asked two weeks ago, and not answered"),
    "late": _("A next step is more than ten days late"),
    "silent": _("Both agreed; nothing has happened for a month"),
}


def only(rows: QuerySet, today: date | None = None) -> QuerySet:
    """Those that are stuck, of some introductions."""
    return rows.filter(_is_stuck(today or timezone.localdate()))


def cause_of(introduction: Introduction, today: date | None = None) -> str:
    """The code of what it waits for, or nothing."""
    today = today or timezone.localdate()
    stirred = timezone.localdate(introduction.stirred_at)
    if introduction.state == IntroductionState.PROPOSED:
        return "unanswered" if stirred <= today - UNANSWERED else ""
    if introduction.state != IntroductionState.AGREED:
        return ""
    planned = [step.due_on for step in introduction.steps.planned()]
    if any(due_on <= today - LATE for due_on in planned):
        return "late"
    waits = any(due_on >= today for due_on in planned)
    if stirred <= today - SILENT and not waits and not introduction.outcomes.exists():
        return "silent"
    return ""


def _is_stuck(today: date) -> Q:
    steps = NextStep.objects.planned().filter(introduction=OuterRef("pk"))
    said = Outcome.objects.filter(introduction=OuterRef("pk"))
    unanswered = Q(
        state=IntroductionState.PROPOSED, stirred_at__date__lte=today - UNANSWERED
    )
    late = Q(Exists(steps.filter(due_on__lte=today - LATE)))
    silent = (
        Q(stirred_at__date__lte=today - SILENT)
        & ~Exists(steps.filter(due_on__gte=today))
        & ~Exists(said)
    )
    return unanswered | (Q(state=IntroductionState.AGREED) & (late | silent))
