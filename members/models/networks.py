from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Dated
from members.states import MembershipState


class Network(Dated):
    """A regional network with members of its own: NEASCN, ASCN, and who comes."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=20)
    description = models.TextField(_("description"), blank=True)
    founded = models.DateField(_("founded"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.acronym


class Decision(Dated):
    """What a body decided on a day; memberships and texts refer to it."""

    body = models.CharField(_("body"), max_length=200)
    date = models.DateField(_("date"))
    reference = models.CharField(
        pgettext_lazy("number of a decision", "reference"), max_length=120, blank=True
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-date", "-pk"]

    def __str__(self):
        return f"{self.body}, {self.date}"


class Membership(Dated):
    """A local government in a network. Full membership rests on a decision."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="memberships"
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=MembershipState,
        default=MembershipState.CANDIDATE,
    )
    is_founding = models.BooleanField(_("founding member"), default=False)
    since = models.DateField(_("since"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="memberships"
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["network", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation"],
                name="membership_once_per_network",
                violation_error_message=_(
                    "This local government is in the network already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=MembershipState.values),
                name="membership_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.FULL) | Q(decision__isnull=False),
                name="membership_full_by_decision",
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.network}"
