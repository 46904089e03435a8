"""How staff came to a decision about an application, and when it is asked anew."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Dated
from solutions import criteria
from solutions.review_checks import Check, Outcome, Recommendation


class ReviewCheck(Dated):
    """What somebody found out for one check. Looked at again, it is written anew.

    `lists` are the editions that names were compared with, `found` how many names
    were like the applicant's: copies, as they were on that day.
    """

    application = models.ForeignKey(
        "solutions.ProviderApplication", models.CASCADE, related_name="checks"
    )
    check_code = models.CharField(_("check"), max_length=20, choices=Check)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    note = models.TextField(_("note"), blank=True)
    lists = models.JSONField(_("lists used"), default=list, blank=True)
    found = models.JSONField(_("entries found"), default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("person", "by"),
    )

    class Meta:
        verbose_name = _("check of an application")
        verbose_name_plural = _("checks of applications")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "check_code"], name="review_check_once"
            ),
            models.CheckConstraint(
                condition=Q(check_code__in=Check.values),
                name="review_check_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="review_check_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.FINE) | ~Q(note=""),
                name="review_check_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.get_check_code_display()}: {self.get_outcome_display()}"

    @property
    def is_passed(self) -> bool:
        return self.outcome != Outcome.PROBLEM


class ReviewScoreQuerySet(models.QuerySet):
    def given(self):
        """Judgements; who has an interest of their own gives none."""
        return self.filter(interest="")

    def visible_to(self, user):
        """Blind until both are in: until then everybody sees their own alone."""
        mates = (
            ReviewScore.objects.given()
            .filter(application=OuterRef("application"))
            .order_by()
            .values("application")
            .annotate(count=Count("pk"))
        )
        counted = self.alias(judged=Subquery(mates.values("count")))
        return counted.filter(Q(reviewer=user) | Q(judged__gte=criteria.REVIEWERS))


class ReviewScore(Dated):
    """One reviewer's judgement, or why that person gives none.

    `points` hold a number for each criterion of `solutions.criteria`.
    """

    application = models.ForeignKey(
        "solutions.ProviderApplication", models.CASCADE, related_name="scores"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    points = models.JSONField(_("points"), default=dict, blank=True)
    recommendation = models.CharField(
        _("recommendation"), max_length=20, choices=Recommendation, blank=True
    )
    remark = models.TextField(_("remark"), blank=True)
    interest = models.TextField(_("interest of one’s own"), blank=True)

    objects = ReviewScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("score of an application")
        verbose_name_plural = _("scores of applications")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="review_score_once"
            ),
            models.CheckConstraint(
                condition=Q(interest="", recommendation__in=Recommendation.values)
                | (~Q(interest="") & Q(recommendation="", points={})),
                name="review_score_or_interest",
            ),
        ]

    def __str__(self):
        return f"{self.application} · {self.reviewer}"

    @property
    def mean(self) -> float:
        return criteria.mean(self.points)


class Renewal(Dated):
    """A provider's review runs out on a day; here is what was done about it.

    `reminders` counts the letters. The answer is an application like the first.
    """

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    due_on = models.DateField(_("due on"))
    application = models.OneToOneField(
        "solutions.ProviderApplication",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="renewal",
        verbose_name=_("application"),
    )
    reminders = models.PositiveSmallIntegerField(_("letters sent"), default=0)
    reminded_on = models.DateField(_("last letter"), null=True, blank=True)

    class Meta:
        verbose_name = _("renewal of a review")
        verbose_name_plural = _("renewals of reviews")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "due_on"], name="renewal_once_per_due_day"
            ),
            models.CheckConstraint(
                condition=Q(reminders=0, reminded_on=None)
                | Q(reminders__gt=0, reminded_on__isnull=False),
                name="renewal_reminders_have_their_day",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.due_on}"
