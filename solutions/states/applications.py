"""Of an application to be listed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.workflow import Move, Workflow
from members.states import OrganisationKind


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
