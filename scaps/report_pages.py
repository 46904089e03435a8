"""The three short pages on which a progress report is written."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Page:
    """`name` stands in the address and in `ProgressReport.answers`."""

    name: str
    title: Promise
    lead: Promise

    @property
    def number(self) -> int:
        return PAGES.index(self) + 1

    @property
    def following(self) -> "Page | None":
        return PAGES[self.number] if self.number < len(PAGES) else None


FIGURES = Page(
    "figures",
    _("What was reached?"),
    _(
        "The latest figure for each target of the plan. Where there is none, say why in the remark."
    ),
)
PROJECTS = Page(
    "projects",
    _("Where do the projects stand?"),
    _("Stage, milestones and money of each project that the plan has published."),
)
WORDS = Page(
    "words",
    _("What should others know?"),
    _("Write in your own language. A few sentences on each are enough."),
)
PAGES = (FIGURES, PROJECTS, WORDS)


def named(name: str) -> Page | None:
    return next((page for page in PAGES if page.name == name), None)
