"""What people do with a solution, from its draft to its end."""

from django.db import transaction
from django.utils import timezone

from core import outbox
from core.text import clean
from members.models import User
from notifications import services as notifications
from solutions import revising, writing
from solutions.models import Solution
from solutions.notices import SolutionDecided
from solutions.states import REVISION_WORKFLOW, WORKFLOW


@transaction.atomic
def submit(solution: Solution, *, by) -> Solution:
    """Hand a solution to the secretariat for review."""
    solution = _move(solution, "submit")
    solution.submitted_at, solution.submitted_by = timezone.now(), by
    solution.state_reason = ""
    solution.save(
        update_fields=[
            "state",
            "submitted_at",
            "submitted_by",
            "state_reason",
            "updated_at",
        ]
    )
    return solution


@transaction.atomic
def take_back(solution: Solution, *, by) -> Solution:
    """The provider goes on writing what it had submitted."""
    solution = _move(solution, "take_back")
    solution.save(update_fields=["state", "updated_at"])
    return solution


@transaction.atomic
def publish(solution: Solution, *, by) -> Solution:
    """List a reviewed solution; it is matched with every open need."""
    solution = _move(solution, "publish")
    solution.published_at, solution.published_by = timezone.now(), by
    solution.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    refresh(solution)
    _tell(solution, by=by)
    return solution


@transaction.atomic
def send_back(solution: Solution, *, by, reason: str) -> Solution:
    """Return a solution to its provider, saying what is missing."""
    return _leave(_move(solution, "send_back"), reason, by=by)


@transaction.atomic
def withdraw(solution: Solution, *, by, reason: str) -> Solution:
    """Take a solution out of the catalogue and out of every list not decided on.

    A change that waits is put into the text: all of it is read before it is listed.
    """
    solution = _move(solution, "withdraw")
    if revision := revising.open_of(solution):
        writing.put(solution, revision.changes)
        REVISION_WORKFLOW.advance(revision, "withdraw")
        revision.decided_at, revision.decided_by = timezone.now(), by
        revision.save()
    return _leave(solution, reason, by=by)


def refresh(solution: Solution) -> None:
    """Ask for new vectors, or none, and for the lists that follow from them."""
    outbox.enqueue(
        "solutions.embed_solutions",
        key=f"solution-{solution.pk}",
        solution_ids=[solution.pk],
    )


def lock(solution: Solution) -> Solution:
    return (
        Solution.objects.select_for_update(of=("self",), no_key=True)
        .select_related("provider", "maturity", "price_model")
        .get(pk=solution.pk)
    )


def speakers_of(solution: Solution):
    """Those of its provider who are told what became of a solution."""
    return User.objects.speaking_for(solution.provider)


def _move(solution: Solution, name: str) -> Solution:
    solution = lock(solution)
    WORKFLOW.advance(solution, name)
    return solution


def _leave(solution: Solution, reason: str, *, by) -> Solution:
    solution.state_reason = clean(reason)
    solution.save(update_fields=["state", "state_reason", "updated_at"])
    refresh(solution)
    _tell(solution, by=by)
    return solution


def _tell(solution: Solution, *, by) -> None:
    notifications.announce(
        SolutionDecided,
        about=solution,
        by=by,
        to=speakers_of(solution),
        state=solution.state,
    )
