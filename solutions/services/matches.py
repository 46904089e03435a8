"""What a city decides about the solutions found for its need."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import clean
from scaps.models import Need
from solutions.models import Match
from solutions.states import SHORTLIST_SIZE, MatchState


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
