from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import search, sorting
from core.languages import CODES, column, columns, shown
from core.models import Dated
from core.money import CURRENCIES, money_range
from solutions import lookup
from solutions.states import SolutionState


class SolutionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=SolutionState.PUBLISHED)

    def visible_to(self, user):
        """The list twin of the solutions.view_solution rule."""
        if not user.is_authenticated:
            return self.published()
        if user.is_secretariat:
            return self
        return self.filter(
            Q(state=SolutionState.PUBLISHED) | Q(provider__in=user.sits_at)
        )

    def found_by(self, text: str):
        """Solutions that hold all the words, in a text or in the provider's name."""
        met = lookup.condition(text)
        return self if met is None else self.filter(met)


class Solution(Dated):
    """What a provider offers: listed, and matched, once it was reviewed."""

    provider = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="solutions",
        verbose_name=_("provider"),
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    source_lang = models.CharField(
        _("original language"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(_("problem it answers"), max_length=4000)
    description = models.TextField(_("what it does"), max_length=8000)
    users = models.TextField(_("who uses it"), max_length=1000, blank=True)
    data_location = models.CharField(
        _("where the data is kept"), max_length=200, blank=True
    )
    sectors = models.ManyToManyField("vocabulary.Sector", verbose_name=_("sectors"))
    areas = models.ManyToManyField(
        "vocabulary.SolutionArea", blank=True, verbose_name=_("solution areas")
    )
    maturity = models.ForeignKey(
        "vocabulary.Maturity", models.PROTECT, verbose_name=_("maturity")
    )
    stages = models.ManyToManyField(
        "vocabulary.Stage", blank=True, verbose_name=_("stages it serves")
    )
    countries = models.ManyToManyField(
        "vocabulary.Country",
        blank=True,
        verbose_name=_("countries served"),
        help_text=_("None means any country."),
    )
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("languages of support"),
        default=list,
        blank=True,
    )
    price_model = models.ForeignKey(
        "vocabulary.PriceModel",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("price model"),
    )
    price_min = models.DecimalField(
        _("price from"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    price_max = models.DecimalField(
        _("price up to"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=CURRENCIES, blank=True
    )
    price_date = models.DateField(_("price date"), null=True, blank=True)
    standards = models.CharField(
        _("standards and integration"), max_length=300, blank=True
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=SolutionState,
        default=SolutionState.DRAFT,
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    state_reason = models.TextField(_("reason"), blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    search = SearchVectorField(null=True, editable=False)
    sort_keys = models.JSONField(default=dict, editable=False)

    objects = SolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SolutionState.values),
                name="solution_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="solution_submitted_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="solution_published_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=SolutionState.PUBLISHED)
                | Q(published_at__isnull=False),
                name="solution_published_was_published",
            ),
            models.CheckConstraint(
                condition=Q(price_min=None)
                | Q(price_max=None)
                | Q(price_min__lte=models.F("price_max")),
                name="solution_price_is_a_range",
                violation_error_message=_(
                    "The price starts above where it ends. Check both amounts."
                ),
            ),
            models.CheckConstraint(
                condition=Q(price_min=None, price_max=None) | ~Q(currency=""),
                name="solution_price_has_currency",
                violation_error_message=_("Choose the currency of the price."),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="solution_search"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=SolutionState.PUBLISHED),
                name="solution_published_newest",
            ),
        ]

    def __str__(self):
        return shown(self, "title")

    def get_absolute_url(self):
        return reverse("solutions:detail", args=[self.slug])

    def derive(self):
        """Search and sort columns from the texts, for `save` and for bulk loading."""
        fields = ("problem", "description", "users")
        texts = [
            getattr(self, name) or "" for field in fields for name in columns(field)
        ]
        titles = {code: getattr(self, column("title", code)) or "" for code in CODES}
        original = getattr(self, column("title", self.source_lang)) or self.title
        self.search = search.vector(*texts, titles=titles.values())
        self.sort_keys = sorting.keys(titles, fallback=original)

    def save(self, *args, **kwargs):
        """Search and sort columns follow the texts, whoever saves them."""
        self.derive()
        if names := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*names, "search", "sort_keys"}
        super().save(*args, **kwargs)

    @property
    def price(self) -> str:
        return money_range(self.price_min, self.price_max, self.currency)


class Reference(models.Model):
    """A city that uses the solution: figures with units, not adjectives.

    Who can confirm it is asked for the review and shown to staff alone.
    """

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="references")
    city = models.CharField(_("city"), max_length=120)
    country = models.ForeignKey(
        "vocabulary.Country",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    year = models.PositiveSmallIntegerField(_("year"))
    scale = models.CharField(_("scale"), max_length=200, blank=True)
    result = models.CharField(_("result"), max_length=400, blank=True)
    lang = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    is_verified = models.BooleanField(_("verified"), default=False)
    referee = models.CharField(_("who can confirm it"), max_length=200, blank=True)
    referee_contact = models.CharField(
        _("how to reach them"), max_length=200, blank=True
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["-year", "city"]
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "city", "year"], name="reference_once"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="reference_is_a_point_or_none",
                violation_error_message=_(
                    "Give both latitude and longitude, in degrees, or neither."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.city} {self.year}"
