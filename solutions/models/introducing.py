from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.compliance import Action, open_to
from members.models import Organisation


class PairingQuerySet(models.QuerySet):
    def live(self):
        """Those between organisations that may write to each other today."""
        open_today = open_to(Action.RELAY, Organisation.objects.all())
        return self.filter(
            introduction__asker__in=open_today, introduction__asked__in=open_today
        )


class Pairing(models.Model):
    """Which solution an introduction is about, and for which need.

    `rank`, `value` and `word` are those of the match on the day of asking, if there
    was one: lists change, and the quality report asks what a city had before it.
    """

    introduction = models.ForeignKey(
        "introductions.Introduction", models.CASCADE, related_name="pairings"
    )
    solution = models.ForeignKey(
        "solutions.Solution", models.CASCADE, related_name="pairings"
    )
    need = models.ForeignKey(
        "scaps.Need",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="pairings",
    )
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    word = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField(_("asked"), auto_now_add=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("solution of an introduction")
        verbose_name_plural = _("solutions of introductions")
        ordering = ["introduction", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["introduction", "solution"], name="pairing_once"
            ),
            models.CheckConstraint(
                condition=Q(rank=None, value=None, word="")
                | Q(rank__isnull=False, value__isnull=False) & ~Q(word=""),
                name="pairing_has_all_of_a_match_or_nothing",
            ),
        ]

    def __str__(self):
        return f"{self.introduction_id} · {self.solution_id}"
