"""What people do with a solution, from its draft to its end."""

from django.db import transaction
from django.utils import timezone

from core import outbox
from core.text import clean
from solutions.models import Solution
from solutions.states import WORKFLOW


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
def publish(solution: Solution, *, by) -> Solution:
    """List a reviewed solution; it is matched with every open need."""
    solution = _move(solution, "publish")
    solution.published_at, solution.published_by = timezone.now(), by
    solution.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    refresh(solution)
    return solution


@transaction.atomic
def send_back(solution: Solution, *, by, reason: str) -> Solution:
    """Return a solution to its provider, saying what is missing."""
    return _leave(_move(solution, "send_back"), reason)


@transaction.atomic
def withdraw(solution: Solution, *, by, reason: str) -> Solution:
    """Take a solution out of the catalogue and out of every list not decided on."""
    return _leave(_move(solution, "withdraw"), reason)


def refresh(solution: Solution) -> None:
    """Ask for new vectors, or none, and for the lists that follow from them."""
    outbox.enqueue(
        "solutions.embed_solutions",
        key=f"solution-{solution.pk}",
        solution_ids=[solution.pk],
    )


def _move(solution: Solution, name: str) -> Solution:
    solution = Solution.objects.select_for_update(of=("self",), no_key=True).get(
        pk=solution.pk
    )
    WORKFLOW.advance(solution, name)
    return solution


def _leave(solution: Solution, reason: str) -> Solution:
    solution.state_reason = clean(reason)
    solution.save(update_fields=["state", "state_reason", "updated_at"])
    refresh(solution)
    return solution
