from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Dated
from solutions.models.catalogue import Solution
from solutions.states import OPEN_REVISION, RevisionState


class RevisionQuerySet(models.QuerySet):
    def open(self):
        """Not settled: in review, or sent back to the provider."""
        return self.filter(state__in=OPEN_REVISION)

    def settled(self):
        return self.exclude(state__in=OPEN_REVISION)

    def waiting(self):
        """Those that the secretariat has to look at."""
        return self.filter(state=RevisionState.SUBMITTED)

    def visible_to(self, user):
        """The list twin of the solutions.view_solutionrevision rule."""
        if not user.is_authenticated:
            return self.none()
        if user.is_secretariat:
            return self
        return self.filter(solution__provider__in=user.sits_at)


class SolutionRevision(Dated):
    """A material change of a listed solution; the listed text stays until it is read.

    `changes` holds the new values of what changed, as `solutions.writing` has
    them; `before` what was listed when the change was decided on.
    """

    solution = models.ForeignKey(
        Solution,
        models.CASCADE,
        related_name="revisions",
        verbose_name=_("solution"),
    )
    changes = models.JSONField(_("changes"), default=dict)
    before = models.JSONField(_("as it was listed"), default=dict, blank=True)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=RevisionState,
        default=RevisionState.SUBMITTED,
    )
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a solution")
        verbose_name_plural = pgettext_lazy("of listed solutions", "changes")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RevisionState.values),
                name="solution_revision_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(changes={}), name="solution_revision_changes_something"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="solution_revision_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state=RevisionState.SUBMITTED, decided_at=None)
                | (~Q(state=RevisionState.SUBMITTED) & Q(decided_at__isnull=False)),
                name="solution_revision_decided_when_not_in_review",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.RETURNED) | ~Q(reason=""),
                name="solution_revision_returned_has_reason",
            ),
            models.UniqueConstraint(
                fields=["solution"],
                condition=Q(state__in=sorted(OPEN_REVISION)),
                name="solution_revision_one_open",
            ),
        ]

    def __str__(self):
        return str(self.solution)
