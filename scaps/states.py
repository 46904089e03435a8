from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.workflow import Move, Workflow


class NeedState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("closed")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("everybody")
    NETWORK = "network", _("members of the network")
    OWN = "own", _("our own office only")


NARROWER = {
    Visibility.PUBLIC: (Visibility.PUBLIC, Visibility.NETWORK, Visibility.OWN),
    Visibility.NETWORK: (Visibility.NETWORK, Visibility.OWN),
    Visibility.OWN: (Visibility.OWN,),
}
"""What a group of a plan may be shown to, by whom the plan itself is shown to."""


COMPARED = (Visibility.PUBLIC, Visibility.NETWORK)
"""Only plans that other cities may read are compared with theirs."""


class OverlapVerdict(models.TextChoices):
    """What a city says of an overlap with another city's project."""

    CONFIRMED = "confirmed", pgettext_lazy("an overlap", "confirmed")
    DISMISSED = "dismissed", pgettext_lazy("an overlap", "dismissed")


class OverlapDismissal(models.TextChoices):
    """The common reasons for dismissing an overlap."""

    OTHER_THING = "other_thing", _("The projects are about different things.")
    OTHER_TIME = "other_time", _("The other project is too far ahead or too far off.")
    IN_TOUCH = "in_touch", _("We work together on this already.")
    NO_JOINT_WORK = "no_joint_work", _("We do not look for joint work on this.")
    OTHER = "other", _("Another reason.")


