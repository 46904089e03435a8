"""Overlaps: two projects of two cities that are about the same thing.

Jobs write what they compute; people decide in rows of their own, which no job writes.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.compliance import Action, open_to
from members.models import Organisation
from scaps import circles
from scaps.states import COMPARED, OverlapDismissal, OverlapVerdict

SIDES = ("a", "b")


class OverlapQuerySet(models.QuerySet):
    def live(self):
        """What is an overlap today, between cities that may share knowledge."""
        cities = open_to(Action.KNOWLEDGE, Organisation.objects.all())
        return self.filter(
            is_live=True,
            a__current__isnull=False,
            b__current__isnull=False,
            a__organisation__in=cities,
            b__organisation__in=cities,
        )

    def of(self, city):
        return self.filter(Q(a__organisation=city) | Q(b__organisation=city))

    def between(self, one, other):
        return self.of(one).of(other)

    def visible_to(self, user):
        """Twin of scaps.view_overlap: both projects are for this reader."""
        if user.is_authenticated and user.is_secretariat:
            return self
        return self.filter(_seen_by(user, "a"), _seen_by(user, "b"))

    def shown_to(self, user):
        """For lists: live, visible, and not dismissed.

        A city never meets again what it dismissed itself; what the other side
        dismissed it still sees, with the reason. Everybody else sees neither.
        """
        own = user.sits_at if user.is_authenticated else set()
        dismissals = OverlapDecision.objects.standing().filter(
            overlap=OuterRef("pk"), verdict=OverlapVerdict.DISMISSED
        )
        shown = self.live().visible_to(user)
        if not own:
            return shown.filter(~Exists(dismissals))
        takes_part = Q(a__organisation__in=own) | Q(b__organisation__in=own)
        return shown.filter(
            ~Exists(dismissals.filter(organisation__in=own)),
            takes_part | ~Exists(dismissals),
        )

    def with_projects(self):
        """Both projects in force and their cities, with the same query."""
        return self.select_related(
            *(
                f"{side}__{path}"
                for side in SIDES
                for path in ("current", "organisation__country")
            )
        ).defer(*(f"{side}__organisation__search" for side in SIDES))


def _seen_by(user, side: str) -> Q:
    visibility = f"{side}__current__visibility"
    compared = Q(**{f"{visibility}__in": COMPARED})
    organisation = f"{side}__organisation"
    return compared & circles.seen_by(user, visibility, organisation=organisation)


class Overlap(models.Model):
    """A pair of projects with what speaks for it, as codes and numbers.

    `a` is the older one. `sectors`, `stages` and `countries` are those of either
    project, for filters. `told` are cities that a notice told of it. `reopened_at`: a text changed
    so much that decisions from before count no more.
    """

    a = models.ForeignKey(
        "scaps.Project",
        models.CASCADE,
        related_name="overlaps_as_a",
        verbose_name=_("project"),
    )
    b = models.ForeignKey(
        "scaps.Project",
        models.CASCADE,
        related_name="overlaps_as_b",
        verbose_name=_("other project"),
    )
    score = models.FloatField(_("score"))
    terms = models.JSONField(default=dict, help_text="{term: [value, part of score]}")
    sectors = ArrayField(models.CharField(max_length=40), default=list)
    stages = ArrayField(models.CharField(max_length=40), default=list)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    weights_version = models.CharField(max_length=20)
    a_hash = models.CharField(max_length=64)
    b_hash = models.CharField(max_length=64)
    scored_at = models.DateTimeField(_("computed"))
    is_live = models.BooleanField(_("is one today"), default=True)
    reopened_at = models.DateTimeField(_("opened again"), null=True)
    told = ArrayField(models.BigIntegerField(), default=list)

    objects = OverlapQuerySet.as_manager()

    class Meta:
        verbose_name = _("overlap")
        verbose_name_plural = _("overlaps")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="overlap_once_per_pair"),
            models.CheckConstraint(
                condition=Q(a__lt=F("b")), name="overlap_sides_are_in_order"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=1),
                name="overlap_score_is_a_probability",
            ),
        ]
        indexes = [
            GinIndex(fields=["sectors"], name="overlap_sectors"),
            GinIndex(fields=["stages"], name="overlap_stages"),
        ]

    def __str__(self):
        return f"{self.a} · {self.b}"

    def get_absolute_url(self):
        return reverse("overlaps:detail", args=[self.pk])

    @property
    def cities(self) -> tuple[int, int]:
        return self.a.organisation_id, self.b.organisation_id


class OverlapDecisionQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not overtaken by another text."""
        return self.filter(
            Q(overlap__reopened_at=None) | Q(decided_at__gt=F("overlap__reopened_at"))
        )


class OverlapDecision(models.Model):
    """What one of the two cities says of an overlap."""

    overlap = models.ForeignKey(Overlap, models.CASCADE, related_name="decisions")
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("local government"),
    )
    verdict = models.CharField(_("decision"), max_length=10, choices=OverlapVerdict)
    cause = models.CharField(
        _("main reason"), max_length=20, choices=OverlapDismissal, blank=True
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = OverlapDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on an overlap")
        verbose_name_plural = _("decisions on overlaps")
        ordering = ["overlap", "decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["overlap", "organisation"], name="overlap_decision_once_a_side"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=OverlapVerdict.values),
                name="overlap_verdict_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=OverlapVerdict.DISMISSED) | ~Q(cause=""),
                name="overlap_dismissal_has_a_cause",
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id}: {self.verdict}"


class Comparison(models.Model):
    """That a version of a project was compared with all others, and by what recipe."""

    project = models.OneToOneField(
        "scaps.Project", models.CASCADE, related_name="comparison"
    )
    version = models.ForeignKey(
        "scaps.ProjectVersion", models.CASCADE, related_name="+"
    )
    recipe = models.CharField(max_length=160)
    compared_at = models.DateTimeField()

    def __str__(self):
        return f"{self.project_id}: {self.recipe}"


class ProjectMeans(models.Model):
    """The language means that projects are compared by; the newest of an engine counts.

    `means` as `matching.mean_sets` freezes them.
    """

    engine = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    means = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.version
