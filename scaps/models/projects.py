"""Priority projects: one row from the first idea to operation.

A project may stand in a SCAP or on its own; joining one is a change of state.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.languages import shown
from core.models import Dated
from core.money import CURRENCIES
from scaps import circles
from scaps.models.plans import Scap
from scaps.states import (
    Instrument,
    InvestmentKind,
    MoneySource,
    PartnerRole,
    ProjectStanding,
    Secured,
)


class ProjectQuerySet(models.QuerySet):
    def published(self):
        return self.filter(current__isnull=False)

    def visible_to(self, user):
        """Twin of scaps.view_project."""
        return self.filter(circles.seen_by(user, "current__visibility"))


class Project(Dated):
    """A project as its city works on it; readers get its `current` version."""

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="projects",
        verbose_name=_("local government"),
    )
    scap = models.ForeignKey(
        Scap,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("action plan"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    source_lang = models.CharField(
        _("language you write in"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200)
    sectors = models.ManyToManyField(
        "vocabulary.Sector", blank=True, verbose_name=_("sectors")
    )
    status = models.TextField(_("current status"), max_length=8000, blank=True)
    needs_text = models.TextField(_("needs"), max_length=8000, blank=True)
    outcome = models.TextField(_("expected outcome"), max_length=8000, blank=True)
    offers = models.TextField(
        _("know-how the city offers"), max_length=4000, blank=True
    )
    stage = models.ForeignKey(
        "vocabulary.Stage",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("stage"),
    )
    standing = models.CharField(
        _("standing"),
        max_length=10,
        choices=ProjectStanding,
        default=ProjectStanding.ACTIVE,
    )
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    started_on = models.DateField(_("actual start"), null=True, blank=True)
    ended_on = models.DateField(_("actual end"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    sdgs = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("Sustainable Development Goals"),
        default=list,
        blank=True,
    )
    is_open = models.BooleanField(_("open to joint work"), default=True)
    current = models.OneToOneField(
        "scaps.ProjectVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("version in force"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["scap", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=ProjectStanding.values),
                name="project_standing_is_known",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="project_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(starts_on__lte=models.F("ends_on")),
                name="project_dates_are_a_range",
                violation_error_message=_(
                    "The project ends before it begins. Check both dates."
                ),
            ),
        ]

    def __str__(self):
        return shown(self, "title")

    def get_absolute_url(self):
        """For readers once it is in force in a plan; before, where its city writes."""
        if self.current_id and self.scap:
            return reverse("scaps:project", args=[self.scap.slug, self.slug])
        return reverse("scaps:project-edit", args=[self.slug])


class OfProject(models.Model):
    """A row of a project; its texts are in the project's own language first."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="%(class)ss", verbose_name=_("project")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["project", "order", "pk"]

    @property
    def source_lang(self) -> str:
        return self.project.source_lang


class Partner(OfProject):
    """A partner or stakeholder: an organisation the portal knows, or a name."""

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=PartnerRole)
    contact = models.CharField(_("contact"), max_length=200, blank=True)

    class Meta(OfProject.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(name=""),
                name="partner_has_a_name",
                violation_error_message=_("Name the partner."),
            ),
        ]

    def __str__(self):
        return self.name or str(self.organisation)


class Investment(OfProject):
    """One sum: for what, from whom, by which instrument, secured or sought.

    Operating cost is a year's. `price_date` is the day whose prices are meant.
    """

    kind = models.CharField(_("for"), max_length=20, choices=InvestmentKind)
    source = models.CharField(_("source"), max_length=20, choices=MoneySource)
    instrument = models.CharField(
        _("instrument"), max_length=20, choices=Instrument, blank=True
    )
    secured = models.CharField(_("secured or sought"), max_length=10, choices=Secured)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    price_date = models.DateField(_("price date"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(OfProject.Meta):
        verbose_name = _("investment")
        verbose_name_plural = _("investments")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="investment_is_positive",
                violation_error_message=_("Give an amount above zero."),
            ),
        ]

    def __str__(self):
        return f"{self.amount} {self.currency}"


class Milestone(OfProject):
    title = models.CharField(_("milestone"), max_length=200)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    class Meta(OfProject.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self):
        return shown(self, "title")


class Challenge(OfProject):
    """A difficulty, paired with what the city does about it."""

    text = models.TextField(_("challenge"), max_length=2000)
    response = models.TextField(_("what is done about it"), max_length=2000, blank=True)

    class Meta(OfProject.Meta):
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")

    def __str__(self):
        return shown(self, "text")[:60]


class Evidence(OfProject):
    """A point of a stage's gate that is met, with what proves it."""

    criterion = models.ForeignKey(
        "vocabulary.GateCriterion", models.PROTECT, verbose_name=_("criterion")
    )
    is_met = models.BooleanField(_("met"), default=False)
    text = models.CharField(_("evidence"), max_length=400, blank=True)

    class Meta(OfProject.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "criterion"], name="evidence_once_per_criterion"
            ),
        ]

    def __str__(self):
        return str(self.criterion)
