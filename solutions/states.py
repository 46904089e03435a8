from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.workflow import Move, Workflow
from members.states import OrganisationKind


class SolutionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


EDITABLE = frozenset({SolutionState.DRAFT, SolutionState.WITHDRAWN})

WORKFLOW = Workflow(
    Move(
        name="submit",
        label=_("Submit"),
        sources=EDITABLE,
        target=SolutionState.SUBMITTED,
        permission="solutions.submit_solution",
    ),
    Move(
        name="take_back",
        label=_("Take back"),
        sources=frozenset({SolutionState.SUBMITTED}),
        target=SolutionState.DRAFT,
        permission="solutions.take_back_solution",
        tone="quiet",
    ),
    Move(
        name="publish",
        label=_("Publish"),
        sources=frozenset({SolutionState.SUBMITTED}),
        target=SolutionState.PUBLISHED,
        permission="solutions.review_solution",
    ),
    Move(
        name="send_back",
        label=_("Send back"),
        sources=frozenset({SolutionState.SUBMITTED}),
        target=SolutionState.DRAFT,
        permission="solutions.review_solution",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="withdraw",
        label=_("Withdraw"),
        sources=frozenset({SolutionState.PUBLISHED}),
        target=SolutionState.WITHDRAWN,
        permission="solutions.withdraw_solution",
        reason=True,
        tone="quiet",
    ),
)


class RevisionState(models.TextChoices):
    """Where a change of a listed solution stands."""

    SUBMITTED = "submitted", pgettext_lazy("a change", "in review")
    RETURNED = "returned", pgettext_lazy("a change", "sent back")
    ACCEPTED = "accepted", pgettext_lazy("a change", "listed")
    WITHDRAWN = "withdrawn", pgettext_lazy("a change", "taken back")


OPEN_REVISION = frozenset({RevisionState.SUBMITTED, RevisionState.RETURNED})
"""States of a change that is not settled: a solution has one of these at most."""

REVISION_WORKFLOW = Workflow(
    Move(
        name="resubmit",
        label=_("Submit again"),
        sources=OPEN_REVISION,
        target=RevisionState.SUBMITTED,
        permission="solutions.change_solutionrevision",
    ),
    Move(
        name="accept",
        label=_("List the change"),
        sources=frozenset({RevisionState.SUBMITTED}),
        target=RevisionState.ACCEPTED,
        permission="solutions.review_solutionrevision",
    ),
    Move(
        name="send_back",
        label=_("Send back"),
        sources=frozenset({RevisionState.SUBMITTED}),
        target=RevisionState.RETURNED,
        permission="solutions.review_solutionrevision",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="withdraw",
        label=_("Take the change back"),
        sources=OPEN_REVISION,
        target=RevisionState.WITHDRAWN,
        permission="solutions.change_solutionrevision",
        tone="quiet",
    ),
)
"""A change that waits while the listed text stays."""


class MatchState(models.TextChoices):
    """What people decided about a match; jobs never touch it."""

    PROPOSED = "proposed", _("proposed")
    SHORTLISTED = "shortlisted", _("on the shortlist")
    DISMISSED = "dismissed", _("dismissed")


DECIDED = frozenset({MatchState.SHORTLISTED, MatchState.DISMISSED})
SHORTLIST_SIZE = 3


class Dismissal(models.TextChoices):
    """The common reasons for putting a match aside."""

    TOO_DEAR = "too_dear", _("It is too dear.")
    WRONG_PROBLEM = "wrong_problem", _("It answers another problem.")
    OTHER_STAGE = "other_stage", _("It is meant for another stage.")
    NO_REFERENCES = "no_references", _("It has no references that convince us.")
    PROVIDER = "provider", _("We know the provider and do not want to work with it.")
    OTHER = "other", _("Another reason.")


class ProviderApplicationState(models.TextChoices):
    """Where a provider's application stands; the applicant reads the same words."""

    DRAFT = "draft", pgettext_lazy("an application", "begun, not sent")
    SUBMITTED = "submitted", pgettext_lazy("an application", "in review")
    MORE_INFO = "more_info", pgettext_lazy("an application", "a question for you")
    APPROVED = "approved", pgettext_lazy("an application", "approved")
    DECLINED = "declined", pgettext_lazy("an application", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("an application", "withdrawn")


APPLYING = (
    OrganisationKind.COMPANY,
    OrganisationKind.INSTITUTION,
    OrganisationKind.DEVELOPMENT_BANK,
    OrganisationKind.AID_AGENCY,
)
"""Kinds of organisation that may apply to be listed."""

WRITABLE = frozenset(
    {ProviderApplicationState.DRAFT, ProviderApplicationState.MORE_INFO}
)
"""States in which the applicant may change the answers."""

IN_REVIEW = frozenset(
    {ProviderApplicationState.SUBMITTED, ProviderApplicationState.MORE_INFO}
)

DECIDED_ON = (ProviderApplicationState.APPROVED, ProviderApplicationState.DECLINED)

_REVIEWS_PROVIDERS = "solutions.review_providerapplication"

PROVIDER_APPLICATION_WORKFLOW = Workflow(
    Move(
        name="submit",
        label=_("Send the application"),
        sources=WRITABLE,
        target=ProviderApplicationState.SUBMITTED,
        permission="solutions.send_providerapplication",
    ),
    Move(
        name="ask",
        label=_("Ask for more"),
        sources=frozenset({ProviderApplicationState.SUBMITTED}),
        target=ProviderApplicationState.MORE_INFO,
        permission=_REVIEWS_PROVIDERS,
        reason=True,
        tone="quiet",
    ),
    Move(
        name="approve",
        label=pgettext_lazy("an application", "Approve"),
        sources=frozenset({ProviderApplicationState.SUBMITTED}),
        target=ProviderApplicationState.APPROVED,
        permission=_REVIEWS_PROVIDERS,
        reason=True,
    ),
    Move(
        name="decline",
        label=pgettext_lazy("an application", "Decline"),
        sources=IN_REVIEW,
        target=ProviderApplicationState.DECLINED,
        permission=_REVIEWS_PROVIDERS,
        reason=True,
        tone="danger",
    ),
    Move(
        name="withdraw",
        label=pgettext_lazy("an application", "Withdraw"),
        sources=IN_REVIEW,
        target=ProviderApplicationState.WITHDRAWN,
        permission="solutions.send_providerapplication",
        tone="quiet",
    ),
)
"""A provider's application. Sending it needs no account: the link is the key."""


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
