from django.db import models
from django.utils.translation import gettext_lazy as _

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


class MatchState(models.TextChoices):
    """What people decided about a match; jobs never touch it."""

    PROPOSED = "proposed", _("proposed")
    SHORTLISTED = "shortlisted", _("on the shortlist")
    DISMISSED = "dismissed", _("dismissed")


DECIDED = frozenset({MatchState.SHORTLISTED, MatchState.DISMISSED})
SHORTLIST_SIZE = 3


class Dismissal(models.TextChoices):
    """The common reasons for putting a match aside."""

    TOO_DEAR = "too_dear", _("It is too dear.")
    WRONG_PROBLEM = "wrong_problem", _("It answers another problem.")
    OTHER_STAGE = "other_stage", _("It is meant for another stage.")
    NO_REFERENCES = "no_references", _("It has no references that convince us.")
    PROVIDER = "provider", _("We know the provider and do not want to work with it.")
    OTHER = "other", _("Another reason.")
