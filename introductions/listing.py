"""Introductions as rows of a list, for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from introductions import disclosure
from introductions.disclosure import Party
from introductions.models import Introduction
from introductions.states import UNDER_WAY, IntroductionState, Side
from translations import services as translations
from translations.services import Text

TONES = {
    IntroductionState.PROPOSED: "hold",
    IntroductionState.AGREED: "run",
    IntroductionState.CLOSED: "done",
    IntroductionState.DECLINED: "stop",
    IntroductionState.WITHDRAWN: "",
    IntroductionState.STOPPED: "stop",
}

ALL, TO_ANSWER, OPEN, ENDED = "", "answer", "open", "ended"
PARTS = {
    ALL: _("All"),
    TO_ANSWER: _("Waiting for your answer"),
    OPEN: _("Under way"),
    ENDED: _("Ended"),
}


@dataclass(frozen=True)
class Line:
    introduction: Introduction
    title: Text
    noun: str
    other: Party
    own: Party | None
    tone: str
    is_to_answer: bool
    is_news: bool


def part(introductions: QuerySet, name: str, user) -> QuerySet:
    """The rows of one tab."""
    match name:
        case "answer":
            return introductions.waiting_for(user)
        case "open":
            return introductions.filter(state__in=UNDER_WAY)
        case "ended":
            return introductions.filter(~Q(state__in=UNDER_WAY))
        case _:
            return introductions


def lines(introductions: Iterable[Introduction], user) -> list[Line]:
    """Two queries for all, however many rows."""
    found = translations.prepare(introductions)
    translations.prepare([row.asker for row in found] + [row.asked for row in found])
    has_many = len(user.sits_at) > 1
    return [_line(introduction, user, has_many) for introduction in found]


def _line(introduction: Introduction, user, has_many: bool) -> Line:
    reader = introduction.side_of(user) or Side.ASKER
    own = disclosure.party(introduction, reader, reader)
    return Line(
        introduction=introduction,
        title=disclosure.title(introduction, reader),
        noun=disclosure.noun(introduction),
        other=disclosure.party(introduction, disclosure.other(reader), reader),
        own=own if has_many else None,
        tone=TONES[IntroductionState(introduction.state)],
        is_to_answer=_is_to_answer(introduction, user),
        is_news=introduction.is_news,
    )


def _is_to_answer(introduction: Introduction, user) -> bool:
    return introduction.state == IntroductionState.PROPOSED and any(
        not introduction.has_agreed(side) for side in introduction.spoken_for_by(user)
    )
