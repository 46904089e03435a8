"""Joint initiatives: what cities do together, each with projects of its own.

The description and the plan of steps belong to all who accepted. What a city
adds, and to whom the initiative may be shown, each participant says itself.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.languages import shown
from core.models import Dated
from scaps import circles
from scaps.states import (
    SHOWN_TO,
    TAKES_PART,
    UNDER_WAY,
    InitiativeEnd,
    InitiativeState,
    ParticipationState,
    Visibility,
)


class InitiativeQuerySet(models.QuerySet):
    def under_way(self):
        """Proposed or active."""
        return self.filter(state__in=UNDER_WAY)

    def started(self):
        return self.filter(started_at__isnull=False)

    def of(self, cities):
        """Those in which one of these cities takes part or is asked to."""
        parts = Participation.objects.filter(
            initiative=OuterRef("pk"), organisation__in=cities, state__in=TAKES_PART
        )
        return self.filter(Exists(parts))

    def joined_by(self, city):
        """Those that a city has accepted."""
        accepted = city.participations.filter(state=ParticipationState.ACCEPTED)
        return self.filter(pk__in=accepted.values("initiative"))

    def visible_to(self, user):
        """Twin of scaps.view_initiative: once started as far as all agreed; one's own."""
        started = Q(started_at__isnull=False)
        seen = started & Q(visibility__in=circles.open_to(user))
        if not user.is_authenticated:
            return self.filter(seen)
        if user.is_secretariat:
            return self
        own = Initiative.objects.of(user.sits_at)
        return self.filter(seen | Q(pk__in=own.values("pk")))


class Initiative(Dated):
    """What several cities want to do together.

    `visibility` is the narrowest circle that a participant agreed to, and
    `countries` those of all participants: both follow from their answers.
    """

    lead = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="initiatives_led",
        verbose_name=_("lead"),
    )
    overlap = models.ForeignKey(
        "scaps.Overlap",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("overlap"),
    )
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    source_lang = models.CharField(
        _("language you write in"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200)
    aim = models.TextField(_("aim"), max_length=4000)
    outcome = models.TextField(_("expected outcome"), max_length=4000, blank=True)
    sectors = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("sectors"),
        default=list,
        blank=True,
    )
    countries = ArrayField(models.CharField(max_length=2), default=list, editable=False)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility,
        default=Visibility.OWN,
        editable=False,
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=InitiativeState,
        default=InitiativeState.PROPOSED,
        editable=False,
    )
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    end_cause = models.CharField(
        _("how it ended"),
        max_length=10,
        choices=InitiativeEnd,
        blank=True,
        editable=False,
    )
    end_reason = models.TextField(
        _("what came of it"), max_length=2000, blank=True, editable=False
    )
    end_lang = models.CharField(
        max_length=10, choices=settings.LANGUAGES, blank=True, editable=False
    )
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    review_told_on = models.DateField(
        null=True,
        editable=False,
        help_text="The day of review that the offices were reminded of.",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint initiative")
        verbose_name_plural = _("joint initiatives")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=InitiativeState.values),
                name="initiative_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="initiative_visibility_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="initiative_ended_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=InitiativeState.ACTIVE)
                | Q(started_at__isnull=False),
                name="initiative_active_was_started",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNDER_WAY, ended_at=None)
                | ~Q(state__in=UNDER_WAY) & Q(ended_at__isnull=False),
                name="initiative_under_way_or_ended",
            ),
            models.UniqueConstraint(
                fields=["overlap"],
                condition=Q(state__in=UNDER_WAY),
                name="initiative_one_under_way_of_an_overlap",
            ),
        ]
        indexes = [
            GinIndex(fields=["sectors"], name="initiative_sectors"),
            GinIndex(fields=["countries"], name="initiative_countries"),
        ]

    def __str__(self):
        return shown(self, "title")

    def get_absolute_url(self):
        return reverse("initiatives:detail", args=[self.slug])

    @property
    def shown_to(self) -> str:
        return str(SHOWN_TO[self.visibility])

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    def cities(self, *states: str) -> set[int]:
        """Ids of those whose part is in one of these states; asked once if prefetched."""
        return {
            part.organisation_id
            for part in self.participations.all()
            if part.state in states
        }


class Participation(Dated):
    """One city in an initiative: its answer, its projects and what it adds."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="participations"
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="participations",
        verbose_name=_("local government"),
    )
    projects = models.ManyToManyField(
        "scaps.Project",
        blank=True,
        related_name="participations",
        verbose_name=_("projects"),
    )
    source_lang = models.CharField(
        _("language you write in"), max_length=10, choices=settings.LANGUAGES
    )
    contribution = models.TextField(
        _("what the city contributes"), max_length=4000, blank=True
    )
    visibility = models.CharField(
        _("to whom it may be shown"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    state = models.CharField(
        _("answer"),
        max_length=10,
        choices=ParticipationState,
        default=ParticipationState.INVITED,
        editable=False,
    )
    invited_at = models.DateTimeField(_("invited"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("invited by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    left_at = models.DateTimeField(_("left"), null=True, editable=False)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    reason = models.TextField(_("reason"), max_length=2000, blank=True, editable=False)
    reason_lang = models.CharField(
        max_length=10, choices=settings.LANGUAGES, blank=True, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("part of a city in an initiative")
        verbose_name_plural = _("parts of cities in initiatives")
        ordering = ["initiative", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organisation"],
                name="participation_once_a_city",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ParticipationState.values),
                name="participation_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="participation_answered_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, left_by=None)
                | Q(left_at__isnull=False, left_by__isnull=False),
                name="participation_left_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state=ParticipationState.INVITED)
                | Q(answered_at__isnull=False),
                name="participation_past_invited_was_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state=ParticipationState.LEFT) | Q(left_at__isnull=False),
                name="participation_left_has_left",
            ),
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_state_display()}"

    @property
    def shown_to(self) -> str:
        return str(SHOWN_TO[self.visibility])


class InitiativeStep(models.Model):
    """A step of the common plan; without `who` all do it together."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("what"), max_length=300)
    who = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    due_on = models.DateField(_("until when"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of an initiative")
        verbose_name_plural = _("steps of initiatives")
        ordering = ["initiative", "order", "pk"]

    def __str__(self):
        return shown(self, "title")

    @property
    def source_lang(self) -> str:
        return self.initiative.source_lang


class FollowUp(Dated):
    """What was seen when the participants looked back, and when they look again."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="follow_ups"
    )
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("local government"),
    )
    noted_on = models.DateField(_("day"))
    text = models.TextField(_("note"), max_length=4000)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
    )

    class Meta:
        verbose_name = _("follow-up note")
        verbose_name_plural = _("follow-up notes")
        ordering = ["initiative", "-noted_on", "-pk"]

    def __str__(self):
        return self.text[:60]
