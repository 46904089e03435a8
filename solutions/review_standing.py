"""How far the review of an application has come, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solutions import criteria
from solutions.models import ProviderApplication, ReviewCheck, ReviewScore
from solutions.review_checks import TASKS, Task


@dataclass(frozen=True)
class Line:
    """One check: what to look at, and what was found, if somebody did.

    `is_older` says that the applicant has sent an answer since.
    """

    task: Task
    found: ReviewCheck | None
    is_older: bool = False


def lines(application: ProviderApplication) -> list[Line]:
    found = {check.check_code: check for check in application.checks.all()}
    times = (question.answered_at for question in application.questions.all())
    answered = max(filter(None, times), default=None)
    return [_line(task, found.get(task.check), answered) for task in TASKS.values()]


def _line(task: Task, found: ReviewCheck | None, answered: datetime | None) -> Line:
    is_older = bool(found and answered and found.updated_at < answered)
    return Line(task, found, is_older)


def judgements(application: ProviderApplication) -> list[ReviewScore]:
    """Without those who stood aside."""
    return [score for score in application.scores.all() if not score.interest]


@dataclass(frozen=True)
class Progress:
    """What an applicant may know of the review: how far, not what was found."""

    checks: int
    all_checks: int
    judgements: int
    all_judgements: int

    @property
    def is_done(self) -> bool:
        return self.checks == self.all_checks and (
            self.judgements >= self.all_judgements
        )


def progress(application: ProviderApplication) -> Progress:
    return Progress(
        checks=application.checks.count(),
        all_checks=len(TASKS),
        judgements=len(judgements(application)),
        all_judgements=criteria.REVIEWERS,
    )


def hindrances(application: ProviderApplication) -> list[str]:
    """Why it cannot be approved yet, in sentences; nothing if it can."""
    return [*_of_checks(application), *_of_judgements(application)]


def _of_checks(application: ProviderApplication) -> Iterator[str]:
    for line in lines(application):
        if line.found is None:
            yield _("Not looked at yet: %(check)s.") % {"check": line.task.check.label}
        elif not line.found.is_passed:
            yield _("There is a problem: %(check)s.") % {"check": line.task.check.label}


def _of_judgements(application: ProviderApplication) -> Iterator[str]:
    missing = criteria.REVIEWERS - len(judgements(application))
    if missing > 0:
        yield ngettext(
            "%(n)s judgement of a reviewer is missing.",
            "%(n)s judgements of reviewers are missing.",
            missing,
        ) % {"n": missing}
