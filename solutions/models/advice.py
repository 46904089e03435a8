from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class QuestionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at=None)


class Question(models.Model):
    """What a city asks the secretariat about the solutions for one need.

    Letters keep their language; nobody translates them silently.
    """

    need = models.ForeignKey("scaps.Need", models.CASCADE, related_name="questions")
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(_("question"), max_length=4000)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answer_lang = models.CharField(
        _("language of the answer"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the secretariat")
        verbose_name_plural = _("questions to the secretariat")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                    & ~Q(answer_lang="")
                ),
                name="question_answered_at_and_by_together",
            ),
            models.UniqueConstraint(
                fields=["need"],
                condition=Q(answered_at=None),
                name="question_one_waits_per_need",
            ),
        ]

    def __str__(self):
        return f"{self.need_id} {self.asked_at:%Y-%m-%d}"
