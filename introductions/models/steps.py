"""What follows an introduction: steps with owner and day, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated
from introductions.states import (
    STUDIES,
    Funding,
    NotNow,
    Result,
    Side,
    StepKind,
    StepReminder,
    StepState,
)


class NextStepQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(state=StepState.PLANNED)

    def overdue(self, today):
        return self.planned().filter(due_on__lt=today)


class NextStep(Dated):
    """One rung of the way: `side` is the one that sees to it.

    `reminded` is how far that side was reminded of `due_on`; another day begins anew.
    """

    introduction = models.ForeignKey(
        "introductions.Introduction", models.CASCADE, related_name="steps"
    )
    kind = models.CharField(_("step"), max_length=20, choices=StepKind)
    side = models.CharField(_("who sees to it"), max_length=10, choices=Side)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    due_on = models.DateField(_("until when"))
    funding = models.CharField(
        _("who pays for it"), max_length=10, choices=Funding, blank=True
    )
    note = models.TextField(_("what is to be done"), max_length=1000, blank=True)
    note_lang = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=StepState,
        default=StepState.PLANNED,
        editable=False,
    )
    outcome = models.TextField(
        _("what came of it"), max_length=2000, blank=True, editable=False
    )
    outcome_lang = models.CharField(
        max_length=10, choices=settings.LANGUAGES, blank=True, editable=False
    )
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    reminded = models.CharField(
        max_length=10, choices=StepReminder, blank=True, editable=False
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NextStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")
        ordering = ["introduction", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values), name="nextstep_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=StepState.values), name="nextstep_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(side__in=[Side.ASKER, Side.ASKED]),
                name="nextstep_side_is_one_of_two",
            ),
            models.UniqueConstraint(
                fields=["introduction", "kind"],
                condition=Q(state=StepState.PLANNED),
                name="nextstep_planned_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="nextstep_ended_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.PLANNED, ended_at=None)
                | ~Q(state=StepState.PLANNED) & Q(ended_at__isnull=False),
                name="nextstep_planned_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=STUDIES) | Q(funding=""),
                name="nextstep_funding_is_of_a_study",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StepKind.FEASIBILITY) | ~Q(funding=""),
                name="nextstep_feasibility_has_funding",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(state=StepState.PLANNED),
                name="nextstep_planned_due",
            )
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        thread = reverse("introductions:detail", args=[self.introduction_id])
        return f"{thread}#step-{self.pk}"

    @property
    def owner(self):
        """The organisation that sees to it."""
        return self.introduction.organisation(self.side)


class Outcome(Dated):
    """What an introduction led to, as a side says, or staff; each result once."""

    introduction = models.ForeignKey(
        "introductions.Introduction", models.CASCADE, related_name="outcomes"
    )
    result = models.CharField(_("result"), max_length=10, choices=Result)
    cause = models.CharField(
        _("main reason"), max_length=10, choices=NotNow, blank=True
    )
    said_on = models.DateField(_("day"))
    text = models.TextField(_("in your words"), max_length=2000, blank=True)
    lang = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)
    side = models.CharField(_("said by"), max_length=10, choices=Side)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("outcome of an introduction")
        verbose_name_plural = _("outcomes of introductions")
        ordering = ["introduction", "said_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "result"], name="outcome_once"
            ),
            models.CheckConstraint(
                condition=Q(result__in=Result.values), name="outcome_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(result=Result.NOT_NOW, cause__in=NotNow.values)
                | ~Q(result=Result.NOT_NOW) & Q(cause=""),
                name="outcome_not_now_has_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="outcome_side_is_known"
            ),
        ]

    def __str__(self):
        return self.get_result_display()