class ScapState(models.TextChoices):
    """The state of the working copy; a version in force has none."""

    DRAFT = "draft", pgettext_lazy("a plan", "in work")
    SUBMITTED = "submitted", pgettext_lazy("a plan", "submitted")
    RETURNED = "returned", pgettext_lazy("a plan", "returned with remarks")
    PUBLISHED = "published", pgettext_lazy("a plan", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("a plan", "withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("a plan", "superseded")


class Horizon(models.TextChoices):
    SHORT = "short", _("short term")
    LONG = "long", _("long term")


class Origin(models.TextChoices):
    EXISTING = "existing", _("existing plan")
    PLANNED = "planned", _("new plan")


class Direction(models.TextChoices):
    UP = "up", _("more is better")
    DOWN = "down", _("less is better")


class ProjectStanding(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("a project", "active")
    ON_HOLD = "on_hold", pgettext_lazy("a project", "on hold")
    CANCELLED = "cancelled", pgettext_lazy("a project", "cancelled")
    COMPLETED = "completed", pgettext_lazy("a project", "completed")


class PartnerRole(models.TextChoices):
    IMPLEMENTER = "implementer", _("implementer")
    FUNDER = "funder", _("funder")
    TECHNOLOGY = "technology", _("technology provider")
    KNOWLEDGE = "knowledge", _("research or advice")
    AUTHORITY = "authority", _("authority")
    COMMUNITY = "community", _("residents or civil society")
    OPERATOR = "operator", _("operator")
    OTHER = "other", pgettext_lazy("role of a partner", "other")


class InvestmentKind(models.TextChoices):
    CAPITAL = "capital", _("capital")
    OPERATION = "operation", _("yearly operation")
    PREPARATION = "preparation", _("preparation")


class MoneySource(models.TextChoices):
    OWN = "own", _("the city’s own budget")
    NATIONAL = "national", _("national or regional government")
    DEVELOPMENT_BANK = "development_bank", _("development bank")
    AID_AGENCY = "aid_agency", _("aid agency")
    PRIVATE = "private", _("private investor")
    USERS = "users", _("fees of users")
    OTHER = "other", pgettext_lazy("source of money", "other")
    OPEN = "open", _("not known yet")


class Instrument(models.TextChoices):
    BUDGET = "budget", _("budget")
    GRANT = "grant", _("grant")
    TECHNICAL_ASSISTANCE = "technical_assistance", _("technical assistance")
    LOAN = "loan", _("loan")
    EQUITY = "equity", _("equity")
    GUARANTEE = "guarantee", _("guarantee")
    IN_KIND = "in_kind", _("in kind")
    BOND = "bond", _("bond")


class Secured(models.TextChoices):
    SECURED = "secured", pgettext_lazy("money", "secured")
    SOUGHT = "sought", pgettext_lazy("money", "sought")


EDITED = frozenset({ScapState.DRAFT, ScapState.RETURNED})
"""States of a plan in which its city writes on it."""

SCAP_WORKFLOW = Workflow(
    Move(
        name="submit",
        label=_("Submit to the secretariat"),
        sources=EDITED,
        target=ScapState.SUBMITTED,
        permission="scaps.submit_scap",
    ),
    Move(
        name="take_back",
        label=_("Take back"),
        sources=frozenset({ScapState.SUBMITTED}),
        target=ScapState.DRAFT,
        permission="scaps.submit_scap",
        tone="quiet",
    ),
    Move(
        name="return",
        label=_("Return with remarks"),
        sources=frozenset({ScapState.SUBMITTED}),
        target=ScapState.RETURNED,
        permission="scaps.review_scap",
    ),
    Move(
        name="publish",
        label=_("Publish"),
        sources=frozenset({ScapState.SUBMITTED}),
        target=ScapState.PUBLISHED,
        permission="scaps.review_scap",
    ),
    Move(
        name="revise",
        label=_("Revise"),
        sources=frozenset({ScapState.PUBLISHED, ScapState.WITHDRAWN}),
        target=ScapState.DRAFT,
        permission="scaps.submit_scap",
        tone="quiet",
    ),
    Move(
        name="withdraw",
        label=_("Withdraw"),
        sources=frozenset({ScapState.PUBLISHED, ScapState.DRAFT, ScapState.RETURNED}),
        target=ScapState.WITHDRAWN,
        permission="scaps.submit_scap",
        reason=True,
        tone="quiet",
    ),
)

OPEN = frozenset({NeedState.DRAFT, NeedState.PUBLISHED})
"""A need is matched and may be changed until it is closed."""

WORKFLOW = Workflow(
    Move(
        name="publish",
        label=_("Publish"),
        sources=frozenset({NeedState.DRAFT}),
        target=NeedState.PUBLISHED,
        permission="scaps.publish_need",
    ),
    Move(
        name="withdraw",
        label=_("Back to draft"),
        sources=frozenset({NeedState.PUBLISHED}),
        target=NeedState.DRAFT,
        permission="scaps.publish_need",
        tone="quiet",
    ),
    Move(
        name="close",
        label=_("Close"),
        sources=OPEN,
        target=NeedState.CLOSED,
        permission="scaps.publish_need",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="reopen",
        label=_("Open again"),
        sources=frozenset({NeedState.CLOSED}),
        target=NeedState.DRAFT,
        permission="scaps.publish_need",
        tone="quiet",
    ),
)


class InitiativeState(models.TextChoices):
    """A joint initiative of several cities."""

    PROPOSED = "proposed", pgettext_lazy("an initiative", "proposed")
    ACTIVE = "active", pgettext_lazy("an initiative", "active")
    COMPLETED = "completed", pgettext_lazy("an initiative", "completed")
    ENDED = "ended", pgettext_lazy("an initiative", "ended")


class InitiativeEnd(models.TextChoices):
    """How an initiative came to its end."""

    COMPLETED = "completed", _("What was planned is done.")
    ENDED = "ended", _("The lead has ended it.")
    ALONE = "alone", _("Fewer than two cities take part.")


class ParticipationState(models.TextChoices):
    """What a city says to an initiative."""

    INVITED = "invited", pgettext_lazy("a participant", "invited")
    ACCEPTED = "accepted", pgettext_lazy("a participant", "takes part")
    DECLINED = "declined", pgettext_lazy("a participant", "declined")
    LEFT = "left", pgettext_lazy("a participant", "left")


UNDER_WAY = (InitiativeState.PROPOSED, InitiativeState.ACTIVE)
TAKES_PART = (ParticipationState.INVITED, ParticipationState.ACCEPTED)
"""Whose offices read an initiative before it is shown to anybody else."""

SHOWN_TO = {
    Visibility.PUBLIC: Visibility.PUBLIC.label,
    Visibility.NETWORK: Visibility.NETWORK.label,
    Visibility.OWN: _("the participants only"),
}
"""Circles of readers of an initiative: “our own office” would be too narrow."""

INITIATIVE_WORKFLOW = Workflow(
    Move(
        name="start",
        label=_("Start"),
        sources=frozenset({InitiativeState.PROPOSED}),
        target=InitiativeState.ACTIVE,
        permission="scaps.start_initiative",
    ),
    Move(
        name="complete",
        label=_("Complete the initiative"),
        sources=frozenset({InitiativeState.ACTIVE}),
        target=InitiativeState.COMPLETED,
        permission="scaps.lead_initiative",
        reason=True,
    ),
    Move(
        name="end",
        label=_("End the initiative"),
        sources=frozenset(UNDER_WAY),
        target=InitiativeState.ENDED,
        permission="scaps.lead_initiative",
        reason=True,
        tone="quiet",
    ),
)

PARTICIPATION_WORKFLOW = Workflow(
    Move(
        name="accept",
        label=_("Accept the invitation"),
        sources=frozenset({ParticipationState.INVITED}),
        target=ParticipationState.ACCEPTED,
        permission="scaps.answer_participation",
        reason=True,
    ),
    Move(
        name="decline",
        label=_("Decline the invitation"),
        sources=frozenset({ParticipationState.INVITED}),
        target=ParticipationState.DECLINED,
        permission="scaps.answer_participation",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="leave",
        label=_("Leave the initiative"),
        sources=frozenset({ParticipationState.ACCEPTED}),
        target=ParticipationState.LEFT,
        permission="scaps.leave_participation",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="invite",
        label=_("Invite again"),
        sources=frozenset({ParticipationState.DECLINED, ParticipationState.LEFT}),
        target=ParticipationState.INVITED,
        permission="scaps.invite_participation",
    ),
)


class PeriodState(models.TextChoices):
    """A year of progress reports: members write while it is open."""

    PLANNED = "planned", pgettext_lazy("a reporting period", "planned")
    OPEN = "open", pgettext_lazy("a reporting period", "open")
    CLOSED = "closed", pgettext_lazy("a reporting period", "closed")


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("a report", "in work")
    SIGNED = "signed", pgettext_lazy("a report", "signed off")


class ReminderStep(models.TextChoices):
    """When a member is told of a report that is due, in this order."""

    OPENED = "opened", _("the period was opened")
    MONTH = "month", _("30 days before")
    WEEK = "week", _("7 days before")
    DAY = "day", _("on the day")
    OVERDUE = "overdue", _("overdue")


class TargetStanding(models.TextChoices):
    """How a strategic target stands after its latest report."""

    REACHED = "reached", pgettext_lazy("a target", "reached")
    ON_COURSE = "on_course", pgettext_lazy("a target", "on course")
    BEHIND = "behind", pgettext_lazy("a target", "behind")
    UNRATED = "unrated", pgettext_lazy("a target", "reported, cannot be rated")
    NOT_REPORTED = "not_reported", pgettext_lazy("a target", "not reported")


PERIOD_WORKFLOW = Workflow(
    Move(
        name="begin",
        label=_("Open the period"),
        sources=frozenset({PeriodState.PLANNED, PeriodState.CLOSED}),
        target=PeriodState.OPEN,
        permission="scaps.change_reportperiod",
    ),
    Move(
        name="close",
        label=_("Close the period"),
        sources=frozenset({PeriodState.OPEN}),
        target=PeriodState.CLOSED,
        permission="scaps.change_reportperiod",
        tone="quiet",
    ),
)

REPORT_WORKFLOW = Workflow(
    Move(
        name="sign",
        label=_("Sign off the report"),
        sources=frozenset({ReportState.DRAFT}),
        target=ReportState.SIGNED,
        permission="scaps.sign_progressreport",
    ),
    Move(
        name="reopen",
        label=_("Open for correction"),
        sources=frozenset({ReportState.SIGNED}),
        target=ReportState.DRAFT,
        permission="scaps.reopen_progressreport",
        reason=True,
        tone="quiet",
    ),
)
