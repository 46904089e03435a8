"""What changed between two snapshots, word by word. No database, no Django.

Paths name what changed by the keys of `scaps.snapshots`: `("vision",)`,
`("targets", 12, "goal")`. Rows are the same row when they have the same id.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
# What a reader is not told of: how a snapshot is made, and rates of the day.
UNTOLD = {"format", "lang", "id", "order", "usd", "rate_date", "rate_source"}
# Two figures that are one fact.
WHOLE = {"years", "point"}
# One sign of a script without spaces, or a word with the space after it.
TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|\\w+\\s*|[^\\w]\\s*"
)
LONGEST_SAME = 240
KEPT_SAME = 100


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `mark` is empty for what stayed."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Change:
    """`before` and `after` are values of the snapshots; one of them may be missing.

    A text has `pieces` and the language they are in. `row` is the row of a list
    that the change lies in, as it is now, or was.
    """

    kind: str
    path: tuple[str | int, ...]
    before: object = None
    after: object = None
    row: Mapping | None = None
    pieces: tuple[Piece, ...] = ()
    lang: str = ""


def compare(old: Mapping, new: Mapping, lang: str) -> list[Change]:
    """The changes in the order of the newer snapshot, texts in `lang` where both
    have it and it tells the change, in the original otherwise."""
    return list(_mapping(old, new, (), lang, None))


def _mapping(old, new, path, lang, row) -> Iterator[Change]:
    for key in [*new, *(key for key in old if key not in new)]:
        if key not in UNTOLD:
            before, after = old.get(key), new.get(key)
            yield from _value(before, after, (*path, key), lang, row)


def _value(before, after, path, lang, row) -> Iterator[Change]:
    known = after if after is not None else before
    if is_text(known):
        yield from _text(before or NO_TEXT, after or NO_TEXT, path, lang, row)
    elif isinstance(known, Mapping):
        yield from _mapping(before or {}, after or {}, path, lang, row)
    elif any(isinstance(one, Mapping) for one in _listed(before) + _listed(after)):
        yield from _rows(before or [], after or [], path, lang)
    elif isinstance(known, list) and path[-1] not in WHOLE:
        yield from _words(before or [], after or [], path, row)
    elif before != after:
        yield _whole(before, after, path, row)


def _listed(value) -> list:
    return value if isinstance(value, list) else []


def _whole(before, after, path, row) -> Change:
    kind = REMOVED if is_empty(after) else ADDED if is_empty(before) else CHANGED
    return Change(kind, path, before, after, row)


def _words(before: list, after: list, path, row) -> Iterator[Change]:
    """A list of codes: what came and what went, in one change."""
    gone = [code for code in before if code not in after]
    come = [code for code in after if code not in before]
    if gone or come:
        kind = CHANGED if gone and come else ADDED if come else REMOVED
        yield Change(kind, path, gone, come, row)


def _rows(before: list, after: list, path, lang) -> Iterator[Change]:
    """Rows of the same id are compared; the rest came or went.

    A row that was written anew with the same content has not changed.
    """
    was = {_key(row): row for row in before}
    now = {_key(row): row for row in after}
    gone = {key: row for key, row in was.items() if key not in now}
    for key, row in now.items():
        if key in was:
            yield from _mapping(was[key], row, (*path, key), lang, row)
        elif (same := _same(row, gone)) is not None:
            del gone[same]
        else:
            yield Change(ADDED, (*path, key), None, row, row)
    for key, row in gone.items():
        yield Change(REMOVED, (*path, key), row, None, row)


def _key(row: Mapping):
    return row["id"] if "id" in row else row["criterion"]


def _same(row: Mapping, gone: Mapping):
    content = _content(row)
    return next(
        (key for key, other in gone.items() if _content(other) == content), None
    )


def _content(row: Mapping) -> dict:
    return {key: value for key, value in row.items() if key not in UNTOLD}


# --- Texts -------------------------------------------------------------------------

NO_TEXT = {"lang": "", "texts": {}}


def is_text(value) -> bool:
    return isinstance(value, Mapping) and "texts" in value


def is_empty(value) -> bool:
    return value in (None, "", [])


def _text(before, after, path, lang, row) -> Iterator[Change]:
    """In the reader's language where that tells the change, else in the original."""
    originals = _in(before, before["lang"]), _in(after, after["lang"])
    mine = _in(before, lang), _in(after, lang)
    if all(mine) and mine[0] != mine[1]:
        (old, new), told = mine, lang
    elif originals[0] != originals[1]:
        (old, new), told = originals, after["lang"] or before["lang"]
    else:
        return
    kind = CHANGED if old and new else ADDED if new else REMOVED
    yield Change(kind, path, old, new, row, tuple(marked(old, new)), told)


def _in(text, lang: str) -> str:
    return text["texts"].get(lang, [""])[0]


def marked(old: str, new: str) -> list[Piece]:
    """The newer text with what was taken out and what was put in."""
    was, now = TOKEN.findall(old), TOKEN.findall(new)
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
        if what == "equal":
            found.append(Piece(_shortened("".join(now[c:d]))))
            continue
        if b > a:
            found.append(Piece("".join(was[a:b]), REMOVED))
        if d > c:
            found.append(Piece("".join(now[c:d]), ADDED))
    return found


def _shortened(text: str) -> str:
    """A long stretch that stayed: its beginning and its end."""
    if len(text) <= LONGEST_SAME:
        return text
    return f"{text[:KEPT_SAME].rstrip()} … {text[-KEPT_SAME:].lstrip()}"
