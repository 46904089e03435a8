"""How whole a plan is in its four parts, and how far it is translated.

Both from snapshots alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.languages import listed

FULL, HALF, EMPTY = "full", "half", "empty"
CONFIRMED, DRAFT = "confirmed", "draft"


def parts(data: Mapping, projects: list[Mapping]) -> list[str]:
    """Vision, focus areas, targets and projects: full, half or empty, in this order."""
    return [
        FULL if data["vision"]["texts"] else EMPTY,
        _part(focus["text"]["texts"] for focus in data["focuses"]),
        _part(_is_whole(target) for target in data["targets"]),
        _part(project["stage"] and project["status"]["texts"] for project in projects),
    ]


def _part(rows: Iterable) -> str:
    found = [bool(row) for row in rows]
    if not found:
        return EMPTY
    return FULL if all(found) else HALF


def _is_whole(target: Mapping) -> bool:
    wanted = ("baseline", "goal", "goal_year")
    return all(target[name] is not None for name in wanted)


def parts_in_words(marks: list[str]) -> str:
    names = [
        _("Vision"),
        _("Focus areas"),
        _("Strategic targets"),
        _("Priority projects"),
    ]
    words = {FULL: _("complete"), HALF: _("begun"), EMPTY: _("not begun")}
    return listed(
        _("%(part)s: %(state)s") % {"part": name, "state": words[mark]}
        for name, mark in zip(names, marks, strict=True)
    )


# --- Translations ------------------------------------------------------------------


@dataclass(frozen=True)
class Translated:
    """How many of the texts a reader gets in their language.

    `lang` is the language of the original; `confirmed` and `drafts` count texts.
    """

    lang: str
    total: int
    confirmed: int
    drafts: int
    is_original: bool

    @property
    def state(self) -> str:
        if self.is_original:
            return "original"
        if not self.confirmed + self.drafts:
            return "none"
        if self.confirmed == self.total:
            return CONFIRMED
        return DRAFT if self.drafts else "partly"


def translated(snapshots: list[Mapping], reader: str) -> Translated:
    """The first snapshot is the plan's; its language is that of the original."""
    lang = snapshots[0]["lang"]
    found = [text for data in snapshots for text in texts_in(data) if text["texts"]]
    statuses = [text["texts"][reader][1] for text in found if reader in text["texts"]]
    drafts = statuses.count(DRAFT)
    return Translated(
        lang, len(found), len(statuses) - drafts, drafts, is_original=lang == reader
    )


def texts_in(value) -> Iterator[Mapping]:
    """Every text of a snapshot."""
    if isinstance(value, Mapping):
        if "texts" in value:
            yield value
        else:
            for one in value.values():
                yield from texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)
