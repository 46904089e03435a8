from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Dated
from members.models.networks import Membership
from members.states import BELONGS, Role


class DateRange(Func):
    """The days of a term: the day on which it ends is the next one's first."""

    function = "DATERANGE"
    output_field = DateRangeField()


class TermQuerySet(models.QuerySet):
    def current(self, day=None):
        """In office on a day; on the day of a hand-over it is the newcomer."""
        day = day or timezone.localdate()
        return self.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day)

    def past(self, day=None):
        return self.filter(ends__lte=day or timezone.localdate())


class SeatQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)

    def with_standing(self):
        """`is_in_network` of each: its organisation belongs to a network today."""
        held = Membership.objects.filter(
            organisation=models.OuterRef("organisation"), state__in=BELONGS
        )
        return self.annotate(is_in_network=models.Exists(held))


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

    def get_absolute_url(self):
        return reverse("office:detail", args=[self.organisation.slug])

    @property
    def holder(self) -> str:
        """The office's name for `core.drafts`: a hand-over moves nothing."""
        return office_holder(self.organisation_id)


def office_holder(organisation_id: int) -> str:
    """Colleagues of one organisation share what they have not saved yet."""
    return f"organisation-{organisation_id}"


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither accepted nor taken back; the link may be too old."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(Dated):
    """A seat offered by letter. Its link is good for a week, and for one person.

    Each letter makes the links of the letters before it worthless: `letters`
    counts them and is part of the link, of which nothing else is kept.
    """

    VALID_FOR = timedelta(days=7)

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("invited by"),
    )
    letters = models.PositiveSmallIntegerField(_("letters sent"), default=0)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="invitation_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="invitation_revoked_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_ends_in_one_way",
            ),
        ]

    def __str__(self):
        return f"{self.email}, {self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None

    @property
    def is_expired(self) -> bool:
        return self.is_open and self.expires_at <= timezone.now()


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
    letter = models.ForeignKey(
        "core.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("letter of appointment"),
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    is_acting = models.BooleanField(_("acting"), default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of a CSCO")
        verbose_name_plural = _("terms of CSCOs")
        ordering = ["organisation", "-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="csco_term_ends_after_start",
                violation_error_message=_("A term ends after it has begun."),
            ),
            ExclusionConstraint(
                name="csco_term_one_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (DateRange("starts", "ends"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Somebody else holds this office in that time."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.organisation}"

    def get_absolute_url(self):
        return reverse("office:detail", args=[self.organisation.slug])
