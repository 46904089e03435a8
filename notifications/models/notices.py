from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.kinds import KINDS
from notifications.models.events import Event
from notifications.models.mailed import Mailed, MailedQuerySet, due_index


class Digest(Mailed):
    """Several notices of one person in one letter."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests"
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = MailedQuerySet.as_manager()

    class Meta:
        verbose_name = _("joined letter")
        verbose_name_plural = _("joined letters")
        ordering = ["-pk"]
        indexes = [due_index("digest_due")]

    def __str__(self):
        return f"#{self.pk} → {self.recipient}"


class NoticeQuerySet(MailedQuerySet):
    def visible_to(self, user):
        """A notice is for one person alone."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(recipient=user)

    def unread(self):
        return self.filter(read_at=None)

    def waiting(self):
        """What was read needs no letter; what is in a digest has one."""
        return super().waiting().filter(read_at=None, digest=None)


class Notice(Mailed):
    """An event put before one person; rendered when read, in their language."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices"
    )
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    digest = models.ForeignKey(
        Digest,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("joined letter"),
    )

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
            ),
            due_index("notice_due"),
        ]

    def __str__(self):
        return f"{self.event} → {self.recipient}"

    @property
    def kind(self):
        return KINDS[self.event.kind]

    @property
    def subject(self) -> str:
        return self._text().partition("\n")[0]

    @property
    def body(self) -> str:
        return self._text().partition("\n")[2].strip()

    def may_be_read(self) -> bool:
        """A kind that the portal does not know any more tells nothing."""
        if not self.recipient.is_active or self.event.kind not in KINDS:
            return False
        return self.kind.may_read(self.event, self.recipient)

    def _text(self) -> str:
        return self.kind.text(self.event, self.recipient).strip()
