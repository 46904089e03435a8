from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Dated
from members.states import Role


class SeatQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)


class Seat(Dated):
    """A person's place at an organisation. Work belongs to the office, not to them.

    A seat that ended ends its rights at the next request.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats"
    )
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="seats"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["organisation", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ended_at=None),
                name="seat_one_per_person_and_organisation",
                violation_error_message=_("This person has a seat there already."),
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at=None, role=Role.CSCO),
                name="seat_one_csco",
                violation_error_message=_("This local government has a CSCO already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="seat_role_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}"

    @property
    def holder(self) -> str:
        """The office's name for `core.drafts`: a hand-over moves nothing."""
        return office_holder(self.organisation_id)


def office_holder(organisation_id: int) -> str:
    """Colleagues of one organisation share what they have not saved yet."""
    return f"organisation-{organisation_id}"


class CscoTerm(Dated):
    """Who is Chief Smart City Officer from when to when, appointed by whom."""

    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="csco_terms"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="csco_terms"
    )
    office = models.CharField(_("office"), max_length=200, blank=True)
    appointed_by = models.CharField(_("appointed by"), max_length=200, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    is_acting = models.BooleanField(_("acting"), default=False)

    class Meta:
        verbose_name = _("term of a CSCO")
        verbose_name_plural = _("terms of CSCOs")
        ordering = ["organisation", "-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="csco_term_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.organisation}"
