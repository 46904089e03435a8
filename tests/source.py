"""The repository's own files, for tests that read them."""

import subprocess
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SKIPPED = {".venv", ".git", "var", "node_modules", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """What git knows, or would after the next `git add`; all files without git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout.decode()
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        found = [
            path
            for path in ROOT.rglob("*")
            if not SKIPPED.intersection(path.relative_to(ROOT).parts)
        ]
    return tuple(sorted(path for path in found if path.is_file()))


def under(*folders: str, suffix: str) -> list[Path]:
    return [
        path
        for path in files()
        if path.suffix == suffix and path.relative_to(ROOT).parts[0] in folders
    ]


def apps_of_ours() -> list[str]:
    return sorted(
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).parent == ROOT
    )


def python() -> list[Path]:
    """The portal's code: no tests, no migrations."""
    return [
        path
        for path in under(*apps_of_ours(), "neascn", suffix=".py")
        if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return under("templates", suffix=".html")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
