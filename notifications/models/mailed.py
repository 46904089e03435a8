from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CLAIM_HOLDS = timedelta(minutes=10)
MAX_ATTEMPTS = 8


class MailedQuerySet(models.QuerySet):
    def waiting(self):
        """To be mailed, now or later."""
        return self.filter(mailed_at=None, parked=False, due_at__isnull=False)

    def due(self):
        """To be mailed now, and not in the hands of another worker."""
        now = timezone.now()
        free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_HOLDS)
        return self.waiting().filter(free, due_at__lte=now)


class Mailed(models.Model):
    """What goes out as a letter: claimed, sent, marked (`notifications.delivery`)."""

    due_at = models.DateTimeField(_("due"), null=True, blank=True, default=timezone.now)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    parked = models.BooleanField(_("parked"), default=False)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)

    class Meta:
        abstract = True


def due_index(name: str) -> models.Index:
    return models.Index(
        fields=["due_at"],
        condition=Q(mailed_at=None, parked=False, due_at__isnull=False),
        name=name,
    )
