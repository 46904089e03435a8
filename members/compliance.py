"""Who may be brought together: the one place that says so.

The rule is data. A country marked `knowledge_only`, or an organisation or a
person with a finding, has knowledge-sharing features only, until a compliance
officer records an exemption with a reason, a reference and an expiry. Ask when
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


def is_restricted(party) -> bool:
    """Whether only knowledge may be shared with this organisation or person today."""
    if party.is_exempted:
        return False
    country = getattr(party, "country", None)
    return (
        (country is not None and country.knowledge_only)
        or party.compliance_status in FINDINGS
        or party.compliance_status == ComplianceStatus.EXEMPTED
    )


def allows(action: Action, a, b) -> bool:
    """Whether two organisations, or persons, may be brought together for an action."""
    if action == Action.KNOWLEDGE:
        return True
    return not (is_restricted(a) or is_restricted(b))


def allows_people(action: Action, *people) -> bool:
    """The same for persons and all the organisations where they have a seat."""
    if action == Action.KNOWLEDGE:
        return True
    return not any(
        is_restricted(party)
        for person in people
        for party in (person, *(seat.organisation for seat in person.current_seats))
    )


def may_receive(action: Action, user, organisation) -> bool:
    """Whether something of an organisation may be handed to this person.

    What is one's own is handed over always; so is everything to staff, who have
    to work with it. A stranger stands for no organisation: the rights decide.
    """
    if action == Action.KNOWLEDGE or organisation is None or user.is_anonymous:
        return True
    if user.is_staff or organisation.pk in user.sits_at:
        return True
    return not is_restricted(organisation) and allows_people(action, user)


def open_to(action: Action, parties):
    """The list twin of `allows`: those organisations, or persons, of a queryset
    that an action may reach."""
    if action == Action.KNOWLEDGE:
        return parties
    exempted = Q(
        compliance_status=ComplianceStatus.EXEMPTED,
        exempted_until__gte=timezone.localdate(),
    )
    unrestricted = Q(
        compliance_status__in=[ComplianceStatus.NOT_SCREENED, ComplianceStatus.CLEAR]
    )
    if hasattr(parties.model, "country"):
        unrestricted &= Q(country__knowledge_only=False)
    return parties.filter(exempted | unrestricted)
