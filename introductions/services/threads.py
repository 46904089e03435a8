"""What people do in a thread: write, see, show how to reach them."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Upload
from core.text import clean
from introductions import disclosure, relay
from introductions.models import (
    Attachment,
    ContactShare,
    Introduction,
    Message,
    ReadMark,
)
from introductions.notices import IntroductionWritten
from introductions.services.introducing import lock, refuse_contacts, speakers
from introductions.states import IntroductionState, Side
from members.compliance import Action
from members.models import User
from notifications import services as notifications
from notifications.models import Notice

MOST_FILES = 3
MOST_AN_HOUR = 30
MOST_BEFORE = 5
SENT_TWICE = timedelta(minutes=2)


@transaction.atomic
def write(
    introduction: Introduction,
    *,
    text: str,
    lang: str,
    by: User,
    files: Iterable[Upload] = (),
) -> Message:
    """Add a message; the other side is told that there is one.

    Before both have agreed: few messages, no files and no addresses. Sent twice
    by a double click, it is one message.
    """
    introduction = lock(introduction)
    text, files = clean(text), list(files)
    side = introduction.side_of(by) or Side.PORTAL
    if sent := _sent_just_now(introduction, text, by):
        return sent
    _check_may_write(introduction, text, files, side, by)
    message = Message.objects.create(
        introduction=introduction,
        side=side,
        text=text,
        lang=lang,
        author=by,
        entered_by=by,
    )
    Attachment.objects.bulk_create(
        [Attachment(message=message, upload=file) for file in files]
    )
    introduction.stirred_at = message.written_at
    introduction.save(update_fields=["stirred_at", "updated_at"])
    _mark(introduction, message.pk, by)
    notifications.announce(
        IntroductionWritten,
        about=introduction,
        by=by,
        to=_readers(introduction, side),
        side=side.value,
    )
    return message


@transaction.atomic
def see(introduction: Introduction, *, by: User) -> None:
    """The person has the thread before them: nothing in it is news any more."""
    newest = introduction.messages.order_by("-pk").values_list("pk", flat=True).first()
    if newest:
        _mark(introduction, newest, by)
    _news_of(introduction).filter(recipient=by).update(read_at=timezone.now())


@transaction.atomic
def share_contact(introduction: Introduction, *, by: User) -> ContactShare:
    """Let the other side see one's name and address; nothing else ever shows them."""
    introduction = lock(introduction)
    side = introduction.side_of(by)
    if introduction.state != IntroductionState.AGREED or side is None:
        raise DomainError(_("Both sides have to agree first."))
    relay.check(introduction.asker, introduction.asked, by=by)
    return ContactShare.objects.get_or_create(
        introduction=introduction, person=by, defaults={"side": side}
    )[0]


@transaction.atomic
def hide_contact(introduction: Introduction, *, by: User) -> None:
    """Show it no longer; what the other side has noted down it keeps."""
    lock(introduction)
    introduction.contact_shares.filter(person=by).delete()


# --- Parts ---------------------------------------------------------------------------


def _check_may_write(introduction, text: str, files: list, side: Side, by) -> None:
    if not introduction.is_under_way:
        raise DomainError(_("Nothing can be written here any more."))
    if not text:
        raise DomainError(_("Write something first."))
    if len(files) > MOST_FILES:
        raise DomainError(_("At most three files can go with one message."))
    action = Action.FILE if files else Action.RELAY
    relay.check(introduction.asker, introduction.asked, by=by, action=action)
    if introduction.state == IntroductionState.PROPOSED:
        _check_before_agreed(introduction, text, files, side)
    recent = timezone.now() - timedelta(hours=1)
    written = Message.objects.filter(entered_by=by, written_at__gt=recent)
    if not by.is_staff and written.count() >= MOST_AN_HOUR:
        raise DomainError(
            _("You have written many messages in an hour. Go on a little later.")
        )


def _check_before_agreed(introduction, text: str, files: list, side: Side) -> None:
    if files:
        raise DomainError(_("Files can be sent once both sides have agreed."))
    refuse_contacts(text)
    written = introduction.messages.filter(side=side).count()
    if side != Side.PORTAL and written >= MOST_BEFORE:
        raise DomainError(
            _("Before both sides have agreed, each can write five messages.")
        )


def _sent_just_now(introduction, text: str, by) -> Message | None:
    since = timezone.now() - SENT_TWICE
    newest = introduction.messages.filter(written_at__gt=since).order_by("-pk").first()
    is_same = newest and newest.entered_by_id == by.pk and newest.text == text
    return newest if is_same else None


def _mark(introduction: Introduction, message_id: int, by: User) -> None:
    ReadMark.objects.update_or_create(
        introduction=introduction, person=by, defaults={"message_id": message_id}
    )


def _readers(introduction: Introduction, side: Side) -> list[User]:
    """Those who speak for the other side, or wrote for it. Who has an unread notice
    of this thread needs no second one."""
    sides = (
        [disclosure.other(side)] if side != Side.PORTAL else [Side.ASKER, Side.ASKED]
    )
    authors = User.objects.active().filter(
        pk__in=introduction.messages.filter(side__in=sides).values("author"),
        seats__organisation__in=[introduction.sides[s] for s in sides],
        seats__ended_at=None,
    )
    told = set(
        _news_of(introduction)
        .filter(event__kind=IntroductionWritten.slug)
        .values_list("recipient", flat=True)
    )
    people = [*speakers(introduction, *sides), *authors.distinct()]
    return [person for person in people if person.pk not in told]


def _news_of(introduction: Introduction):
    return Notice.objects.unread().filter(
        event__target_type=ContentType.objects.get_for_model(Introduction),
        event__target_id=introduction.pk,
    )
