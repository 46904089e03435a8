"""Introductions that do not get on: each function picks those of one cause."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from introductions.models import NextStep, Outcome
from introductions.states import IntroductionState

UNANSWERED, SILENT = timedelta(days=14), timedelta(days=30)
LATE = timedelta(days=10)


def unanswered(rows: QuerySet) -> QuerySet:
    """Asked two weeks ago, and nobody agreed or declined."""
    return rows.filter(
        state=IntroductionState.PROPOSED,
        stirred_at__lte=timezone.now() - UNANSWERED,
    )


def late(rows: QuerySet) -> QuerySet:
    """A step is more than ten days over its day."""
    steps = NextStep.objects.overdue(timezone.localdate() - LATE)
    return rows.filter(
        Exists(steps.filter(introduction=OuterRef("pk"))),
        state=IntroductionState.AGREED,
    )


def silent(rows: QuerySet) -> QuerySet:
    """Both agreed, and nothing has happened for a month, nor is it going to."""
    ahead = NextStep.objects.planned().filter(due_on__gte=timezone.localdate())
    told = Outcome.objects.filter(introduction=OuterRef("pk"))
    return rows.filter(
        ~Exists(ahead.filter(introduction=OuterRef("pk"))),
        ~Exists(told),
        state=IntroductionState.AGREED,
        stirred_at__lte=timezone.now() - SILENT,
    )
