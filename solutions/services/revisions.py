"""A material change of a listed solution: proposed, read, listed or sent back.

Whoever changes one locks the solution first.
"""

from django.db import transaction
from django.utils import timezone

from core.text import clean
from core.typed import Values
from notifications import services as notifications
from solutions import revising, writing
from solutions.models import Solution, SolutionRevision
from solutions.notices import ChangeDecided
from solutions.services.catalogue import lock, refresh, speakers_of
from solutions.states import REVISION_WORKFLOW, RevisionState


@transaction.atomic
def propose(solution: Solution, changes: Values, *, by) -> SolutionRevision | None:
    """One change of a solution waits at a time: what is written later takes its place.

    Without any change the listed text is wanted again.
    """
    found = revising.open_of(solution)
    if not changes:
        if found:
            withdraw(found, by=by)
        return None
    if found is None:
        return SolutionRevision.objects.create(
            solution=solution,
            changes=changes,
            submitted_at=timezone.now(),
            submitted_by=by,
        )
    if found.state == RevisionState.SUBMITTED and found.changes == changes:
        return found
    found.changes = changes
    return resubmit(found, by=by)


@transaction.atomic
def resubmit(revision: SolutionRevision, *, by) -> SolutionRevision:
    """To be read again, with the changes that it has now."""
    REVISION_WORKFLOW.advance(revision, "resubmit")
    revision.submitted_at, revision.submitted_by = timezone.now(), by
    revision.decided_at = revision.decided_by = None
    revision.reason = ""
    revision.save()
    return revision


@transaction.atomic
def accept(revision: SolutionRevision, *, by) -> SolutionRevision:
    """List a change that was read; the solution is matched anew."""
    revision = _lock(revision)
    solution = revision.solution
    there = writing.of(solution)
    revision.before = {name: there[name] for name in revision.changes}
    _settle(revision, "accept", by=by)
    solution.version += 1
    writing.put(solution, revision.changes)
    refresh(solution)
    _tell(revision, by=by)
    return revision


@transaction.atomic
def send_back(revision: SolutionRevision, *, by, reason: str) -> SolutionRevision:
    """Return a change to its provider, saying what is missing; what is listed stays."""
    revision = _lock(revision)
    revision.reason = clean(reason)
    _settle(revision, "send_back", by=by)
    _tell(revision, by=by)
    return revision


@transaction.atomic
def withdraw(revision: SolutionRevision, *, by) -> SolutionRevision:
    """The provider keeps the listed text after all."""
    return _settle(_lock(revision), "withdraw", by=by)


def _lock(revision: SolutionRevision) -> SolutionRevision:
    solution = lock(revision.solution)
    revision = SolutionRevision.objects.select_for_update(of=("self",)).get(
        pk=revision.pk
    )
    revision.solution = solution
    return revision


def _settle(revision: SolutionRevision, move: str, *, by) -> SolutionRevision:
    REVISION_WORKFLOW.advance(revision, move)
    revision.decided_at, revision.decided_by = timezone.now(), by
    revision.save()
    return revision


def _tell(revision: SolutionRevision, *, by) -> None:
    notifications.announce(
        ChangeDecided,
        about=revision,
        by=by,
        to=speakers_of(revision.solution),
        state=revision.state,
    )
