from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.workflow import Move, Workflow


class OrganisationKind(models.TextChoices):
    LOCAL_GOVERNMENT = "local_government", _("local government")
    COMPANY = "company", _("company")
    INSTITUTION = "institution", _("institution")
    DEVELOPMENT_BANK = "development_bank", _("development bank")
    AID_AGENCY = "aid_agency", _("aid agency")
    NETWORK = "network", _("network")
    NATIONAL_GOVERNMENT = "national_government", _("national government")


PROVIDING = frozenset({OrganisationKind.COMPANY, OrganisationKind.INSTITUTION})
"""Kinds of organisation that may offer solutions."""


class ComplianceStatus(models.TextChoices):
    NOT_SCREENED = "not_screened", _("not screened")
    CLEAR = "clear", _("clear")
    POSSIBLE = "possible", _("possible finding")
    BLOCKED = "blocked", _("blocked")
    EXEMPTED = "exempted", _("exempted")


class ListKind(models.TextChoices):
    SANCTIONS = "sanctions", _("list of restrictive measures")
    DEBARMENT = "debarment", _("list of debarred parties")


class Verdict(models.TextChoices):
    """What a compliance officer says of a name that was found on a list."""

    OPEN = "open", pgettext_lazy("a finding", "to be looked at")
    SAME = "same", _("the same")
    OTHER = "other", _("somebody else")


class MembershipState(models.TextChoices):
    CANDIDATE = "candidate", _("candidate")
    INVITED = "invited", pgettext_lazy("a membership", "invited")
    APPLIED = "applied", pgettext_lazy("a membership", "applied")
    ASSOCIATE = "associate", _("associate")
    FULL = "full", _("full member")
    DEFERRED = "deferred", pgettext_lazy("a membership", "deferred")
    DECLINED = "declined", pgettext_lazy("a membership", "declined")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("a membership", "withdrawn")


BELONGS = frozenset({MembershipState.ASSOCIATE, MembershipState.FULL})
"""States in which a local government is shown as a member."""

OUTSIDE = frozenset(
    {
        MembershipState.CANDIDATE,
        MembershipState.INVITED,
        MembershipState.APPLIED,
        MembershipState.DEFERRED,
        MembershipState.DECLINED,
        MembershipState.WITHDRAWN,
    }
)
"""States from which the secretariat may accept a local government."""


class ApplicationState(models.TextChoices):
    """Where an application to join stands; the applicant reads the same words."""

    DRAFT = "draft", pgettext_lazy("an application", "begun, not sent")
    SUBMITTED = "submitted", pgettext_lazy("an application", "in review")
    MORE_INFO = "more_info", pgettext_lazy("an application", "a question for you")
    ACCEPTED = "accepted", pgettext_lazy("an application", "accepted")
    DECLINED = "declined", pgettext_lazy("an application", "declined")


WRITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.MORE_INFO})
"""States in which the applicant may change the answers."""


class Role(models.TextChoices):
    """What a seat stands for at its organisation."""

    CSCO = "csco", _("Chief Smart City Officer")
    DEPUTY = "deputy", _("deputy")
    EDITOR = "editor", _("editor")
    READER = "reader", _("reader")
    OWNER = "owner", _("owner")


WRITES = frozenset({Role.CSCO, Role.DEPUTY, Role.EDITOR, Role.OWNER})
"""Roles that may change what belongs to their organisation."""

SPEAKS = frozenset({Role.CSCO, Role.DEPUTY, Role.OWNER})
"""Roles that may publish, withdraw and answer in its name."""

_OF_CITIES = (Role.CSCO, Role.DEPUTY, Role.EDITOR, Role.READER)
_OF_OTHERS = (Role.OWNER, Role.EDITOR, Role.READER)


def roles_at(kind: str) -> tuple[Role, ...]:
    """The seats that an organisation of this kind has, the first in its name."""
    is_city = kind == OrganisationKind.LOCAL_GOVERNMENT
    return _OF_CITIES if is_city else _OF_OTHERS


class StaffRole(models.TextChoices):
    """Named rights of WeGO staff; also the names of their groups."""

    SECRETARIAT = "secretariat", _("secretariat")
    COMPLIANCE = "compliance", _("compliance officer")
    TRANSLATOR = "translator", _("translation reviewer")
    ORGANISER = "organiser", _("meeting organiser")


_MEMBERS = "members.change_membership"
_REVIEWS = "members.review_application"

