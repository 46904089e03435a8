from django.db import models
from django.db.models import Q
from django.urls import reverse
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
    story = models.TextField(_("how it came about"), blank=True)
    work = models.TextField(_("what its members do"), blank=True)
    focus = models.TextField(
        _("focus areas"), blank=True, help_text=_("One on each line.")
    )
    founded = models.DateField(_("founded"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.acronym

    def get_absolute_url(self):
        return reverse("networks:detail", args=[self.slug])


class NetworkMeeting(Dated):
    """A meeting of a network as its page tells of it.

    `period` says when in words, where no day is known.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="meetings")
    slug = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    period = models.CharField(_("when, in words"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("meeting of a network")
        verbose_name_plural = _("meetings of networks")
        ordering = ["network", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "slug"], name="network_meeting_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(starts_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="network_meeting_ends_after_start",
            ),
        ]

    def __str__(self):
        return self.title


class PublicFact(Dated):
    """What public sources say a city works on. It is not the city's own word."""

    organisation = models.ForeignKey(
        "members.Organisation", models.CASCADE, related_name="public_facts"
    )
    slug = models.SlugField(_("address"), max_length=60)
    text = models.CharField(_("what is known"), max_length=300)
    source = models.CharField(_("source"), max_length=200)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("fact from a public source")
        verbose_name_plural = _("facts from public sources")
        ordering = ["organisation", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug"], name="public_fact_once"
            ),
        ]

    def __str__(self):
        return self.text


class Decision(Dated):
    """What a body decided on a day; memberships and texts refer to it."""

    body = models.CharField(_("body"), max_length=200)
    date = models.DateField(_("date"))
    reference = models.CharField(
        pgettext_lazy("number of a decision", "reference"), max_length=120, blank=True
    )
    file = models.ForeignKey(
        "core.Upload",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
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
