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
