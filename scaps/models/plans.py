"""A Smart City Action Plan as its city works on it; readers get published versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.languages import shown
from core.models import Dated
from scaps import circles
from scaps.states import Direction, Horizon, Origin, ScapState, Visibility


class ScapQuerySet(models.QuerySet):
    def published(self):
        """Plans that have a version in force, whatever is being worked on.

        A plan that another one replaced may still be read; it is in force no more.
        """
        return self.filter(current__isnull=False).exclude(state=ScapState.SUPERSEDED)

    def visible_to(self, user):
        """Twin of scaps.view_scap: published ones by their visibility, and one's own."""
        return self.filter(circles.seen_by(user, "current__visibility"))


class Scap(Dated):
    """The working copy of a plan. What readers see is its `current` version.

    `state` is that of the working copy: a published plan that is revised stays
    published in its last version until the next one is.
    """

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="scaps",
        verbose_name=_("local government"),
    )
    network = models.ForeignKey(
        "members.Network",
        models.PROTECT,
        related_name="scaps",
        verbose_name=_("network"),
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    source_lang = models.CharField(
        _("language you write in"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200)
    horizon = models.CharField(
        _("horizon"), max_length=10, choices=Horizon, default=Horizon.SHORT
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin, default=Origin.PLANNED
    )
    year_from = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    sectors = models.ManyToManyField(
        "vocabulary.Sector", blank=True, verbose_name=_("lead sectors")
    )
    status = models.TextField(_("current status"), max_length=8000, blank=True)
    needs_text = models.TextField(_("needs"), max_length=8000, blank=True)
    outcome = models.TextField(_("expected outcome"), max_length=8000, blank=True)
    vision = models.TextField(_("vision"), max_length=8000, blank=True)
    visibility = models.CharField(
        _("who may see the plan"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    money_visibility = models.CharField(
        _("who may see the money"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    contacts_visibility = models.CharField(
        _("who may see contacts"),
        max_length=10,
        choices=Visibility,
        default=Visibility.NETWORK,
    )
    needs_visibility = models.CharField(
        _("who may see needs"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ScapState,
        default=ScapState.DRAFT,
        editable=False,
    )
    current = models.OneToOneField(
        "scaps.ScapVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("version in force"),
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdraw_reason = models.TextField(
        _("why it was withdrawn"), max_length=2000, blank=True, editable=False
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ScapQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["organisation", "-year_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ScapState.values), name="scap_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(year_from=None)
                | Q(year_to=None)
                | Q(year_from__lte=models.F("year_to")),
                name="scap_years_are_a_range",
                violation_error_message=_(
                    "The plan ends before it begins. Check both years."
                ),
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="scap_submitted_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="scap_withdrawn_at_and_by_together",
            ),
        ]

    def __str__(self):
        return shown(self, "title")

    def get_absolute_url(self):
        return reverse("scaps:detail", args=[self.slug])


class OfScap(models.Model):
    """A part of a plan; its texts are in the plan's own language first."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True

    @property
    def source_lang(self) -> str:
        return self.scap.source_lang


class Focus(OfScap):
    """A focus area of a plan, in the words of the city."""

    scap = models.ForeignKey(Scap, models.CASCADE, related_name="focuses")
    area = models.ForeignKey(
        "vocabulary.FocusArea", models.PROTECT, verbose_name=_("focus area")
    )
    text = models.TextField(_("what the city wants in it"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("focus area of a plan")
        verbose_name_plural = _("focus areas of plans")
        ordering = ["scap", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scap", "area"], name="focus_once_in_a_plan"
            ),
        ]

    def __str__(self):
        return str(self.area)


class Target(OfScap):
    """A strategic target. What was reached comes from progress reports."""

    scap = models.ForeignKey(Scap, models.CASCADE, related_name="targets")
    focus = models.ForeignKey(
        Focus,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("focus area"),
    )
    indicator = models.CharField(_("indicator"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction, default=Direction.UP
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("year of the baseline"), null=True, blank=True
    )
    goal = models.DecimalField(
        _("target"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    goal_year = models.PositiveSmallIntegerField(
        _("year of the target"), null=True, blank=True
    )
    source = models.CharField(_("source of the figures"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("strategic target")
        verbose_name_plural = _("strategic targets")
        ordering = ["scap", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline_year=None)
                | Q(goal_year=None)
                | Q(baseline_year__lte=models.F("goal_year")),
                name="target_years_are_a_range",
                violation_error_message=_(
                    "The target's year lies before that of the baseline."
                ),
            ),
        ]

    def __str__(self):
        return shown(self, "indicator")


class Section(models.Model):
    """One section of the editor: its version guards against lost edits.

    Of a plan or of a project; who saved it last is shown to colleagues.
    """

    scap = models.ForeignKey(
        Scap, models.CASCADE, null=True, blank=True, related_name="section_rows"
    )
    project = models.ForeignKey(
        "scaps.Project",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="section_rows",
    )
    name = models.SlugField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.CheckConstraint(
                condition=Q(scap__isnull=False, project=None)
                | Q(scap=None, project__isnull=False),
                name="section_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["scap", "project", "name"],
                name="section_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.scap_id or ''}:{self.project_id or ''} {self.name}"


class Remark(Dated):
    """What the secretariat says of a section when it returns a plan.

    `section` is the name of a section of the plan, or of the project where one
    is named; empty for the whole. Written in `lang`, kept when it is settled.
    """

    scap = models.ForeignKey(Scap, models.CASCADE, related_name="remarks")
    project = models.ForeignKey(
        "scaps.Project", models.CASCADE, null=True, blank=True, related_name="remarks"
    )
    section = models.SlugField(_("section"), max_length=40, blank=True)
    text = models.TextField(_("remark"), max_length=4000)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["scap", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="remark_settled_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(sent_at__isnull=False),
                name="remark_settled_once_sent",
            ),
            models.UniqueConstraint(
                fields=["scap", "project", "section"],
                condition=Q(sent_at=None),
                name="remark_one_draft_a_section",
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return self.text[:60]


class PlanFile(Dated):
    """An existing plan as a document, summarised by the fields of the SCAP."""

    scap = models.ForeignKey(Scap, models.CASCADE, related_name="files")
    upload = models.OneToOneField("core.Upload", models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    is_public = models.BooleanField(_("shown to readers of the plan"), default=True)

    class Meta:
        verbose_name = _("document of a plan")
        verbose_name_plural = _("documents of plans")
        ordering = ["scap", "pk"]

    def __str__(self):
        return self.title
