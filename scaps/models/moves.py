"""How a project came to its stage: every step is kept with its reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scaps.states import ProjectStanding


class StageChange(models.Model):
    """A step of a project to a stage or a standing; both are those after it."""

    project = models.ForeignKey(
        "scaps.Project",
        models.CASCADE,
        related_name="stage_changes",
        verbose_name=_("project"),
    )
    stage = models.ForeignKey(
        "vocabulary.Stage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stage"),
    )
    standing = models.CharField(
        _("standing"), max_length=10, choices=ProjectStanding.choices
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("change of a stage")
        verbose_name_plural = _("changes of stages")
        ordering = ["project", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=ProjectStanding.values),
                name="stage_change_standing_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.project_id}: {self.stage_id} {self.standing}"
