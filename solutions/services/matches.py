"""What a city decides about the solutions found for its need."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError
from core.text import clean
from scaps.models import Need
from solutions import lists, seen
from solutions.models import Match, Ranking
from solutions.states import SHORTLIST_SIZE, Dismissal, MatchState


@transaction.atomic
def shortlist(match: Match, *, by) -> Match:
    """Keep a match as one of at most three to go on with."""
    Need.objects.select_for_update(of=("self",), no_key=True).get(pk=match.need_id)
    chosen = Match.objects.live().filter(
        need=match.need_id, state=MatchState.SHORTLISTED
    )
    if chosen.exclude(pk=match.pk).count() >= SHORTLIST_SIZE:
        raise DomainError(
            _("Three solutions are on your shortlist already. Take one off first.")
        )
    return _decide(match, MatchState.SHORTLISTED, by=by)


@transaction.atomic
def dismiss(match: Match, *, by, reason: str = "", cause: str = "") -> Match:
    """Put a match aside; it stays aside when lists are made anew.

    `cause` is one of `Dismissal`: kept as a code on the first line, for each reader
    has a language, with the office's own words below.
    """
    lines = [Dismissal(cause).value] if cause else []
    kept = "\n".join([*lines, clean(reason)]).strip()
    return _decide(match, MatchState.DISMISSED, by=by, reason=kept)


@transaction.atomic
def reconsider(match: Match, *, by) -> Match:
    """Undo a decision: the match is a proposal again."""
    return _decide(match, MatchState.PROPOSED, by=None)


@transaction.atomic
def see(need: Need, *, stamp: str) -> Ranking:
    """Remember the list as it is: what changes from now on is news to the office.

    `stamp` names the list that was read, so that nobody confirms another one.
    """
    rankings = Ranking.objects.select_for_update(of=("self",)).exclude(done_at=None)
    ranking = rankings.filter(need=need).first()
    if ranking is None or seen.stamp(ranking) != stamp:
        raise Conflict(
            _("The list was made anew while you were reading. Look at it again.")
        )
    matches = Match.objects.live().filter(need=need)
    ranking.seen = lists.snapshot(matches)
    ranking.seen_at = timezone.now()
    ranking.save(update_fields=["seen", "seen_at"])
    return ranking


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
