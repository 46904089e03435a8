"""When a thread is put before the secretariat, and who of it has read one."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from introductions.states import Complaint, Ruling

READING_LASTS = timedelta(hours=1)


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ruled_at=None)


class Report(models.Model):
    """Somebody of a side asks the secretariat to look at a thread."""

    introduction = models.ForeignKey(
        "introductions.Introduction", models.CASCADE, related_name="reports"
    )
    complaint = models.CharField(_("main reason"), max_length=20, choices=Complaint)
    text = models.TextField(_("in your words"), max_length=2000, blank=True)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("reported by"),
    )
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    ruling = models.CharField(_("ruling"), max_length=10, choices=Ruling, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    ruled_at = models.DateTimeField(_("ruled"), null=True, editable=False)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a thread")
        verbose_name_plural = _("reports of threads")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "made_by"],
                condition=Q(ruled_at=None),
                name="report_open_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(complaint__in=Complaint.values),
                name="report_complaint_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ruled_at=None, ruled_by=None)
                | Q(ruled_at__isnull=False, ruled_by__isnull=False),
                name="report_ruled_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(ruled_at=None, ruling="")
                | Q(ruled_at__isnull=False, ruling__in=Ruling.values),
                name="report_ruling_when_ruled",
            ),
        ]

    def __str__(self):
        return f"{self.introduction}: {self.get_complaint_display()}"


class ReadingQuerySet(models.QuerySet):
    def fresh(self):
        """Those that still open their thread."""
        return self.filter(created_at__gt=timezone.now() - READING_LASTS)


class Reading(models.Model):
    """Staff read a thread: who, when, and why. Nothing deletes it."""

    introduction = models.ForeignKey(
        "introductions.Introduction", models.PROTECT, related_name="readings"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("read by"),
    )
    reason = models.TextField(_("reason"), max_length=2000)
    created_at = models.DateTimeField(_("read"), auto_now_add=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a thread by staff")
        verbose_name_plural = _("readings of threads by staff")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reading_has_a_reason")
        ]

    def __str__(self):
        return f"{self.introduction}: {self.reader_id}"
