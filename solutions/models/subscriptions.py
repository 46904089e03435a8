from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Dated


class NeedSubscription(Dated):
    """A kind of need that a provider wants to be told of.

    `words` say the problem in the provider's own language and are compared in
    meaning; each list narrows, and an empty one says any. `looked_wanted` is counted
    up when it changes, `looked_done` is the count that the findings belong to.
    """

    organisation = models.ForeignKey(
        "members.Organisation",
        models.CASCADE,
        related_name="need_subscriptions",
        verbose_name=_("provider"),
    )
    name = models.CharField(_("name"), max_length=120)
    words = models.TextField(
        _("the problem in your words"), max_length=1000, blank=True
    )
    lang = models.CharField(
        _("language you write in"), max_length=10, choices=settings.LANGUAGES
    )
    sectors = models.ManyToManyField(
        "vocabulary.Sector", blank=True, verbose_name=_("sectors")
    )
    areas = models.ManyToManyField(
        "vocabulary.SolutionArea", blank=True, verbose_name=_("solution areas")
    )
    types = models.ManyToManyField(
        "vocabulary.NeedType", blank=True, verbose_name=_("kinds of help")
    )
    countries = models.ManyToManyField(
        "vocabulary.Country", blank=True, verbose_name=_("countries")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    looked_wanted = models.PositiveIntegerField(default=1, editable=False)
    looked_done = models.PositiveIntegerField(default=0, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("subscription to needs")
        verbose_name_plural = _("subscriptions to needs")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""), name="need_subscription_has_a_name"
            ),
        ]

    def __str__(self):
        return self.name


class SubscribedNeed(models.Model):
    """A need that a subscription found; jobs write it, `seen_at` is the provider's."""

    subscription = models.ForeignKey(
        NeedSubscription, models.CASCADE, related_name="found"
    )
    need = models.ForeignKey("scaps.Need", models.CASCADE, related_name="+")
    nearness = models.FloatField(null=True)
    found_at = models.DateTimeField(_("found"))
    told_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("need found for a subscription")
        verbose_name_plural = _("needs found for subscriptions")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "need"], name="subscribed_need_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["subscription"],
                condition=models.Q(told_at=None),
                name="subscribed_need_untold",
            )
        ]

    def __str__(self):
        return f"{self.subscription_id} · {self.need_id}"
