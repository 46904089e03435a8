"""Two versions of a solution beside each other, in the reader's language."""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.languages import ENDONYMS, in_markup
from core.typed import Values
from scaps.text_diff import GONE, NEW, SAME, pieces
from solutions import writing
from solutions.writing import (
    AMOUNTS,
    LISTS,
    NAMES,
    PRIVATE,
    REFERENCES,
    TEXTS,
    WORDS,
)
from vocabulary.models import Country

Pieces = list[tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """One answer that changed: what was taken out and put in, line by line."""

    name: str
    label: str
    lines: list[Pieces] = field(default_factory=list)
    lang: str = ""


def between(old: Values, new: Values) -> list[Difference]:
    """What of `new` is not as in `old`, in the order of the form.

    `old` says in which language it is.
    """
    names = [name for name in NAMES if name in new and new[name] != old.get(name)]
    words = _words(names)
    return [_difference(name, old, new, words.get(name, {})) for name in names]


def _difference(name: str, old: Values, new: Values, words: dict) -> Difference:
    before, after = old.get(name, ""), new[name]
    if name == REFERENCES:
        return Difference(name, _("References"), _references(before, after, words))
    label = writing.label(name)
    if name in TEXTS:
        lang = new.get("source_lang") or old["source_lang"]
        return Difference(name, label, [pieces(before, after)], in_markup(lang))
    if name == "standards":
        return Difference(name, label, [pieces(before, after)])
    if isinstance(after, list):
        return Difference(name, label, [_chosen(before, after, words)])
    shown = [_shown(value, name, words) for value in (before, after)]
    return Difference(name, label, [_whole(*shown)])


def _words(names: list[str]) -> dict[str, dict[str, str]]:
    """What codes are called, for the answers that are codes."""
    found: dict[str, dict[str, str]] = {}
    for name in names:
        if model := (LISTS | WORDS).get(name):
            found[name] = {word.code: str(word) for word in model.objects.all()}
        elif name in ("languages", "source_lang"):
            found[name] = dict(ENDONYMS)
        elif name == REFERENCES:
            found[name] = {word.code: str(word) for word in Country.objects.all()}
    return found


def _shown(value: str, name: str, words: dict[str, str]) -> str:
    if name in AMOUNTS and value:
        return number_format(value, force_grouping=True)
    return words.get(value, value)


def _whole(before: str, after: str) -> Pieces:
    """One fact for another: nothing in it is compared word by word."""
    return [(kind, text) for kind, text in ((GONE, before), (NEW, after)) if text]


def _chosen(before: list[str], after: list[str], words: dict[str, str]) -> Pieces:
    """What stayed, what went and what came, with the reader's mark between them."""
    codes = [
        *((SAME, code) for code in after if code in before),
        *((GONE, code) for code in before if code not in after),
        *((NEW, code) for code in after if code not in before),
    ]
    found: Pieces = []
    for kind, code in codes:
        if found:
            found.append((SAME, pgettext("between the items of a list", ", ")))
        found.append((kind, words.get(code, code)))
    return found


def _references(
    before: list[dict], after: list[dict], lands: dict[str, str]
) -> list[Pieces]:
    was = {row["id"]: row for row in before}
    kept = {row["id"] for row in after}
    lines = [[(GONE, _line(row, lands))] for row in before if row["id"] not in kept]
    for row in after:
        line = _line(row, lands)
        if row["id"] not in was:
            lines.append([(NEW, line)])
        elif was[row["id"]] != row:
            lines.append(pieces(_line(was[row["id"]], lands), line))
    return lines


def _line(row: dict, lands: dict[str, str]) -> str:
    land = lands.get(row.get("country", ""), "")
    facts = [row["city"], land, row["year"], *(row[n] for n in ("scale", "result"))]
    private = [row[name] for name in PRIVATE]
    return " · ".join(fact for fact in (*facts, *private) if fact)
