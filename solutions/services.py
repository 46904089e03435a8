"""What people do with solutions and with matches; jobs are in `matching`."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.errors import DomainError
from core.text import clean
from scaps.models import Need
from solutions.models import Match, Solution
from solutions.states import SHORTLIST_SIZE, WORKFLOW, MatchState


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


@transaction.atomic
def shortlist(match: Match, *, by) -> Match:
    """Keep a match as one of at most three to go on with."""
    Need.objects.select_for_update(of=("self",)).get(pk=match.need_id)
    chosen = Match.objects.live().filter(
        need=match.need_id, state=MatchState.SHORTLISTED
    )
    if chosen.exclude(pk=match.pk).count() >= SHORTLIST_SIZE:
        raise DomainError(
            _("Three solutions are on your shortlist already. Take one off first.")
        )
    return _decide(match, MatchState.SHORTLISTED, by=by)


@transaction.atomic
def dismiss(match: Match, *, by, reason: str) -> Match:
    """Put a match aside; it stays aside when lists are made anew."""
    return _decide(match, MatchState.DISMISSED, by=by, reason=clean(reason))


@transaction.atomic
def reconsider(match: Match, *, by) -> Match:
    """Undo a decision: the match is a proposal again."""
    return _decide(match, MatchState.PROPOSED, by=None)


def _move(solution: Solution, name: str) -> Solution:
    solution = Solution.objects.select_for_update(of=("self",)).get(pk=solution.pk)
    WORKFLOW.advance(solution, name)
    return solution


def _leave(solution: Solution, reason: str) -> Solution:
    solution.state_reason = clean(reason)
    solution.save(update_fields=["state", "state_reason", "updated_at"])
    refresh(solution)
    return solution


def _decide(match: Match, state: MatchState, *, by, reason: str = "") -> Match:
    found = Match.objects.select_for_update(of=("self",)).filter(pk=match.pk).first()
    if found is None:
        raise DomainError(_("The list was made anew and this solution has left it."))
    match = found
    match.state, match.decision_reason = state, reason
    match.decided_by = by
    match.decided_at = timezone.now() if by else None
    match.save(update_fields=["state", "decision_reason", "decided_by", "decided_at"])
    return match
