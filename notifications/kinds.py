"""What can be announced. Apps describe their kinds in `notices.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from notifications.states import Rhythm

KINDS: dict[str, type["Kind"]] = {}


def everybody(person) -> bool:
    return True


@dataclass(frozen=True)
class Group:
    """Kinds that people choose about under one heading.

    `concerns` says who is shown them on the page of preferences.
    """

    slug: str
    label: str | Promise
    order: int = 50
    concerns: Callable = everybody


GENERAL = Group("general", _("Everything else"), order=90)


class Kind:
    """One kind of event and the words that tell it.

    Text is rendered when it is read or mailed, so it is always in the
    reader's language, never in the sender's. The template
    `notices/<slug>.txt` holds the subject, an empty line, and the body.

    `label` and `group` are for the page on which people choose how soon they
    are mailed; `rhythm` is what holds until they do. Weekly or daily kinds
    come joined in one letter. What `must_arrive` cannot be switched off.
    """

    slug: str
    label: str | Promise = ""
    group: Group = GENERAL
    rhythm: Rhythm = Rhythm.AT_ONCE
    must_arrive: bool = False

    def __init_subclass__(cls) -> None:
        if KINDS.setdefault(cls.slug, cls) is not cls:
            raise ValueError(f"Two kinds are called {cls.slug!r}.")

    @classmethod
    def may_read(cls, event, person) -> bool:
        """Whether the person may still be told: rights change after the event."""
        return True

    @classmethod
    def concerns(cls, person) -> bool:
        """Whether the person has this kind among their preferences."""
        return cls.group.concerns(person)

    @classmethod
    def rhythms(cls) -> list[Rhythm]:
        """What people may choose."""
        return [r for r in Rhythm if not (cls.must_arrive and r == Rhythm.NEVER)]

    @classmethod
    def text(cls, event, person) -> str:
        return render_to_string(
            f"notices/{cls.slug}.txt",
            {"event": event, "person": person, "site_url": settings.SITE_URL},
        )


def autodiscover() -> None:
    autodiscover_modules("notices")


def grouped(person) -> list[tuple[Group, list[type[Kind]]]]:
    """The kinds that concern somebody, under their headings, in order."""
    found: dict[Group, list[type[Kind]]] = {}
    for kind in KINDS.values():
        if kind.label and kind.concerns(person):
            found.setdefault(kind.group, []).append(kind)
    return sorted(found.items(), key=lambda item: (item[0].order, item[0].slug))
