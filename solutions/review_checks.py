"""What staff look at before anybody decides about an application."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Check(models.TextChoices):
    COMPLETE = "complete", _("Completeness")
    DECLARED = "declared", _("Declarations")
    SCREENED = "screened", _("Screening")
    INTEREST = "interest", _("Conflict of interest")
    REFERENCES = "references", _("References")


class Outcome(models.TextChoices):
    """What came of a check. A problem stands in the way of approval."""

    FINE = "fine", pgettext_lazy("a check", "in order")
    PROBLEM = "problem", pgettext_lazy("a check", "a problem")
    NOT_ASKED = "not_asked", pgettext_lazy("a check", "does not apply")


class Recommendation(models.TextChoices):
    """What a reviewer would do."""

    APPROVE = "approve", pgettext_lazy("a reviewer", "approve")
    ASK = "ask", pgettext_lazy("a reviewer", "ask for more first")
    DECLINE = "decline", pgettext_lazy("a reviewer", "decline")


@dataclass(frozen=True, kw_only=True)
class Task:
    """What to look at for one check. Some apply to every applicant."""

    check: Check
    what: Promise
    is_for_all: bool = True

    @property
    def outcomes(self) -> list[tuple[str, Promise | str]]:
        left_out = {Outcome.NOT_ASKED} if self.is_for_all else set()
        return [(o.value, o.label) for o in Outcome if o not in left_out]


TASKS = {
    task.check: task
    for task in (
        Task(
            check=Check.COMPLETE,
            what=_(
                "Is everything there: the legal name and number, a person to talk to, papers that can be read, figures with units?"
            ),
        ),
        Task(
            check=Check.DECLARED,
            what=_(
                "Has the applicant declared who owns it, and that no development bank has debarred it? Do the papers say the same?"
            ),
            is_for_all=False,
        ),
        Task(
            check=Check.SCREENED,
            what=_(
                "Is the applicant, an owner or a contact on one of the lists in use?"
            ),
        ),
        Task(
            check=Check.INTEREST,
            what=_(
                "Does anybody at a member, at the sponsor or at the secretariat gain from the applicant’s business?"
            ),
        ),
        Task(
            check=Check.REFERENCES,
            what=_(
                "Write to one referee at least, or find the result in public. Which reference was checked, how, and does the figure hold?"
            ),
            is_for_all=False,
        ),
    )
}
