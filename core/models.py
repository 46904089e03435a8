from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Dated(models.Model):
    """Rows that know when they were made and last changed."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None)


class Outbox(models.Model):
    """A job that a committed change asks for; `core.outbox` hands it to the broker."""

    task = models.CharField(_("task"), max_length=100)
    key = models.CharField(_("key"), max_length=150, blank=True)
    kwargs = models.JSONField(_("arguments"), default=dict)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("job to hand over")
        verbose_name_plural = _("jobs to hand over")
        constraints = [
            models.UniqueConstraint(
                fields=["task", "key"],
                condition=models.Q(sent_at=None) & ~models.Q(key=""),
                name="outbox_waits_once_per_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(sent_at=None), name="outbox_waiting"
            ),
            models.Index(fields=["sent_at"], name="outbox_sent"),
        ]

    def __str__(self):
        return f"{self.task} {self.key}".strip()


class Draft(models.Model):
    """What an office typed and has not saved yet: kept apart, never audited.

    `holder` names the office, so that a hand-over moves nothing. `target_id`
    is empty for something that does not exist yet.
    """

    holder = models.CharField(max_length=60)
    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.BigIntegerField(null=True)
    section = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "target_type", "target_id", "section"],
                name="draft_once_per_office_and_section",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.holder} {self.target_type_id}:{self.target_id} {self.section}"


class Heartbeat(models.Model):
    """When the beat last ticked through a worker; `/readyz` reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.name


class Upload(Dated):
    """A file that somebody handed in: checked, private, served by its owner's page.

    The bytes are in `UploadContent`, so that lists do not carry them and a file
    is stored, kept and lost with the rows that name it.
    """

    name = models.CharField(_("name of the file"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed in by"),
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.name


class UploadContent(models.Model):
    upload = models.OneToOneField(
        Upload, models.CASCADE, primary_key=True, related_name="content"
    )
    data = models.BinaryField()

    def __str__(self):
        return str(self.upload_id)
