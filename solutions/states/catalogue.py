"""Of a solution in the catalogue, and of a change that waits."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.workflow import Move, Workflow


class SolutionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


EDITABLE = frozenset({SolutionState.DRAFT, SolutionState.WITHDRAWN})

WORKFLOW = Workflow(
    Move(
        name="submit",
        label=_("Submit"),
        sources=EDITABLE,
        target=SolutionState.SUBMITTED,
        permission="solutions.submit_solution",
    ),
    Move(
        name="take_back",
        label=_("Take back"),
        sources=frozenset({SolutionState.SUBMITTED}),
        target=SolutionState.DRAFT,
        permission="solutions.take_back_solution",
        tone="quiet",
    ),
    Move(
        name="publish",
        label=_("Publish"),
        sources=frozenset({SolutionState.SUBMITTED}),
        target=SolutionState.PUBLISHED,
        permission="solutions.review_solution",
    ),
    Move(
        name="send_back",
        label=_("Send back"),
        sources=frozenset({SolutionState.SUBMITTED}),
        target=SolutionState.DRAFT,
        permission="solutions.review_solution",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="withdraw",
        label=_("Withdraw"),
        sources=frozenset({SolutionState.PUBLISHED}),
        target=SolutionState.WITHDRAWN,
        permission="solutions.withdraw_solution",
        reason=True,
        tone="quiet",
    ),
)


class RevisionState(models.TextChoices):
    """Where a change of a listed solution stands."""

    SUBMITTED = "submitted", pgettext_lazy("a change", "in review")
    RETURNED = "returned", pgettext_lazy("a change", "sent back")
    ACCEPTED = "accepted", pgettext_lazy("a change", "listed")
    WITHDRAWN = "withdrawn", pgettext_lazy("a change", "taken back")


OPEN_REVISION = frozenset({RevisionState.SUBMITTED, RevisionState.RETURNED})
"""States of a change that is not settled: a solution has one of these at most."""

REVISION_WORKFLOW = Workflow(
    Move(
        name="resubmit",
        label=_("Submit again"),
        sources=OPEN_REVISION,
        target=RevisionState.SUBMITTED,
        permission="solutions.change_solutionrevision",
    ),
    Move(
        name="accept",
        label=_("List the change"),
        sources=frozenset({RevisionState.SUBMITTED}),
        target=RevisionState.ACCEPTED,
        permission="solutions.review_solutionrevision",
    ),
    Move(
        name="send_back",
        label=_("Send back"),
        sources=frozenset({RevisionState.SUBMITTED}),
        target=RevisionState.RETURNED,
        permission="solutions.review_solutionrevision",
        reason=True,
        tone="quiet",
    ),
    Move(
        name="withdraw",
        label=_("Take the change back"),
        sources=OPEN_REVISION,
        target=RevisionState.WITHDRAWN,
        permission="solutions.change_solutionrevision",
        tone="quiet",
    ),
)
"""A change that waits while the listed text stays."""
