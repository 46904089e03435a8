"""Who may be brought together: the one place that says so.

The rule is data. A country marked `knowledge_only`, or an organisation with a
finding, has knowledge-sharing features only, until a compliance officer
records an exemption with a reason, a reference and an expiry. Ask when
computing and again when reading.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.states import ComplianceStatus


class Action(models.TextChoices):
    KNOWLEDGE = "knowledge", "share knowledge"
    MATCH = "match", "match with a provider or funder"
    RELAY = "relay", "pass letters on"
    TIMETABLE = "timetable", "put into a meeting timetable"
    FILE = "file", "hand a file over"


FINDINGS = frozenset({ComplianceStatus.POSSIBLE, ComplianceStatus.BLOCKED})


def is_restricted(organisation) -> bool:
    """Whether only knowledge may be shared with this organisation today."""
    if organisation.is_exempted:
        return False
    return (
        organisation.country.knowledge_only
        or organisation.compliance_status in FINDINGS
        or organisation.compliance_status == ComplianceStatus.EXEMPTED
    )


def allows(action: Action, a, b) -> bool:
    """Whether two organisations may be brought together for an action."""
    if action == Action.KNOWLEDGE:
        return True
    return not (is_restricted(a) or is_restricted(b))


def open_to(action: Action, organisations):
    """The list twin of `allows`: those of a queryset that an action may reach."""
    if action == Action.KNOWLEDGE:
        return organisations
    exempted = Q(
        compliance_status=ComplianceStatus.EXEMPTED,
        exempted_until__gte=timezone.localdate(),
    )
    unrestricted = Q(country__knowledge_only=False) & Q(
        compliance_status__in=[ComplianceStatus.NOT_SCREENED, ComplianceStatus.CLEAR]
    )
    return organisations.filter(exempted | unrestricted)
