"""Write the pages of docs/ that are made from code."""

from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path

import rules.permissions
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from core.workflow import Workflow

NOTE = "<!-- Made by `python manage.py docs` from code; do not edit. -->"

PERMISSIONS = f"""\
# Who may do what

{NOTE}

Every right of the portal by name, with the rule that grants it. `&`, `|` and `~`
are and, or, not; the words are the predicates of each app's `rules.py`. A right
about an object that is asked without one is refused by the predicates that need
the object.
"""

WORKFLOWS = f"""\
# Life cycles

{NOTE}

Each drawing is a table in an app's `states.py`. An arrow is a move: a verb in the
app's `services.py`, and a button for those who have the right under it.
"""


class Command(BaseCommand):
    help = "Write docs/permissions.md and docs/workflows.md from code."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="only say whether they are current"
        )

    def handle(self, *, check: bool, **options):
        stale = []
        for path, text in pages().items():
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(path.name)
            if not check:
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"docs/{path.name} written")
        if check and stale:
            raise CommandError(
                f"{', '.join(stale)} in docs/ tell of older code: "
                "run `python manage.py docs`."
            )


def pages() -> dict[Path, str]:
    """What each page should say, in English, by its path."""
    folder = settings.BASE_DIR / "docs"
    with translation.override("en"):
        return {
            folder / "permissions.md": permissions(),
            folder / "workflows.md": drawings(),
        }


def permissions() -> str:
    named = sorted(rules.permissions.permissions.items())
    parts = [PERMISSIONS]
    for app, rows in groupby(named, key=lambda row: row[0].partition(".")[0]):
        parts.append(f"## {app}\n\n| right | granted by |\n| --- | --- |")
        parts[-1] += "".join(f"\n| `{name}` | {rule(test)} |" for name, test in rows)
        parts[-1] += "\n"
    return "\n".join(parts)


def rule(predicate) -> str:
    """`((a | b) & c)` as code that a Markdown table can hold."""
    words = str(predicate.name)
    if words.startswith("(") and words.endswith(")"):
        words = words[1:-1]
    return f"`{words}`".replace("|", "\\|")


def workflows() -> Iterator[tuple[str, Workflow]]:
    """Every life cycle with the model it belongs to, in the order of the apps."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        try:
            states = import_module(f"{config.name}.states")
        except ModuleNotFoundError:
            continue
        for name, value in sorted(vars(states).items()):
            if isinstance(value, Workflow):
                noun = name.removesuffix("WORKFLOW").strip("_").lower()
                yield f"{config.label}{'.' if noun else ''}{noun}", value


def drawings() -> str:
    return "\n".join(
        [WORKFLOWS, *(drawing(name, table) for name, table in workflows())]
    )


def drawing(name: str, table: Workflow) -> str:
    arrows = [
        f"    {source} --> {move.target}: {move.name}"
        for move in table.moves.values()
        for source in sorted(move.sources)
    ]
    rows = [
        f"| {move.name} | {move.label} | `{move.permission}` "
        f"| {'asked for' if move.reason else ''} |"
        for move in table.moves.values()
    ]
    return "\n".join(
        [
            f"## {name}\n",
            "```mermaid\nstateDiagram-v2",
            *arrows,
            "```\n",
            "| move | button | right | reason |\n| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )
