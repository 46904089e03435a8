"""A thread as one of its readers sees it: messages and turns of events in order."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils.translation import gettext as _

from introductions import disclosure
from introductions.models import Attachment, Introduction, Message, ReadMark
from introductions.notices import (
    IntroductionAgreed,
    IntroductionAsked,
    IntroductionClosed,
    IntroductionDeclined,
    IntroductionReopened,
    IntroductionStopped,
    IntroductionWithdrawn,
)
from introductions.states import Origin, Side
from notifications.models import Event

AT_ONCE = 50
TURNS = (
    IntroductionAsked,
    IntroductionAgreed,
    IntroductionDeclined,
    IntroductionWithdrawn,
    IntroductionClosed,
    IntroductionReopened,
    IntroductionStopped,
)


@dataclass(frozen=True)
class Written:
    """A message with what this reader may know of its writer."""

    is_turn: ClassVar = False

    message: Message
    who: str
    person: str
    is_own: bool
    is_new: bool
    is_withheld: bool
    files: list[Attachment] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        return self.message.written_at


@dataclass(frozen=True)
class Turn:
    """Something that happened to the introduction, as a sentence."""

    is_turn: ClassVar = True

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Thread:
    entries: list[Written | Turn]
    earlier: int | None
    seen_by_other: int | None

    @property
    def is_new(self) -> bool:
        return any(getattr(entry, "is_new", False) for entry in self.entries)


def read(introduction: Introduction, user, *, before: int | None = None) -> Thread:
    """The newest messages, or those before one, and what happened meanwhile."""
    reader = introduction.side_of(user)
    newest = introduction.messages.order_by("-pk").select_related("author")
    if before:
        newest = newest.filter(pk__lt=before)
    messages = list(newest.prefetch_related("attachments__upload")[: AT_ONCE + 1])
    has_earlier = len(messages) > AT_ONCE
    messages = messages[:AT_ONCE][::-1]
    seen = _seen_up_to(introduction, user)
    written = [_written(m, introduction, user, reader, seen) for m in messages]
    since = written[0].at if has_earlier else None
    turns = [] if before else _turns(introduction, reader, since)
    return Thread(
        entries=sorted([*written, *turns], key=lambda entry: entry.at),
        earlier=messages[0].pk if has_earlier else None,
        seen_by_other=_seen_by_other(introduction, reader),
    )


def _written(message, introduction, user, reader: Side | None, seen: int) -> Written:
    side = Side(message.side)
    is_own = reader == side
    is_withheld = not disclosure.may_be_read(message, introduction, user)
    return Written(
        message=message,
        who=_who(introduction, side, reader),
        person=_person(message, introduction, side, reader),
        is_own=is_own,
        is_new=reader is not None
        and message.pk > seen
        and message.entered_by_id != user.pk,
        is_withheld=is_withheld,
        files=[] if is_withheld else _files(message),
    )


def _files(message: Message) -> list[Attachment]:
    files = list(message.attachments.all())
    for file in files:
        file.message = message
    return files


def _who(introduction: Introduction, side: Side, reader: Side | None) -> str:
    if side == Side.PORTAL:
        return _("The secretariat")
    return str(disclosure.party(introduction, side, reader).name)


def _person(message, introduction, side: Side, reader: Side | None) -> str:
    """The writer's name: among colleagues, and to the other side once both agreed."""
    is_told = reader in (None, side) or introduction.has_met
    if side == Side.PORTAL or message.author is None or not is_told:
        return ""
    return message.author.get_full_name()


def _turns(introduction, reader: Side | None, since: datetime | None) -> list[Turn]:
    events = Event.objects.filter(
        target_type=ContentType.objects.get_for_model(Introduction),
        target_id=introduction.pk,
        kind__in=[kind.slug for kind in TURNS],
    ).order_by("pk")
    if since:
        events = events.filter(at__gte=since)
    return [Turn(event.at, _sentence(event, introduction, reader)) for event in events]


def _sentence(event: Event, introduction: Introduction, reader: Side | None) -> str:
    asked = Side.PORTAL if introduction.origin == Origin.STAFF else Side.ASKER
    who = {"who": _who(introduction, Side(event.data.get("side", asked)), reader)}
    match event.kind:
        case IntroductionAsked.slug if asked == Side.PORTAL:
            return _("The secretariat suggests this introduction.")
        case IntroductionAsked.slug:
            return _("%(who)s asks for this introduction.") % who
        case IntroductionAgreed.slug:
            return _("%(who)s agrees.") % who
        case IntroductionDeclined.slug:
            return _("%(who)s declines.") % who
        case IntroductionWithdrawn.slug:
            return _("%(who)s withdraws.") % who
        case IntroductionClosed.slug:
            return _("%(who)s closes this introduction.") % who
        case IntroductionReopened.slug:
            return _("%(who)s opens this introduction again.") % who
        case _:
            return _("The secretariat stops this introduction.")


def _seen_up_to(introduction: Introduction, user) -> int:
    marks = introduction.read_marks.filter(person=user)
    return marks.values_list("message_id", flat=True).first() or 0


def _seen_by_other(introduction: Introduction, reader: Side | None) -> int | None:
    """The newest message that somebody of the other side has had before them."""
    if reader is None:
        return None
    theirs = ReadMark.objects.filter(
        introduction=introduction,
        person__seats__organisation=introduction.sides[disclosure.other(reader)],
        person__seats__ended_at=None,
    )
    return theirs.aggregate(newest=Max("message_id"))["newest"]
