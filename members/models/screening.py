from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Dated
from members.states import ComplianceStatus, ListKind, Verdict

ABOUT_ONE = Q(organisation=None, person__isnull=False) | Q(
    organisation__isnull=False, person=None
)


class About(models.Model):
    """A row about one party: an organisation or a person."""

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("person"),
    )

    class Meta:
        abstract = True

    @property
    def party(self):
        return self.organisation or self.person


class Screening(About):
    """What was found about a party, by whom, on which lists. Never changed.

    `lists` and `found` are copies: a newer edition of a list changes neither.
    No `by` means that the portal put the party to “possible finding” by itself.
    """

    status = models.CharField(_("finding"), max_length=20, choices=ComplianceStatus)
    reason = models.TextField(_("reason"), blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    lists = models.JSONField(_("lists used"), default=list, blank=True)
    found = models.JSONField(_("entries found"), default=list, blank=True)
    evidence = models.ForeignKey(
        "core.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )
    at = models.DateTimeField(pgettext_lazy("moment", "at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("person", "by"),
    )

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=ABOUT_ONE, name="screening_is_about_one_party"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ComplianceStatus.values),
                name="screening_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(status=ComplianceStatus.POSSIBLE),
                name="screening_only_possible_without_a_person",
            ),
        ]

    def __str__(self):
        return f"{self.party} · {self.get_status_display()}"


class ScreeningListQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)


class ScreeningList(Dated):
    """One edition of a list of names. The newest ready one of each name is current."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=ListKind)
    date = models.DateField(_("date of the list"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("imported by"),
    )
    entry_count = models.PositiveIntegerField(_("entries"), default=0)
    is_current = models.BooleanField(_("in use"), default=False)
    used_from = models.DateTimeField(_("in use since"), null=True, blank=True)
    screened_at = models.DateTimeField(_("everybody screened"), null=True, blank=True)
    found_count = models.PositiveIntegerField(_("names found"), default=0)

    objects = ScreeningListQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening list")
        verbose_name_plural = _("screening lists")
        ordering = ["name", "-date"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "date"],
                name="screening_list_once_per_date",
                violation_error_message=_("This edition of the list is there already."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(is_current=True),
                name="screening_list_one_current",
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(used_from__isnull=False),
                name="screening_list_in_use_since",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ListKind.values),
                name="screening_list_kind_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.date.isoformat()}"


class ListEntry(models.Model):
    """A name on a list. `keys` say which names are worth comparing with it."""

    screening_list = models.ForeignKey(
        ScreeningList,
        models.CASCADE,
        related_name="entries",
        verbose_name=_("screening list"),
    )
    reference = models.CharField(_("reference"), max_length=200)
    name = models.CharField(_("name"), max_length=500)
    aliases = ArrayField(
        models.CharField(max_length=500),
        verbose_name=_("other names"),
        default=list,
        blank=True,
    )
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    note = models.TextField(_("note"), blank=True)
    keys = ArrayField(models.CharField(max_length=60), null=True, editable=False)

    class Meta:
        verbose_name = _("entry of a list")
        verbose_name_plural = _("entries of lists")
        constraints = [
            models.UniqueConstraint(
                fields=["screening_list", "reference"],
                name="list_entry_once_per_reference",
            ),
        ]
        indexes = [
            GinIndex(fields=["keys"], name="list_entry_keys"),
            models.Index(
                fields=["screening_list", "id"],
                condition=Q(keys=None),
                name="list_entry_unprepared",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def names(self) -> list[str]:
        return [self.name, *self.aliases]


class FindingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(verdict=Verdict.OPEN)

    def about(self, party):
        return self.filter(**about(party))


class Finding(About, Dated):
    """A party's name that is like a name on a list. A person decides what it means.

    Once decided it is not shown again, unless one of the two names changes:
    `compared` are the names that were compared.
    """

    list_name = models.CharField(_("screening list"), max_length=120)
    list_date = models.DateField(_("date of the list"))
    list_kind = models.CharField(_("kind"), max_length=20, choices=ListKind)
    reference = models.CharField(_("reference"), max_length=200)
    listed_name = models.CharField(_("name on the list"), max_length=500)
    listed_facts = models.JSONField(_("what the list says"), default=dict)
    own_name = models.CharField(_("name of the party"), max_length=500)
    score = models.FloatField(_("likeness"))
    how = models.CharField(_("in which way"), max_length=20)
    compared = models.JSONField(default=dict, editable=False)
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=Verdict, default=Verdict.OPEN
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("name found on a list")
        verbose_name_plural = _("names found on lists")
        ordering = ["verdict", "-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=ABOUT_ONE, name="finding_is_about_one_party"
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "list_name", "reference"],
                name="finding_once_per_party_and_entry",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="finding_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.OPEN, decided_at=None)
                | (
                    Q(verdict__in=[Verdict.SAME, Verdict.OTHER])
                    & Q(decided_at__isnull=False)
                    & ~Q(reason="")
                ),
                name="finding_decided_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(verdict=Verdict.OPEN),
                name="finding_open",
            ),
        ]

    def __str__(self):
        return f"{self.own_name} · {self.listed_name}"


def about(party) -> dict:
    """The columns that name a party in a row about it."""
    is_organisation = party._meta.model_name == "organisation"
    return {
        "organisation": party if is_organisation else None,
        "person": None if is_organisation else party,
    }
