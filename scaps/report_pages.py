"""The three short pages on which a progress report is written."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.steps import Step, Steps


@dataclass(frozen=True)
class Page(Step):
    """`name` stands in `ProgressReport.answers` too."""

    @property
    def following(self) -> "Page | None":
        return None if self.is_last else PAGES.numbered(self.number + 1)


FIGURES, PROJECTS, WORDS = PAGES = Steps(
    [
        Page(
            "figures",
            _("What was reached?"),
            _(
                "The latest figure for each target of the plan. Where there is none, say why in the remark."
            ),
        ),
        Page(
            "projects",
            _("Where do the projects stand?"),
            _(
                "Stage, milestones and money of each project that the plan has published."
            ),
        ),
        Page(
            "words",
            _("What should others know?"),
            _("Write in your own language. A few sentences on each are enough."),
        ),
    ]
)
