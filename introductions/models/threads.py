"""What the two sides write to each other, and what they have seen of it."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import search
from introductions.states import Side


class Message(models.Model):
    """A message in a thread, in the language of its writer. It is never changed.

    `author` is empty where somebody else entered it for the side: staff, or
    the portal from a form that was filled in without an account.
    """

    introduction = models.ForeignKey(
        "introductions.Introduction", models.CASCADE, related_name="messages"
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    text = models.TextField(_("message"), max_length=8000)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["introduction", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="message_side_is_known"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="message_search"),
            models.Index(fields=["entered_by", "-written_at"], name="message_by"),
        ]

    def __str__(self):
        return str(_("Message %(number)s") % {"number": self.pk})

    def save(self, *args, **kwargs):
        self.search = search.vector(self.text)
        super().save(*args, **kwargs)


class Attachment(models.Model):
    """A file that came with a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    upload = models.OneToOneField(
        "core.Upload", models.PROTECT, related_name="+", verbose_name=_("file")
    )

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        ordering = ["message", "pk"]

    def __str__(self):
        return str(self.upload)

    def get_absolute_url(self):
        return reverse(
            "introductions:file", args=[self.message.introduction_id, self.pk]
        )


class ReadMark(models.Model):
    """Up to which message a person has seen a thread."""

    introduction = models.ForeignKey(
        "introductions.Introduction", models.CASCADE, related_name="read_marks"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("seen"), auto_now=True)

    class Meta:
        verbose_name = _("mark of what was read")
        verbose_name_plural = _("marks of what was read")
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "person"], name="read_mark_once_a_person"
            ),
        ]

    def __str__(self):
        return f"{self.introduction_id}: {self.message_id}"


class ContactShare(models.Model):
    """A person lets the other side see how to reach them. Nothing else shows it."""

    introduction = models.ForeignKey(
        "introductions.Introduction", models.CASCADE, related_name="contact_shares"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    side = models.CharField(_("side"), max_length=10, choices=Side)
    shared_at = models.DateTimeField(_("shared"), auto_now_add=True)

    class Meta:
        verbose_name = _("shared contact")
        verbose_name_plural = _("shared contacts")
        ordering = ["introduction", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "person"], name="contact_share_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(side__in=[Side.ASKER, Side.ASKED]),
                name="contact_share_is_of_a_side",
            ),
        ]

    def __str__(self):
        return f"{self.introduction_id}: {self.person_id}"
