from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    PERSON = "person", _("a person")
    MACHINE = "machine", _("a machine")


class Status(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed translation")
    DRAFT = "draft", _("draft translation")


class TextStatus(models.Model):
    """What is known of one translated text: who wrote it, from which source.

    A text in its object's source language is the original and has no row.
    `source_hash` is the hash of the original at the time: when it differs
    today, the translation is behind.
    """

    target_type = models.ForeignKey(ContentType, models.CASCADE)
    target_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    origin = models.CharField(max_length=10, choices=Origin)
    status = models.CharField(max_length=10, choices=Status)
    source_hash = models.CharField(max_length=64)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id", "field", "language"],
                name="text_status_once_per_text",
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=Origin.values),
                name="text_status_origin_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values),
                name="text_status_status_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.target_type_id}:{self.target_id} {self.field} {self.language}"
