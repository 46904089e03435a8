"""What one side may know of the other. Every page, message and list asks here.

`reader` is the side of whoever reads; None stands for the secretariat, who knows
both. Before both have agreed a side is named only where its part is public
already, which was settled when the introduction began.
"""

from dataclasses import dataclass

from django.utils.text import capfirst

from core.languages import current
from introductions.about import ABOUTS
from introductions.models import Introduction, Message
from introductions.states import Side
from members import compliance
from members.compliance import Action
from members.models import Organisation
from members.unnamed import unnamed
from translations import services as translations
from translations.services import ORIGINAL, Text


@dataclass(frozen=True)
class Party:
    """A side as the reader may know it; without `organisation` it has no name yet."""

    side: Side
    name: Text
    is_own: bool
    organisation: Organisation | None = None


def other(side: Side) -> Side:
    return Side.ASKED if side == Side.ASKER else Side.ASKER


def is_named(introduction: Introduction, side: str, reader: Side | None) -> bool:
    if reader is None or reader == side or introduction.has_met:
        return True
    return getattr(introduction, f"{Side(side).value}_is_named")


def party(introduction: Introduction, side: str, reader: Side | None) -> Party:
    organisation = introduction.organisation(side)
    is_own = reader == side
    if not is_named(introduction, side, reader):
        return Party(
            Side(side), Text(unnamed(organisation), current(), ORIGINAL), is_own
        )
    name = translations.read(organisation, "name")
    return Party(Side(side), name, is_own, organisation)


def parties(introduction: Introduction, reader: Side | None) -> list[Party]:
    return [party(introduction, side, reader) for side in introduction.sides]


def is_title_known(introduction: Introduction, reader: Side | None) -> bool:
    """To the owner, to all when it is public, and to both once they have agreed."""
    if reader is None or introduction.title_is_open or introduction.has_met:
        return True
    return introduction.owner_id == introduction.sides[reader]


def title(introduction: Introduction, reader: Side | None) -> Text:
    """What it is about: its title, or else its kind and sector."""
    if is_title_known(introduction, reader):
        return translations.read(introduction, "title")
    sector = introduction.sector
    words = f"{noun(introduction)} · {sector}" if sector else noun(introduction)
    return Text(words, current(), ORIGINAL)


def noun(introduction: Introduction) -> str:
    about = ABOUTS.get(introduction.about_kind)
    return capfirst(str(about.label)) if about else ""


def url(introduction: Introduction, user) -> str:
    """The page of the thing, for whoever may see it."""
    about, thing = ABOUTS.get(introduction.about_kind), introduction.about
    if about is None or thing is None or not about.is_visible_to(user, thing):
        return ""
    return about.url(thing)


def may_be_read(message: Message, introduction: Introduction, user) -> bool:
    """Whether compliance lets a message reach this person today."""
    if message.side == Side.PORTAL:
        return True
    writer = introduction.organisation(message.side)
    return compliance.may_receive(Action.RELAY, user, writer)
