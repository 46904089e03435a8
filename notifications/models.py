from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.kinds import KINDS


class Event(models.Model):
    """Something that happened, kept for good: a kind and references, no sentences."""

    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    target_type = models.ForeignKey(ContentType, models.PROTECT)
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id", "-at"])]

    def __str__(self):
        return f"{self.kind} #{self.target_id}"


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notice is for one person alone."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """An event put before one person; rendered when read, in their language."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices"
    )
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    parked = models.BooleanField(_("parked"), default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"], name="notice_once_per_person"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at=None),
                name="notice_unread",
            )
        ]

    def __str__(self):
        return f"{self.event} → {self.recipient}"

    @property
    def subject(self) -> str:
        return self._text().partition("\n")[0]

    @property
    def body(self) -> str:
        return self._text().partition("\n")[2].strip()

    def may_be_read(self) -> bool:
        return self.recipient.is_active and KINDS[self.event.kind].may_read(
            self.event, self.recipient
        )

    def _text(self) -> str:
        return KINDS[self.event.kind].text(self.event, self.recipient).strip()


class DemoLetter(models.Model):
    """A letter that the demo sent to nobody; `/demo/mail/` shows them."""

    sent_at = models.DateTimeField(auto_now_add=True)
    message_id = models.CharField(max_length=200, unique=True)
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return self.subject
