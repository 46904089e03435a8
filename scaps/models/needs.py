from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import search
from core.languages import columns, shown
from core.models import Dated
from core.money import CURRENCIES, money_range
from scaps import circles
from scaps.states import NeedState, Visibility


class NeedQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(state=NeedState.CLOSED)

    def published(self):
        return self.filter(state=NeedState.PUBLISHED)

    def visible_to(self, user):
        """The list twin of the scaps.view_need rule; tests hold them together."""
        published = Q(state=NeedState.PUBLISHED)
        return self.filter(circles.seen_by(user, published=published))

    def found_by(self, text: str):
        wanted = search.query(text)
        return self if wanted is None else self.filter(search=wanted)


class Need(Dated):
    """What a local government is missing, in its own words and language.

    All matchers start here. `version` guards against lost edits; `text_version`
    counts changes that matter to matching.
    """

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="needs",
        verbose_name=_("local government"),
    )
    project = models.ForeignKey(
        "scaps.Project",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("project"),
    )
    source_lang = models.CharField(
        _("language you write in"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is missing"), max_length=8000)
    types = models.ManyToManyField(
        "vocabulary.NeedType", verbose_name=_("kinds of help")
    )
    sector = models.ForeignKey(
        "vocabulary.Sector", models.PROTECT, verbose_name=_("sector")
    )
    areas = models.ManyToManyField(
        "vocabulary.SolutionArea", blank=True, verbose_name=_("solution areas")
    )
    stage = models.ForeignKey(
        "vocabulary.Stage",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("stage"),
    )
    urgency = models.ForeignKey(
        "vocabulary.Urgency",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("urgency"),
    )
    budget_min = models.DecimalField(
        _("budget from"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    budget_max = models.DecimalField(
        _("budget up to"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=CURRENCIES, blank=True
    )
    price_date = models.DateField(_("price date"), null=True, blank=True)
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("languages you can work in"),
        default=list,
        blank=True,
    )
    starts_on = models.DateField(_("wanted from"), null=True, blank=True)
    visibility = models.CharField(
        _("who may see it"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=NeedState,
        default=NeedState.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    close_reason = models.TextField(_("reason for closing"), blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    text_version = models.PositiveIntegerField(default=1, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NeedState.values), name="need_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values),
                name="need_visibility_is_known",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="need_published_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="need_closed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.PUBLISHED) | Q(published_at__isnull=False),
                name="need_published_was_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.CLOSED) | Q(closed_at__isnull=False),
                name="need_closed_was_closed",
            ),
            models.CheckConstraint(
                condition=Q(budget_min=None)
                | Q(budget_max=None)
                | Q(budget_min__lte=models.F("budget_max")),
                name="need_budget_is_a_range",
                violation_error_message=_(
                    "The budget starts above where it ends. Check both amounts."
                ),
            ),
            models.CheckConstraint(
                condition=Q(budget_min=None, budget_max=None) | ~Q(currency=""),
                name="need_budget_has_currency",
                violation_error_message=_("Choose the currency of the budget."),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="need_search"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=NeedState.PUBLISHED),
                name="need_published_newest",
            ),
        ]

    def __str__(self):
        return shown(self, "title")

    def get_absolute_url(self):
        return reverse("needs:detail", args=[self.pk])

    def derive(self):
        """The search column from the texts, for `save` and for bulk loading."""
        texts = [
            getattr(self, name) or "" for name in columns("title") + columns("text")
        ]
        self.search = search.vector(*texts)

    def save(self, *args, **kwargs):
        """The search column follows the texts, whoever saves them."""
        self.derive()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    @property
    def budget(self) -> str:
        return money_range(self.budget_min, self.budget_max, self.currency)
