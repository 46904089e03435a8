from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import search, sorting
from core.languages import CODES, column, shown
from core.models import Dated
from members.models.networks import Membership
from members.models.screened import Screened, constraints
from members.states import BELONGS, OrganisationKind


class OrganisationQuerySet(models.QuerySet):
    def local_governments(self):
        return self.filter(kind=OrganisationKind.LOCAL_GOVERNMENT)

    def providers(self):
        return self.filter(provider__isnull=False)

    def members(self, network=None):
        """Local governments that belong to a network today."""
        held = Membership.objects.filter(
            organisation=models.OuterRef("pk"), state__in=BELONGS
        )
        if network is not None:
            held = held.filter(network=network)
        return self.filter(models.Exists(held))

    def visible_to(self, user):
        """Twin of members.view_organisation: members and listed providers are public."""
        public = Q(is_public=True)
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_staff:
            return self
        return self.filter(public | Q(pk__in=user.sits_at))

    def found_by(self, text: str):
        wanted = search.query(text)
        return self if wanted is None else self.filter(search=wanted)


class Organisation(Screened, Dated):
    """Any body in the network's world; facts of its kind sit in a profile."""

    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    source_lang = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    native_name = models.CharField(_("name in own script"), max_length=200, blank=True)
    native_lang = models.CharField(
        _("language of that name"), max_length=12, blank=True, help_text="BCP 47"
    )
    reading = models.CharField(
        _("reading"),
        max_length=200,
        blank=True,
        help_text=_("In kana; Japanese lists are sorted by it."),
    )
    country = models.ForeignKey(
        "vocabulary.Country", models.PROTECT, verbose_name=_("country")
    )
    website = models.URLField(_("website"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("working languages"),
        default=list,
        blank=True,
    )
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)
    search = SearchVectorField(null=True, editable=False)
    sort_keys = models.JSONField(default=dict, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values),
                name="organisation_kind_is_known",
            ),
            *constraints("organisation"),
        ]
        indexes = [
            GinIndex(fields=["search"], name="organisation_search"),
            models.Index(fields=["kind", "country"], name="organisation_kind_country"),
        ]

    def __str__(self):
        return shown(self, "name")

    def get_absolute_url(self):
        page = "members:detail" if self.is_local_government else "solutions:provider"
        return reverse(page, args=[self.slug])

    def derive(self):
        """Search and sort columns from the names, for `save` and for bulk loading."""
        names = {code: getattr(self, column("name", code)) or "" for code in CODES}
        shorts = [getattr(self, column("short_name", code)) or "" for code in CODES]
        self.search = search.vector(*names.values(), *shorts, self.native_name)
        self.sort_keys = sorting.keys(
            names, fallback=self.name, reading_ja=self.reading
        )

    def save(self, *args, **kwargs):
        """Search and sort columns follow the names, whoever saves them."""
        self.derive()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "search", "sort_keys"}
        super().save(*args, **kwargs)

    @property
    def is_local_government(self) -> bool:
        return self.kind == OrganisationKind.LOCAL_GOVERNMENT


class LocalGovernment(models.Model):
    """What only a local government has: unit, place, head, population."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="local_government", primary_key=True
    )
    unit_type = models.ForeignKey(
        "vocabulary.UnitType", models.PROTECT, verbose_name=_("type")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("part of")
    )
    iso_code = models.CharField("ISO 3166-2", max_length=10, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4)
    label = models.JSONField(
        _("place of the label on the map"), default=dict, blank=True
    )
    timezone = models.CharField(_("time zone"), max_length=40)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    population_source = models.CharField(_("source"), max_length=120, blank=True)
    head_title = models.ForeignKey(
        "vocabulary.HeadTitle",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("title of the head"),
    )
    head_name = models.CharField(_("name of the head"), max_length=120, blank=True)
    office = models.CharField(_("office of the CSCO"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("local government")
        verbose_name_plural = _("local governments")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90)
                & Q(longitude__gte=-180, longitude__lte=180),
                name="local_government_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(population=None) | ~Q(population_source=""),
                name="local_government_population_has_source",
            ),
        ]

    def __str__(self):
        return str(self.organisation)


class Provider(models.Model):
    """What only a provider of solutions has."""

    class Staff(models.TextChoices):
        UP_TO_9 = "1-9", "1–9"
        UP_TO_49 = "10-49", "10–49"
        UP_TO_249 = "50-249", "50–249"
        MORE = "250+", "250+"

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="provider", primary_key=True
    )
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)
    staff_band = models.CharField(
        _("number of staff"), max_length=10, choices=Staff, blank=True
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self):
        return str(self.organisation)
