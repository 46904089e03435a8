"""Yearly progress reports: written on, signed off, and then kept as they were read.

What an office types stays in `ProgressReport.answers`. Signing off makes a
`ReportRevision`, which readers get, and the rows that figures are made of.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Dated
from core.money import CURRENCIES
from scaps.models.plans import Scap
from scaps.states import PeriodState, ReminderStep, ReportState


class ReportPeriodQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=PeriodState.OPEN)

    def started(self):
        """Open, or closed after it was."""
        return self.exclude(state=PeriodState.PLANNED)


class ReportPeriod(Dated):
    """A year for which the members of a network report; the secretariat opens it."""

    network = models.ForeignKey(
        "members.Network",
        models.PROTECT,
        related_name="report_periods",
        verbose_name=_("network"),
    )
    year = models.PositiveSmallIntegerField(
        _("year"), help_text=_("The year that is reported on.")
    )
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(
        _("due on"),
        help_text=_(
            "Where this is a weekend or a public holiday, the next working day of the member’s country counts."
        ),
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=PeriodState,
        default=PeriodState.PLANNED,
        editable=False,
    )
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = ReportPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-year", "network"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "year"],
                name="report_period_once_a_year",
                violation_error_message=_(
                    "This network has a period for that year already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=models.F("due_on")),
                name="report_period_opens_before_due",
                violation_error_message=_(
                    "Reports would be due before the period opens. Check both days."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=PeriodState.values),
                name="report_period_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="report_period_opened_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="report_period_closed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state=PeriodState.PLANNED) | Q(opened_at__isnull=False),
                name="report_period_past_planned_was_opened",
            ),
        ]

    def __str__(self):
        return f"{self.network} {self.year}"


class ProgressReportQuerySet(models.QuerySet):
    def signed(self):
        """Reports of which readers have a revision, also while it is corrected."""
        return self.filter(current__isnull=False)

    def visible_to(self, user):
        """Twin of scaps.view_progressreport: as the plan is seen, once signed off."""
        if user.is_authenticated and user.is_secretariat:
            return self
        plans = Scap.objects.visible_to(user).filter(current__isnull=False)
        seen = Q(current__isnull=False, scap__in=plans)
        if user.is_authenticated:
            seen |= Q(scap__organisation__in=user.sits_at)
        return self.filter(seen)


class ProgressReport(Dated):
    """What a member reports of one plan for one period.

    `answers` holds the saved pages by name, `page_versions` guards each of them
    against lost edits. Readers see `current` only.
    """

    scap = models.ForeignKey(
        Scap, models.PROTECT, related_name="reports", verbose_name=_("action plan")
    )
    period = models.ForeignKey(
        ReportPeriod, models.PROTECT, related_name="reports", verbose_name=_("period")
    )
    source_lang = models.CharField(
        _("language you write in"), max_length=10, choices=settings.LANGUAGES
    )
    answers = models.JSONField(default=dict, editable=False)
    page_versions = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ReportState,
        default=ReportState.DRAFT,
        editable=False,
    )
    current = models.OneToOneField(
        "scaps.ReportRevision",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("revision in force"),
    )
    signed_at = models.DateTimeField(_("signed off"), null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    reopened_at = models.DateTimeField(_("reopened"), null=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    reopen_reason = models.TextField(
        _("reason of the correction"), blank=True, editable=False
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-period__year", "scap"]
        constraints = [
            models.UniqueConstraint(
                fields=["scap", "period"], name="progress_report_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values),
                name="progress_report_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="progress_report_signed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
                name="progress_report_reopened_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.SIGNED)
                | Q(signed_at__isnull=False, current__isnull=False),
                name="progress_report_signed_was_signed",
            ),
        ]

    def __str__(self):
        return f"{self.scap}, {self.period.year}"

    def get_absolute_url(self):
        return reverse("reports:detail", args=[self.scap.slug, self.period.year])

    @property
    def organisation_id(self) -> int:
        return self.scap.organisation_id

    def page_version(self, page: str) -> int:
        return self.page_versions.get(page, 0)


class ReportRevision(models.Model):
    """A report as it was signed off on a day: plain data, never changed.

    `data` is made and read by `scaps.report_data`. `reason` is why an earlier
    revision was corrected.
    """

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    data = models.JSONField()
    reason = models.TextField(_("reason of the correction"), blank=True)
    signed_at = models.DateTimeField(_("signed off"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("revision of a progress report")
        verbose_name_plural = _("revisions of progress reports")
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="report_revision_once"
            ),
        ]

    def __str__(self):
        return f"{self.report_id} · {self.number}"


class TargetActual(models.Model):
    """What was reached of a target in a year, from a report that is signed off.

    The target is named and not held: a city may drop it from its next plan, and
    what was reported of it stays.
    """

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="actuals")
    target = models.ForeignKey(
        "scaps.Target",
        models.DO_NOTHING,
        db_constraint=False,
        related_name="actuals",
        verbose_name=_("strategic target"),
    )
    value = models.DecimalField(
        _("value"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(_("year"))
    note = models.CharField(_("remark"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("reported figure of a target")
        verbose_name_plural = _("reported figures of targets")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "target"], name="target_actual_once_in_a_report"
            ),
        ]

    def __str__(self):
        return f"{self.target_id}: {self.value} ({self.year})"


class ProjectProgress(models.Model):
    """Where a project stood, what was secured since the plan and what was spent."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        "scaps.Project", models.PROTECT, related_name="progress"
    )
    stage = models.ForeignKey(
        "vocabulary.Stage",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("stage"),
    )
    secured = models.DecimalField(
        _("secured since"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    spent = models.DecimalField(
        _("spent"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=CURRENCIES, blank=True
    )
    secured_usd = models.DecimalField(max_digits=18, decimal_places=0, default=0)
    spent_usd = models.DecimalField(max_digits=18, decimal_places=0, default=0)

    class Meta:
        verbose_name = _("progress of a project")
        verbose_name_plural = _("progress of projects")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "project"], name="project_progress_once_in_a_report"
            ),
            models.CheckConstraint(
                condition=Q(secured=None, spent=None) | ~Q(currency=""),
                name="project_progress_has_currency",
            ),
        ]

    def __str__(self):
        return f"{self.project_id}: {self.stage_id or ''}"


class ReportReminder(models.Model):
    """That a member was reminded of a report: each step once, whoever runs the job."""

    period = models.ForeignKey(ReportPeriod, models.CASCADE, related_name="reminders")
    scap = models.ForeignKey(Scap, models.CASCADE, related_name="report_reminders")
    step = models.CharField(_("step"), max_length=10, choices=ReminderStep)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of a report")
        verbose_name_plural = _("reminders of reports")
        ordering = ["period", "scap", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "scap", "step"], name="report_reminder_once"
            ),
        ]

    def __str__(self):
        return f"{self.period_id} {self.scap_id} {self.step}"
