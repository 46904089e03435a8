"""What an application proposes: its solutions, and the needs that they are to answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated

MOST_ADDRESSED = 5


class ProposedSolution(Dated):
    """One solution on an application, as it was typed, valid or not.

    `data` is what `solutions.forms.solution` reads and writes. Once the application
    is approved, `solution` is what it became.
    """

    application = models.ForeignKey(
        "solutions.ProviderApplication", models.CASCADE, related_name="proposed"
    )
    key = models.CharField(max_length=12, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    data = models.JSONField(_("answers"), default=dict, blank=True)
    renews = models.ForeignKey(
        "solutions.Solution",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("renews the listing of"),
    )
    solution = models.OneToOneField(
        "solutions.Solution",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="proposal",
        verbose_name=_("listed as"),
    )

    class Meta:
        verbose_name = _("proposed solution")
        verbose_name_plural = _("proposed solutions")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"], name="proposed_solution_once_per_key"
            )
        ]

    def __str__(self):
        return self.title or f"{self.application_id} · {self.order}"

    @property
    def title(self) -> str:
        return str(self.data.get("title") or "")

    def named_references(self) -> list[tuple[str, str, str]]:
        """Of each city that is said to use it: a mark, the city, the year."""
        rows = self.data.get("references") or []
        named = [
            (str(row["city"]), str(row["year"]))
            for row in rows
            if row.get("city") and row.get("year") and not row.get("DELETE")
        ]
        return [(self.mark_of(city, year), city, year) for city, year in named]

    def mark_of(self, city: str, year: str | int) -> str:
        return f"{self.pk}:{year}:{city}"


class AddressedNeed(models.Model):
    """An open need that the applicant wants to answer; a note goes with it.

    Places are numbered from one, so that there are at most five.
    """

    application = models.ForeignKey(
        "solutions.ProviderApplication", models.CASCADE, related_name="addressed"
    )
    place = models.PositiveSmallIntegerField(_("place"))
    need = models.ForeignKey("scaps.Need", models.CASCADE, related_name="addressed_by")
    solution = models.ForeignKey(
        ProposedSolution,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="addresses",
        verbose_name=_("solution"),
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    lang = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)

    class Meta:
        verbose_name = _("addressed need")
        verbose_name_plural = _("addressed needs")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "need"], name="addressed_need_once"
            ),
            models.UniqueConstraint(
                fields=["application", "place"], name="addressed_need_place_once"
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_ADDRESSED),
                name="addressed_need_five_at_most",
            ),
        ]

    def __str__(self):
        return f"{self.application_id} · {self.need_id}"
