from django.db import models
from django.utils.translation import gettext_lazy as _

from notifications.models.mailed import Mailed, MailedQuerySet, due_index


class Letter(Mailed):
    """A letter that is no notice: an invitation, a link to reset a password.

    Its words are forgotten once it is out: they may hold a link that is a right.
    """

    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField(_("to"), max_length=254)
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    objects = MailedQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        indexes = [due_index("letter_due")]

    def __str__(self):
        return f"#{self.pk} → {self.to}"


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