MEMBERSHIP_WORKFLOW = Workflow(
    Move(
        name="invite",
        label=pgettext_lazy("a membership", "Invite"),
        sources=frozenset(
            {
                MembershipState.CANDIDATE,
                MembershipState.DECLINED,
                MembershipState.WITHDRAWN,
            }
        ),
        target=MembershipState.INVITED,
        permission=_MEMBERS,
    ),
    Move(
        name="apply",
        label=_("Record an application"),
        sources=frozenset(
            {
                MembershipState.CANDIDATE,
                MembershipState.INVITED,
                MembershipState.DECLINED,
                MembershipState.WITHDRAWN,
            }
        ),
        target=MembershipState.APPLIED,
        permission=_MEMBERS,
    ),
    Move(
        name="accept",
        label=_("Accept as associate"),
        sources=frozenset(
            {
                MembershipState.CANDIDATE,
                MembershipState.INVITED,
                MembershipState.APPLIED,
                MembershipState.DEFERRED,
            }
        ),
        target=MembershipState.ASSOCIATE,
        permission=_MEMBERS,
    ),
    Move(
        name="approve",
        label=_("Approve as full member"),
        sources=frozenset({MembershipState.ASSOCIATE, MembershipState.DEFERRED}),
        target=MembershipState.FULL,
        permission=_MEMBERS,
    ),
    Move(
        name="defer",
        label=pgettext_lazy("a membership", "Defer"),
        sources=frozenset({MembershipState.APPLIED, MembershipState.ASSOCIATE}),
        target=MembershipState.DEFERRED,
        permission=_MEMBERS,
        reason=True,
        tone="quiet",
    ),
    Move(
        name="decline",
        label=pgettext_lazy("a membership", "Decline"),
        sources=frozenset(
            {
                MembershipState.INVITED,
                MembershipState.APPLIED,
                MembershipState.ASSOCIATE,
                MembershipState.DEFERRED,
            }
        ),
        target=MembershipState.DECLINED,
        permission=_MEMBERS,
        reason=True,
        tone="danger",
    ),
    Move(
        name="suspend",
        label=_("Suspend"),
        sources=BELONGS,
        target=MembershipState.SUSPENDED,
        permission=_MEMBERS,
        reason=True,
        tone="danger",
    ),
    Move(
        name="reinstate",
        label=_("Reinstate as full member"),
        sources=frozenset({MembershipState.SUSPENDED}),
        target=MembershipState.FULL,
        permission=_MEMBERS,
        reason=True,
    ),
    Move(
        name="reinstate_associate",
        label=_("Reinstate as associate"),
        sources=frozenset({MembershipState.SUSPENDED}),
        target=MembershipState.ASSOCIATE,
        permission=_MEMBERS,
        reason=True,
    ),
    Move(
        name="withdraw",
        label=_("Record a withdrawal"),
        sources=frozenset(
            {
                MembershipState.INVITED,
                MembershipState.APPLIED,
                MembershipState.ASSOCIATE,
                MembershipState.FULL,
                MembershipState.DEFERRED,
                MembershipState.SUSPENDED,
            }
        ),
        target=MembershipState.WITHDRAWN,
        permission=_MEMBERS,
        reason=True,
        tone="danger",
    ),
    Move(
        name="readmit",
        label=_("Readmit as associate"),
        sources=frozenset({MembershipState.WITHDRAWN, MembershipState.DECLINED}),
        target=MembershipState.ASSOCIATE,
        permission=_MEMBERS,
        reason=True,
    ),
)
"""A membership from the first contact to withdrawal and back. Each move has a day."""

APPLICATION_WORKFLOW = Workflow(
    Move(
        name="submit",
        label=_("Send the application"),
        sources=WRITABLE,
        target=ApplicationState.SUBMITTED,
        permission="members.send_application",
    ),
    Move(
        name="accept",
        label=_("Accept as associate"),
        sources=frozenset({ApplicationState.SUBMITTED, ApplicationState.MORE_INFO}),
        target=ApplicationState.ACCEPTED,
        permission=_REVIEWS,
    ),
    Move(
        name="ask",
        label=_("Ask for more"),
        sources=frozenset({ApplicationState.SUBMITTED}),
        target=ApplicationState.MORE_INFO,
        permission=_REVIEWS,
        reason=True,
        tone="quiet",
    ),
    Move(
        name="decline",
        label=pgettext_lazy("an application", "Decline"),
        sources=frozenset({ApplicationState.SUBMITTED, ApplicationState.MORE_INFO}),
        target=ApplicationState.DECLINED,
        permission=_REVIEWS,
        reason=True,
        tone="danger",
    ),
)
"""An application to join. Sending it needs no account: the link is the key."""
