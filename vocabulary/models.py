"""The words everybody uses: data in six languages, edited by staff.

Rows are compared by `code`, never by a label.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """A word of one of the lists: code, name and explanation in six languages."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class Sector(Term):
    """An urban sector of the mission; what is under “other” has it as parent."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta(Term.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class SolutionArea(Term):
    """A technology area of the mission: the second axis beside the sector."""

    class Meta(Term.Meta):
        verbose_name = _("solution area")
        verbose_name_plural = _("solution areas")


class NeedType(Term):
    """What kind of help a need asks for."""

    class Meta(Term.Meta):
        verbose_name = _("type of need")
        verbose_name_plural = _("types of need")


class Stage(Term):
    """Where a project stands, from identification to operation; ordered."""

    class Meta(Term.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")


class GateCriterion(Term):
    """What must be shown before a project leaves a stage."""

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="criteria", verbose_name=_("stage")
    )

    class Meta(Term.Meta):
        verbose_name = _("criterion of a gate")
        verbose_name_plural = _("criteria of gates")
        ordering = ["stage__order", "order"]


class FocusArea(Term):
    """A focus area of a plan, as ASEAN's framework has them and some more."""

    class Meta(Term.Meta):
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")


class Goal(Term):
    """A Sustainable Development Goal; `order` is its number."""

    class Meta(Term.Meta):
        verbose_name = _("Sustainable Development Goal")
        verbose_name_plural = _("Sustainable Development Goals")


class Maturity(Term):
    """How far a solution has come, from idea to several cities; ordered."""

    class Meta(Term.Meta):
        verbose_name = _("maturity")
        verbose_name_plural = _("maturities")


class Urgency(Term):
    class Meta(Term.Meta):
        verbose_name = _("urgency")
        verbose_name_plural = _("urgencies")


class PriceModel(Term):
    class Meta(Term.Meta):
        verbose_name = _("price model")
        verbose_name_plural = _("price models")


class UnitType(Term):
    """What a local government is: province, aimag, designated city …"""

    class Meta(Term.Meta):
        verbose_name = _("type of local government")
        verbose_name_plural = _("types of local government")


class HeadTitle(Term):
    """What its head is called: mayor, governor, chairperson of the people's committee."""

    salutation = models.CharField(_("salutation"), max_length=120, blank=True)

    class Meta(Term.Meta):
        verbose_name = _("title of a head of government")
        verbose_name_plural = _("titles of heads of government")


class Country(Term):
    """A country by the portal's own table of names; `code` is ISO 3166-1 alpha-2.

    `knowledge_only`: organisations of this country have knowledge-sharing
    features until a compliance officer records an exemption
    (`members.compliance`).
    """

    formal_name = models.CharField(_("formal name"), max_length=160)
    region = models.SlugField(_("region"), max_length=40)
    knowledge_only = models.BooleanField(_("knowledge sharing only"), default=False)

    class Meta(Term.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class ExchangeRate(models.Model):
    """US dollars for one unit of a currency on a day; there is none for KPW."""

    currency = models.CharField(_("currency"), max_length=3)
    date = models.DateField(_("date"))
    usd = models.DecimalField(_("USD per unit"), max_digits=16, decimal_places=8)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "-date"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "date"], name="exchange_rate_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(usd__gt=0), name="exchange_rate_is_positive"
            ),
        ]

    def __str__(self):
        return f"{self.currency} {self.date}"
