"""What stands around a thread: the two sides, the ways on, who can read it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from core.workflow import Move
from introductions import companions, disclosure, listing, relay, steps_page
from introductions.disclosure import Party
from introductions.models import ContactShare, Introduction
from introductions.states import INTRODUCTION_WORKFLOW, IntroductionState, Side
from members.compliance import Action


@dataclass(frozen=True)
class SideLine:
    """A side with its answer, and the people who show how to reach them."""

    party: Party
    is_asker: bool
    has_agreed: bool
    has_declined: bool
    url: str
    contacts: list[ContactShare]


def context(introduction: Introduction, user) -> dict:
    reader = introduction.side_of(user)
    sides = _sides(introduction, reader, user)
    other = disclosure.other(reader) if reader else None
    is_open = relay.is_open(introduction)
    is_stopped = introduction.state == IntroductionState.STOPPED
    may_write = user.has_perm("introductions.write_introduction", introduction)
    return {
        "introduction": introduction,
        "title": disclosure.title(introduction, reader),
        "noun": disclosure.noun(introduction),
        "about_url": disclosure.url(introduction, user),
        "tone": listing.TONES[IntroductionState(introduction.state)],
        "reader": reader,
        "sides": sides,
        "other": next((s.party for s in sides if s.party.side == other), None),
        "is_waiting_for_us": reader is not None
        and introduction.state == IntroductionState.PROPOSED
        and not introduction.has_agreed(reader),
        "answers": _ways(introduction, user, "agree", "decline"),
        "ways": _ways(introduction, user, "withdraw", "close", "reopen"),
        "is_relayed": is_open,
        "takes_files": introduction.state == IntroductionState.AGREED
        and relay.is_open(introduction, Action.FILE),
        "may_write": is_open and may_write,
        "may_share": is_open
        and user.has_perm("introductions.share_contact", introduction),
        "is_shared": not is_stopped
        and introduction.contact_shares.filter(person=user).exists(),
        "may_read_reason": is_stopped or relay.is_read_by(introduction, user),
        "readings": _readings(introduction),
        "panel": steps_page.panel(introduction, user),
        "companions": companions.of(introduction, user),
    }


@dataclass(frozen=True)
class Way:
    move: Move
    url: str


def _ways(introduction: Introduction, user, *names: str) -> list[Way]:
    return [
        Way(move, reverse("introductions:move", args=[introduction.pk, move.name]))
        for move in INTRODUCTION_WORKFLOW.open_to(user, introduction)
        if move.name in names
    ]


def _sides(introduction: Introduction, reader, user) -> list[SideLine]:
    shares = _shares(introduction, reader)
    lines = [
        _side(introduction, party, user, shares)
        for party in disclosure.parties(introduction, reader)
    ]
    return sorted(lines, key=lambda line: not line.party.is_own)


def _side(introduction, party: Party, user, shares: list[ContactShare]) -> SideLine:
    organisation = party.organisation
    is_seen = organisation and user.has_perm("members.view_organisation", organisation)
    return SideLine(
        party=party,
        is_asker=party.side == Side.ASKER,
        has_agreed=introduction.has_agreed(party.side),
        has_declined=_has_declined(introduction, party.side),
        url=organisation.get_absolute_url() if is_seen else "",
        contacts=[share for share in shares if share.side == party.side],
    )


def _has_declined(introduction: Introduction, side: Side) -> bool:
    """Where the secretariat suggested it, the other side may not have answered yet."""
    if introduction.state != IntroductionState.DECLINED:
        return False
    if introduction.has_agreed(disclosure.other(side)):
        return True
    return introduction.side_of(introduction.ended_by) == side


def _shares(introduction: Introduction, reader: Side | None) -> list[ContactShare]:
    """Of those who still sit there; nobody's while compliance closes the way, nor
    after the secretariat has stopped it."""
    if reader is None or not relay.is_open(introduction):
        return []
    if introduction.state == IntroductionState.STOPPED:
        return []
    shares = introduction.contact_shares.select_related("person").filter(
        person__is_active=True,
        person__seats__organisation__in=introduction.sides.values(),
        person__seats__ended_at=None,
    )
    return list(shares.distinct())


def _readings(introduction: Introduction) -> list[datetime]:
    """When staff have read it: both sides may know that, though not who or why."""
    return list(introduction.readings.values_list("created_at", flat=True)[:5])
