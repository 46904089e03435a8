"""What became of a membership, line by line: for staff all of it, for everybody
what a network says in public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from members.models import Decision, Membership, MembershipStep, Network, Organisation
from members.states import BELONGS, MembershipState

PUBLIC = BELONGS | {MembershipState.WITHDRAWN}
"""Steps that everybody may read of. Reasons are never among them."""


@dataclass(frozen=True)
class Line:
    """One public step. `decision` names body, day and reference where there is one."""

    network: Network
    date: date
    state: str
    decision: Decision | None = None
    is_founding: bool = False

    @property
    def label(self):
        return MembershipState(self.state).label


def public(organisation: Organisation) -> list[Line]:
    """The public steps of all memberships of a local government, oldest first.

    Two queries. A membership that was entered without a timeline has the step
    that its own columns tell.
    """
    return of(
        organisation.memberships.select_related("network", "decision").order_by("pk")
    )


def of(memberships: Iterable[Membership]) -> list[Line]:
    """The same of memberships that are read already, with network and decision."""
    memberships = list(memberships)
    steps = MembershipStep.objects.filter(membership__in=memberships, state__in=PUBLIC)
    by_membership: dict[int, list[MembershipStep]] = {}
    for step in steps.select_related("decision").order_by("date", "pk"):
        by_membership.setdefault(step.membership_id, []).append(step)
    lines = []
    for membership in memberships:
        found = by_membership.get(membership.pk)
        lines += _told(membership, found) if found else _of_columns(membership)
    return sorted(lines, key=lambda line: line.date)


def _told(membership: Membership, steps: list[MembershipStep]) -> list[Line]:
    """A state that did not change is told once: a suspension in between is not told."""
    lines: list[Line] = []
    for step in steps:
        if lines and lines[-1].state == step.state:
            continue
        lines.append(
            Line(
                network=membership.network,
                date=step.date,
                state=step.state,
                decision=step.decision,
                is_founding=membership.is_founding
                and step.state == MembershipState.FULL,
            )
        )
    return lines


def _of_columns(membership: Membership) -> list[Line]:
    day = membership.since or (membership.decision and membership.decision.date)
    if membership.state not in PUBLIC or not day:
        return []
    return [
        Line(
            network=membership.network,
            date=day,
            state=membership.state,
            decision=membership.decision,
            is_founding=membership.is_founding,
        )
    ]
