"""Reads the demo's JSON files and puts texts into their language columns."""

import json
from pathlib import Path

from core.languages import column

DATA = Path(__file__).parent / "data"
PLACES = Path(__file__).parents[2] / "members" / "data" / "names.json"


def read(name: str):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def places() -> dict[str, dict]:
    """Real cities with their names in six languages, by slug."""
    return json.loads(PLACES.read_text(encoding="utf-8"))


def in_columns(**fields: dict[str, str]) -> dict[str, str]:
    """`title={"mn": …}` → `{"title_mn": …}`."""
    return {
        column(field, language): text
        for field, texts in fields.items()
        for language, text in texts.items()
    }
