from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.compliance import Action, open_to
from members.models import Organisation
from solutions.states import DECIDED, MatchState, SolutionState


class Ranking(models.Model):
    """How far matching of one need has come; the page that waits polls this row.

    `wanted` is the need's text version that somebody waits for, `done` the one
    that the stored matches belong to. `near` are the best that a gate keeps out.
    `seen` is the list as the office last confirmed having seen it; `strong_told` are
    the strong matches that a notice told of.
    """

    need = models.OneToOneField("scaps.Need", models.CASCADE, related_name="ranking")
    wanted = models.PositiveIntegerField(default=1)
    wanted_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    considered = models.PositiveIntegerField(default=0)
    excluded = models.JSONField(default=dict, help_text="{gate code: solutions}")
    restricted = models.BooleanField(default=False)
    engine = models.CharField(max_length=80, blank=True)
    mean_version = models.CharField(max_length=30, blank=True)
    weights_version = models.CharField(max_length=20, blank=True)
    near = models.JSONField(
        default=list, help_text="[{solution, value, closed: [gate codes]}], best first"
    )
    seen = models.JSONField(default=dict, help_text="{solution: [rank, value, word]}")
    seen_at = models.DateTimeField(null=True)
    strong_told = models.JSONField(default=list, help_text="[solution]")

    class Meta:
        indexes = [
            models.Index(
                fields=["wanted_at"],
                condition=Q(done__lt=F("wanted")),
                name="ranking_behind",
            )
        ]

    def __str__(self):
        return f"need {self.need_id}: {self.done}/{self.wanted}"

    @property
    def is_ready(self) -> bool:
        return self.done >= self.wanted


class MatchQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(state=MatchState.PROPOSED)

    def free(self):
        """Those that a new list may drop: neither decided on nor recommended."""
        return self.undecided().filter(pinned_at=None)

    def live(self):
        """What may be shown and decided today: listed, and open on both sides."""
        open_today = open_to(Action.MATCH, Organisation.objects.all())
        return self.filter(
            solution__state=SolutionState.PUBLISHED,
            solution__provider__in=open_today,
            need__organisation__in=open_today,
        )


class Match(models.Model):
    """A need with a solution: what jobs computed, and what people decided.

    Reasons are codes and numbers, never sentences: each reader gets them in
    their own language.
    """

    need = models.ForeignKey("scaps.Need", models.CASCADE, related_name="matches")
    solution = models.ForeignKey(
        "solutions.Solution", models.CASCADE, related_name="matches"
    )
    rank = models.PositiveSmallIntegerField()
    value = models.FloatField(_("score"))
    word = models.CharField(max_length=10)
    completeness = models.FloatField()
    reasons = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    scored_at = models.DateTimeField()
    state = models.CharField(
        _("state"), max_length=20, choices=MatchState, default=MatchState.PROPOSED
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decision_reason = models.TextField(_("reason"), blank=True)
    pinned_at = models.DateTimeField(_("recommended"), null=True, editable=False)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    pin_reason = models.TextField(_("why the secretariat recommends it"), blank=True)
    pin_lang = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["need", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "solution"], name="match_once_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(state__in=MatchState.values), name="match_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="match_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(decided_at__isnull=False),
                name="match_decision_has_its_facts",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=100),
                name="match_value_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(pinned_at=None, pinned_by=None, pin_reason="", pin_lang="")
                | (
                    Q(pinned_at__isnull=False, pinned_by__isnull=False)
                    & ~Q(pin_reason="")
                    & ~Q(pin_lang="")
                ),
                name="match_pinned_at_and_by_together",
            ),
        ]

    def __str__(self):
        return f"{self.need_id} · {self.solution_id}"
