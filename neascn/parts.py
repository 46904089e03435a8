"""The four parts of a plan as marks and in words. A project is ready when it has a
stage and somebody has put a sum beside it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.languages import listed

FULL, HALF, EMPTY = "full", "half", "empty"


@dataclass(frozen=True)
class Parts:
    vision: bool
    focuses: int
    targets: int
    projects: int
    ready: int

    @property
    def marks(self) -> list[str]:
        """Vision, focus areas, targets, projects, in this order."""
        return [
            FULL if self.vision else EMPTY,
            FULL if self.focuses else EMPTY,
            FULL if self.targets else EMPTY,
            self.mark_of_projects,
        ]

    @property
    def mark_of_projects(self) -> str:
        if not self.projects:
            return EMPTY
        return FULL if self.ready == self.projects else HALF

    @property
    def words(self) -> str:
        """“Vision, 3 focus areas, 4 targets, 2 of 3 projects ready”."""
        return listed(
            [
                _("Vision") if self.vision else _("no vision"),
                self.focus_words,
                self.target_words,
                self.project_words,
            ]
        )

    @property
    def focus_words(self) -> str:
        n = self.focuses
        return ngettext("%(n)s focus area", "%(n)s focus areas", n) % {"n": n}

    @property
    def target_words(self) -> str:
        n = self.targets
        return ngettext("%(n)s target", "%(n)s targets", n) % {"n": n}

    @property
    def project_words(self) -> str:
        n = self.projects
        text = ngettext(
            "%(ready)s of %(n)s project ready", "%(ready)s of %(n)s projects ready", n
        )
        return text % {"ready": self.ready, "n": n}
