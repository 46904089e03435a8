"""Message catalogues: what the code says, what translators wrote, what is missing.

Texts are found without GNU gettext, which may be absent where the portal is
set up. A text whose English changed is a new text: there are no guesses
(“fuzzy”) that somebody would have to notice.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import templatize, to_locale

SKIPPED = {".venv", ".git", "var", "tests", "migrations", "locale", "node_modules"}
PLURALS = {
    "zh-hans": "nplurals=1; plural=0;",
    "ja": "nplurals=1; plural=0;",
    "ko": "nplurals=1; plural=0;",
    "mn": "nplurals=2; plural=(n != 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
LANGUAGES = tuple(PLURALS)

# Where the arguments of each function are: context, text, plural.
_FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
_STRING = r"""(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))"""
_IN_TEMPLATE = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*{_STRING}"
    rf"(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?",
    re.DOTALL,
)
_NOTE = re.compile(r"#\s*(Translators:.*)")
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[sd%]")
_SPACE_AROUND = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)

Key = tuple[str, str]


@dataclass
class Message:
    """A text of the code; `key` is its context and its English."""

    context: str
    text: str
    plural: str = ""
    notes: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.text


# --- What the code says -----------------------------------------------------------


def extract(root: Path) -> dict[Key, Message]:
    """Every translatable text under a folder, in the order of files and lines."""
    found: dict[Key, Message] = {}
    for path in _sources(root):
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        texts = _of_python(source) if path.suffix == ".py" else _of_template(source)
        for message in texts:
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.notes += [note for note in message.notes if note not in known.notes]
            if name not in known.files:
                known.files.append(name)
    return found


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in SKIPPED:
            yield from _sources(path)
        elif path.suffix == ".py" or (
            "templates" in path.parts and path.suffix in {".html", ".txt"}
        ):
            yield path


def _of_python(source: str) -> Iterator[Message]:
    lines = source.splitlines()
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        name = name.removesuffix("_lazy").removesuffix("_noop")
        if name not in _FUNCTIONS:
            continue
        words = [
            argument.value
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            else None
            for argument in call.args[:3]
        ]
        if message := _message(name, words):
            note = _NOTE.search(lines[call.lineno - 2]) if call.lineno > 1 else None
            message.notes = [note[1]] if note else []
            yield message


def _of_template(source: str) -> Iterator[Message]:
    code = templatize(source)
    for match in _IN_TEMPLATE.finditer(code):
        words = [
            ast.literal_eval(word) if word else None for word in match.groups()[1:]
        ]
        if message := _message(match[1], words):
            line = code[: match.start()].count("\n")
            above = code.splitlines()[max(0, line - 1) : line + 1]
            message.notes = [note[1] for text in above if (note := _NOTE.search(text))]
            yield message


def _message(function: str, words: list[str | None]) -> Message | None:
    context, text, plural = _FUNCTIONS[function]
    words = [*words, None, None, None]
    if not words[text]:
        return None
    return Message(
        context="" if context is None else words[context] or "",
        text=words[text],
        plural="" if plural is None else words[plural] or "",
    )


# --- Catalogues ---------------------------------------------------------------------


def path_of(language: str) -> Path:
    folder = Path(settings.LOCALE_PATHS[0]) / to_locale(language)
    return folder / "LC_MESSAGES" / "django.po"


def read(language: str) -> polib.POFile:
    path = path_of(language)
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    catalogue.wrapwidth = 0
    return catalogue


def update(language: str, messages: dict[Key, Message]) -> polib.POFile:
    """The catalogue for today's code: translations kept, texts that went dropped."""
    old = {_key(entry): entry for entry in read(language) if not entry.obsolete}
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Project-Id-Version": "NEASCN portal",
        "Language": to_locale(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for key, message in messages.items():
        new.append(_entry(message, old.get(key), plural_forms(language)))
    return new


def _entry(message: Message, old: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=message.context or None,
        msgid=message.text,
        msgid_plural=message.plural,
        comment="\n".join(message.notes),
        occurrences=[(name, "") for name in message.files],
        flags=["python-format"] if _PLACEHOLDER.search(message.text) else [],
    )
    if message.plural:
        written = old.msgstr_plural if old else {}
        entry.msgstr_plural = {form: written.get(form, "") for form in range(forms)}
    elif old:
        entry.msgstr = old.msgstr
    return entry


def plural_forms(language: str) -> int:
    return int(re.search(r"nplurals=(\d)", PLURALS[language])[1])


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid


# --- What is missing ------------------------------------------------------------------


def faults(language: str, messages: dict[Key, Message]) -> Iterator[str]:
    """What keeps a catalogue from being complete, one sentence each."""
    catalogue = read(language)
    if catalogue.metadata.get("Plural-Forms", "") != PLURALS[language]:
        yield "the header has other plural forms than the portal uses"
    entries = {_key(entry): entry for entry in catalogue}
    for key, message in messages.items():
        if key in entries:
            yield from _entry_faults(entries[key], message, plural_forms(language))
        else:
            yield f"{_short(message.text)} is missing"
    for key in entries.keys() - messages.keys():
        yield f"{_short(key[1])} is not in the code any more"


def _entry_faults(entry: polib.POEntry, message: Message, forms: int) -> Iterator[str]:
    name = _short(message.text)
    if entry.fuzzy or entry.obsolete:
        yield f"{name} is marked fuzzy or obsolete"
    if (entry.msgid_plural or "") != message.plural:
        yield f"{name} has another plural in the code"
        return
    if message.plural and len(entry.msgstr_plural) != forms:
        yield f"{name} has {len(entry.msgstr_plural)} plural forms, not {forms}"
    written = list(entry.msgstr_plural.values()) if message.plural else [entry.msgstr]
    if not all(written):
        yield f"{name} is not translated"
        return
    for text in written:
        if not _placeholders_match(message, text):
            yield f"{name} has other placeholders in {_short(text)}"
        # A bare mark, such as the one between items, has its space by language.
        is_mark = not any(map(str.isalnum, message.text))
        if not is_mark and _around(text) != _around(message.text):
            yield f"{name} has other space or lines around it in {_short(text)}"


def _placeholders_match(message: Message, text: str) -> bool:
    """The same set; a plural form may leave out what its sentence does not need."""
    wanted = set(_PLACEHOLDER.findall(message.text))
    found = set(_PLACEHOLDER.findall(text))
    if message.plural:
        return found <= wanted | set(_PLACEHOLDER.findall(message.plural))
    return found == wanted


def _around(text: str) -> tuple[str, ...]:
    return _SPACE_AROUND.match(text).groups()


def _short(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
