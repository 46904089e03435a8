"""Reads a file with a list of names: CSV or JSON, names in any script.

Columns, or keys of each entry: `name`; and, where known, `aliases` (in CSV
parted by semicolons), `kind` (person or organisation), `country` (two letters),
`reference` and `note`. Plain Python.
"""

import csv
import io
import json
from dataclasses import dataclass, field

from members.screening import BODY, PERSON

KINDS = {
    "person": PERSON,
    "individual": PERSON,
    "organisation": BODY,
    "organization": BODY,
    "entity": BODY,
    "company": BODY,
    "": "",
}
LONGEST = 500
MOST_ALIASES = 60
MOST_ENTRIES = 50_000


class Unreadable(Exception):
    """`code` says what is wrong, `line` where; the words are the form's."""

    def __init__(self, code: str, line: int = 0):
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Entry:
    name: str
    aliases: list[str] = field(default_factory=list)
    kind: str = ""
    country: str = ""
    reference: str = ""
    note: str = ""


def read(data: bytes) -> list[Entry]:
    """The entries of a file, each with a reference of its own."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error
    if "\0" in text:
        raise Unreadable("encoding")
    rows = _from_json(text) if text.lstrip()[:1] in {"{", "["} else _from_csv(text)
    if not rows:
        raise Unreadable("empty")
    if len(rows) > MOST_ENTRIES:
        raise Unreadable("too_many")
    return _with_references([_entry(row, line) for line, row in rows])


def _from_csv(text: str) -> list[tuple[int, dict]]:
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    table = csv.DictReader(io.StringIO(text), delimiter=mark, strict=True)
    heads = [(head or "").strip().casefold() for head in table.fieldnames or []]
    if "name" not in heads:
        raise Unreadable("no_name_column", 1)
    table.fieldnames = heads
    try:
        return [(table.line_num, row) for row in table]
    except csv.Error as error:
        raise Unreadable("table", table.reader.line_num) from error


def _from_json(text: str) -> list[tuple[int, dict]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("json", getattr(error, "lineno", 0)) from error
    rows = found.get("entries") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise Unreadable("json")
    return list(enumerate(rows, start=1))


def _entry(row, line: int) -> Entry:
    if not isinstance(row, dict):
        raise Unreadable("entry", line)
    name = _text(row.get("name"), line)
    kind = _text(row.get("kind"), line).casefold()
    country = _text(row.get("country"), line).upper()
    if not name or len(name) > LONGEST:
        raise Unreadable("name", line)
    if kind not in KINDS:
        raise Unreadable("kind", line)
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Unreadable("country", line)
    return Entry(
        name,
        _aliases(row.get("aliases"), line),
        KINDS[kind],
        country,
        _text(row.get("reference"), line)[:200],
        _text(row.get("note"), line),
    )


def _aliases(value, line: int) -> list[str]:
    given = value if isinstance(value, list) else _text(value, line).split(";")
    names = [_text(name, line)[:LONGEST] for name in given]
    return list(dict.fromkeys(name for name in names if name))[:MOST_ALIASES]


def _text(value, line: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str | int):
        raise Unreadable("entry", line)
    return " ".join(str(value).split())


def _with_references(entries: list[Entry]) -> list[Entry]:
    """A name is the reference of an entry that has none; no two are the same."""
    taken: set[str] = set()
    found = []
    for entry in entries:
        wanted = (entry.reference or entry.name)[:180]
        reference, number = wanted, 2
        while reference in taken:
            reference, number = f"{wanted} ({number})", number + 1
        taken.add(reference)
        found.append(
            Entry(
                entry.name,
                entry.aliases,
                entry.kind,
                entry.country,
                reference,
                entry.note,
            )
        )
    return found
