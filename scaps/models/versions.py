"""What was published: immutable snapshots, with the columns that lists filter by.

`data` is made and read by `scaps.snapshots`; nothing else knows its keys.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scaps.states import Visibility


class ScapVersion(models.Model):
    """A plan as it was published on a day."""

    scap = models.ForeignKey("scaps.Scap", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    data = models.JSONField()
    visibility = models.CharField(max_length=10, choices=Visibility)
    money_visibility = models.CharField(
        max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    contacts_visibility = models.CharField(
        max_length=10, choices=Visibility, default=Visibility.NETWORK
    )
    needs_visibility = models.CharField(
        max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    sectors = ArrayField(models.CharField(max_length=40), default=list)
    focus_areas = ArrayField(models.CharField(max_length=40), default=list)
    sort_keys = models.JSONField(default=dict)
    search = SearchVectorField(null=True)
    note = models.TextField(_("what changed"), max_length=2000, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a plan")
        verbose_name_plural = _("versions of plans")
        ordering = ["scap", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scap", "number"], name="scap_version_once"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="scap_version_search"),
            GinIndex(fields=["sectors"], name="scap_version_sectors"),
            GinIndex(fields=["focus_areas"], name="scap_version_focus_areas"),
        ]

    def __str__(self):
        return f"{self.scap_id} · {self.number}"

    @property
    def visibilities(self) -> dict[str, str]:
        """Who may see which of the groups of `scaps.snapshots`."""
        return {
            "money": self.money_visibility,
            "contacts": self.contacts_visibility,
            "needs": self.needs_visibility,
        }


class ProjectVersion(models.Model):
    """A project as it was published; the row that overlaps and figures read.

    Money is in USD at the rates of the day of publication, without what has no
    rate. `text_hash` changes when what overlaps compare does.
    """

    project = models.ForeignKey(
        "scaps.Project", models.PROTECT, related_name="versions"
    )
    scap_version = models.ForeignKey(
        ScapVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project_versions",
    )
    number = models.PositiveIntegerField(_("version"))
    is_current = models.BooleanField(default=True)
    data = models.JSONField()
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="+"
    )
    visibility = models.CharField(max_length=10, choices=Visibility)
    money_visibility = models.CharField(max_length=10, choices=Visibility)
    contacts_visibility = models.CharField(
        max_length=10, choices=Visibility, default=Visibility.NETWORK
    )
    needs_visibility = models.CharField(max_length=10, choices=Visibility)
    sectors = ArrayField(models.CharField(max_length=40), default=list)
    stage = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=10)
    sdgs = ArrayField(models.PositiveSmallIntegerField(), default=list)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    year_from = models.PositiveSmallIntegerField(null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(null=True, blank=True)
    is_open = models.BooleanField(default=True)
    sought_usd = models.DecimalField(max_digits=18, decimal_places=0, default=0)
    secured_usd = models.DecimalField(max_digits=18, decimal_places=0, default=0)
    text_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("version of a project")
        verbose_name_plural = _("versions of projects")
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="project_version_once"
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(is_current=True),
                name="project_version_one_current",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"],
                condition=Q(is_current=True),
                name="project_version_of_city",
            ),
            GinIndex(fields=["sectors"], name="project_version_sectors"),
        ]

    def __str__(self):
        return f"{self.project_id} · {self.number}"

    @property
    def visibilities(self) -> dict[str, str]:
        return {
            "money": self.money_visibility,
            "contacts": self.contacts_visibility,
            "needs": self.needs_visibility,
        }
