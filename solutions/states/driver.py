"""Of the Smart City Driver: its packages, and requests for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.workflow import Move, Workflow


class PackageKind(models.TextChoices):
    """The three parts of the Smart City Driver."""

    PLAN = "plan", pgettext_lazy("the Smart City Driver", "Plan")
    FINANCE = "finance", pgettext_lazy("the Smart City Driver", "Finance")
    DEPLOY = "deploy", pgettext_lazy("the Smart City Driver", "Deploy")


class DriverPackageState(models.TextChoices):
    DRAFT = "draft", _("draft")
    OFFERED = "offered", pgettext_lazy("a package", "offered")
    RETIRED = "retired", pgettext_lazy("a package", "not offered any more")


DRIVER_PACKAGE_WORKFLOW = Workflow(
    Move(
        name="offer",
        label=_("Offer to members"),
        sources=frozenset({DriverPackageState.DRAFT, DriverPackageState.RETIRED}),
        target=DriverPackageState.OFFERED,
        permission="solutions.offer_driverpackage",
    ),
    Move(
        name="retire",
        label=_("Offer no more"),
        sources=frozenset({DriverPackageState.OFFERED}),
        target=DriverPackageState.RETIRED,
        permission="solutions.offer_driverpackage",
        reason=True,
        tone="quiet",
    ),
)
"""A package of the Smart City Driver, from its first text to its end."""


class DriverRequestState(models.TextChoices):
    """Where a request stands; the local government reads the same words."""

    ASKED = "asked", pgettext_lazy("a request", "sent")
    TRIAGED = "triaged", pgettext_lazy("a request", "being looked at")
    MEETING = "meeting", pgettext_lazy("a request", "meeting arranged")
    INTRODUCED = "introduced", pgettext_lazy("a request", "introduced to a partner")
    SUPPORT = "support", pgettext_lazy("a request", "waiting for support")
    DONE = "done", pgettext_lazy("a request", "done")
    DECLINED = "declined", pgettext_lazy("a request", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("a request", "withdrawn")


DRIVER_IN_WORK = frozenset(
    {
        DriverRequestState.TRIAGED,
        DriverRequestState.MEETING,
        DriverRequestState.INTRODUCED,
        DriverRequestState.SUPPORT,
    }
)
"""Somebody of the secretariat sees to it."""

DRIVER_OPEN = DRIVER_IN_WORK | {DriverRequestState.ASKED}

_TRIAGES = "solutions.triage_driverrequest"

DRIVER_REQUEST_WORKFLOW = Workflow(
    Move(
        name="take",
        label=_("Take it on"),
        sources=frozenset({DriverRequestState.ASKED}),
        target=DriverRequestState.TRIAGED,
        permission=_TRIAGES,
    ),
    Move(
        name="introduce",
        label=_("Introduce to a partner"),
        sources=DRIVER_IN_WORK,
        target=DriverRequestState.INTRODUCED,
        permission=_TRIAGES,
    ),
    Move(
        name="meet",
        label=_("Arrange a meeting"),
        sources=DRIVER_IN_WORK,
        target=DriverRequestState.MEETING,
        permission=_TRIAGES,
        tone="quiet",
    ),
    Move(
        name="support",
        label=_("Keep for support"),
        sources=DRIVER_IN_WORK - {DriverRequestState.SUPPORT},
        target=DriverRequestState.SUPPORT,
        permission=_TRIAGES,
        tone="quiet",
    ),
    Move(
        name="finish",
        label=pgettext_lazy("a request", "Finish"),
        sources=DRIVER_IN_WORK,
        target=DriverRequestState.DONE,
        permission=_TRIAGES,
        tone="quiet",
    ),
    Move(
        name="decline",
        label=pgettext_lazy("a request", "Decline"),
        sources=DRIVER_OPEN - {DriverRequestState.INTRODUCED},
        target=DriverRequestState.DECLINED,
        permission=_TRIAGES,
        tone="danger",
    ),
    Move(
        name="withdraw",
        label=pgettext_lazy("a request", "Withdraw"),
        sources=DRIVER_OPEN,
        target=DriverRequestState.WITHDRAWN,
        permission="solutions.withdraw_driverrequest",
        reason=True,
        tone="quiet",
    ),
)
"""A request for a package: asked by a member, taken on by the secretariat."""
