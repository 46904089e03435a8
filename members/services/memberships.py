"""How a membership moves: each move has a day, and leaves a line on the timeline."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import clean
from members.models import (
    Decision,
    Membership,
    MembershipStep,
    Network,
    Organisation,
    User,
)
from members.notices import MembershipChanged
from members.states import BELONGS, MEMBERSHIP_WORKFLOW, MembershipState
from notifications.services import announce

WITH_DECISION = frozenset({"approve", "reinstate"})
"""Moves that rest on a decision of a body; all others may refer to one."""

TOLD = frozenset(
    {
        MembershipState.FULL,
        MembershipState.ASSOCIATE,
        MembershipState.SUSPENDED,
        MembershipState.WITHDRAWN,
        MembershipState.DEFERRED,
        MembershipState.DECLINED,
    }
)


@transaction.atomic
def move(
    membership: Membership,
    name: str,
    *,
    by,
    on: date | None = None,
    reason: str = "",
    decision: Decision | None = None,
    is_founding: bool = False,
) -> Membership:
    """Make one move of the table, from a day on."""
    membership = lock(membership)
    was_member = membership.state in BELONGS
    made = MEMBERSHIP_WORKFLOW.advance(membership, name)
    on, reason = on or timezone.localdate(), clean(reason)
    _check(membership, made, on=on, reason=reason, decision=decision)
    if made.target == MembershipState.FULL:
        membership.decision = decision
        membership.is_founding = membership.is_founding or is_founding
    if made.target in BELONGS and not was_member and name in {"accept", "readmit"}:
        membership.since = on
    with pghistory.context(user=by.pk, reason=reason):
        membership.save(
            update_fields=["state", "decision", "is_founding", "since", "updated_at"]
        )
    record(membership, by=by, on=on, reason=reason, decision=decision)
    if membership.state in TOLD:
        announce(
            MembershipChanged,
            about=membership,
            by=by,
            to=User.objects.speaking_for(membership.organisation),
            state=membership.state,
        )
    return membership


@transaction.atomic
def open_candidacy(organisation: Organisation, network: Network) -> Membership:
    """The row of a local government in a network; a candidate until it is moved."""
    return Membership.objects.get_or_create(organisation=organisation, network=network)[
        0
    ]


def record(
    membership: Membership, *, by, on: date, reason: str = "", decision=None
) -> MembershipStep:
    return MembershipStep.objects.create(
        membership=membership,
        state=membership.state,
        date=on,
        decision=decision,
        reason=reason,
        recorded_by=by,
    )


def lock(membership: Membership) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "network")
        .get(pk=membership.pk)
    )


def _check(membership: Membership, made, *, on: date, reason: str, decision) -> None:
    if made.reason and not reason:
        raise DomainError(_("Give a reason."))
    if made.name in WITH_DECISION and decision is None:
        raise DomainError(_("Full membership rests on a dated decision of a body."))
    if on > timezone.localdate():
        raise DomainError(_("This day is still to come. Record it when it is there."))
    if decision and decision.date > on:
        raise DomainError(_("The decision was taken after this day. Check both days."))
    last = membership.timeline.order_by("date", "pk").last()
    if last and on < last.date:
        raise DomainError(_("The timeline has a later step already. Check the day."))
