"""The pages of docs/ that are made from code tell of this code."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from neascn.management.commands import docs

ROOT = Path(settings.BASE_DIR)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("name", ["permissions.md", "workflows.md"])
def test_the_page_is_what_the_code_says(name):
    path = ROOT / "docs" / name

    assert path.read_text(encoding="utf-8") == docs.pages()[path], (
        f"docs/{name} is stale: run `python manage.py docs` and commit it."
    )


def test_every_life_cycle_is_drawn():
    assert [name for name, _table in docs.workflows()] == [
        "introductions.introduction",
        "introductions.step",
        "members.application",
        "members.membership",
        "scaps.initiative",
        "scaps.participation",
        "scaps.period",
        "scaps.report",
        "scaps.scap",
        "scaps",
        "solutions.driver_package",
        "solutions.driver_request",
        "solutions.provider_application",
        "solutions.revision",
        "solutions",
    ]


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_links_between_pages_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")

    missing = [
        target for target in LINK.findall(text) if not (path.parent / target).exists()
    ]

    assert missing == []
