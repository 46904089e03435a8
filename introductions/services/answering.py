"""What the two sides say to an introduction, until it ends.

Every verb locks the introduction, so that of two answers at once the second
sees the first.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError, MoveNotAllowed
from core.text import clean
from introductions import contacts, relay
from introductions.models import Introduction
from introductions.notices import (
    IntroductionAgreed,
    IntroductionClosed,
    IntroductionDeclined,
    IntroductionReopened,
    IntroductionStopped,
    IntroductionWithdrawn,
)
from introductions.services.introducing import AlreadyIntroduced, announce, lock
from introductions.states import INTRODUCTION_WORKFLOW, Side
from members.models import User


@transaction.atomic
def agree(introduction: Introduction, *, by: User) -> Introduction:
    """One side agrees; when both have, names show and files may pass."""
    introduction = lock(introduction)
    side = _answering(introduction, "agree", by)
    relay.check(introduction.asker, introduction.asked, by=by)
    now = timezone.now()
    setattr(introduction, f"{side.value}_agreed_at", now)
    setattr(introduction, f"{side.value}_agreed_by", by)
    introduction.stirred_at = now
    if introduction.has_met:
        INTRODUCTION_WORKFLOW.advance(introduction, "agree")
    introduction.save()
    announce(IntroductionAgreed, introduction, by, side=side.value)
    return introduction


@transaction.atomic
def decline(
    introduction: Introduction, *, by: User, reason: str, lang: str = ""
) -> Introduction:
    """A side that was asked does not want to; the other reads why, not who."""
    introduction = lock(introduction)
    side = _answering(introduction, "decline", by)
    _end(introduction, "decline", by, contacts.masked(clean(reason)), lang)
    announce(IntroductionDeclined, introduction, by, side=side.value)
    return introduction


@transaction.atomic
def withdraw(introduction: Introduction, *, by: User) -> Introduction:
    """A side that has agreed takes it back while the other has not answered."""
    introduction = lock(introduction)
    side = next(
        (s for s in introduction.spoken_for_by(by) if introduction.has_agreed(s)), None
    )
    if side is None:
        raise DomainError(_("Only those who asked can withdraw it."))
    _end(introduction, "withdraw", by)
    announce(IntroductionWithdrawn, introduction, by, side=side.value)
    return introduction


@transaction.atomic
def close(
    introduction: Introduction, *, by: User, reason: str, lang: str = ""
) -> Introduction:
    """Nothing more is to be done; the thread stays and can be opened again."""
    introduction = lock(introduction)
    _end(introduction, "close", by, clean(reason), lang)
    announce(IntroductionClosed, introduction, by, side=_side(introduction, by))
    return introduction


@transaction.atomic
def reopen(introduction: Introduction, *, by: User) -> Introduction:
    """Go on with what was closed."""
    introduction = lock(introduction)
    relay.check(introduction.asker, introduction.asked, by=by)
    INTRODUCTION_WORKFLOW.advance(introduction, "reopen")
    _check_alone(introduction)
    introduction.ended_at = introduction.ended_by = None
    introduction.end_reason = introduction.end_lang = ""
    introduction.stirred_at = timezone.now()
    introduction.save()
    announce(IntroductionReopened, introduction, by, side=_side(introduction, by))
    return introduction


@transaction.atomic
def stop(
    introduction: Introduction, *, by: User, reason: str, lang: str = ""
) -> Introduction:
    """The secretariat ends it for good; both sides read why."""
    introduction = lock(introduction)
    _end(introduction, "stop", by, clean(reason), lang)
    announce(IntroductionStopped, introduction, by, side=Side.PORTAL.value)
    return introduction


# --- Parts ---------------------------------------------------------------------------


def _check_alone(introduction: Introduction) -> None:
    others = Introduction.objects.filter(
        about_type=introduction.about_type, about_id=introduction.about_id
    )
    between = others.under_way().of([introduction.asker]).of([introduction.asked])
    if there := between.exclude(pk=introduction.pk).first():
        raise AlreadyIntroduced(there)


def _answering(introduction: Introduction, move: str, by: User) -> Side:
    """The side for which a person answers: the one that has not agreed."""
    if introduction.state not in INTRODUCTION_WORKFLOW.moves[move].sources:
        INTRODUCTION_WORKFLOW.advance(introduction, move)
    sides = [
        s for s in introduction.spoken_for_by(by) if not introduction.has_agreed(s)
    ]
    if not sides:
        raise MoveNotAllowed(_("Your side has answered already."))
    return sides[0]


def _side(introduction: Introduction, by: User) -> str:
    """For which side somebody acts; staff for neither."""
    return (introduction.side_of(by) or Side.PORTAL).value


def _end(introduction, move: str, by, reason: str = "", lang: str = "") -> None:
    INTRODUCTION_WORKFLOW.advance(introduction, move)
    now = timezone.now()
    introduction.ended_at, introduction.ended_by = now, by
    introduction.end_reason = reason
    introduction.end_lang = (lang or by.language) if reason else ""
    introduction.stirred_at = now
    introduction.save()
