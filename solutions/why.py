"""One need and one solution: where it stands in the list, or what keeps it out."""

from dataclasses import dataclass
from typing import Any

from members.compliance import is_restricted
from scaps.models import Need
from scaps.states import NeedState
from solutions import finder, matching, results
from solutions.models import Match, Ranking, Solution
from solutions.states import MatchState, SolutionState


@dataclass(frozen=True)
class Answer:
    """`kind` is what the page says first; `fit` and `item` are there where known.

    restricted, closed, unlisted, waiting: nothing is compared. listed, recommended,
    aside: it is in the list (`item`). gate, behind, late: it is not, though `fit` says
    how it would do; `last` is the number of the last one in the list.
    """

    kind: str
    fit: results.Fit | None = None
    item: results.Shown | None = None
    of: int = 0
    last: float | None = None
    waiting: dict[str, Any] | None = None
    ranking: Ranking | None = None


def answer(need: Need, solution: Solution) -> Answer:
    if is_restricted(need.organisation) or is_restricted(solution.provider):
        return Answer("restricted")
    if need.state == NeedState.CLOSED:
        return Answer("closed")
    if solution.state != SolutionState.PUBLISHED:
        return Answer("unlisted")
    ranking = Ranking.objects.filter(need=need).first()
    if ranking is None or not ranking.is_ready:
        return Answer("waiting", waiting=finder.waiting(ranking))
    matches = results.kept(need)
    match = next((m for m in matches if m.solution_id == solution.pk), None)
    if match is not None:
        item = results.in_words([match])[0]
        return Answer(
            _kind(match), fit=item.fit, item=item, of=len(matches), ranking=ranking
        )
    scored, _text = matching.scored(need, solution)
    fit = results.fit(scored.value, scored.word, scored.completeness, scored.as_json())
    last = min((m.value for m in matches if m.pinned_at is None), default=None)
    if scored.closed:
        kind = "gate"
    elif last is not None and scored.value <= last:
        kind = "behind"
    else:
        kind = "late"
    return Answer(kind, fit=fit, of=len(matches), last=last, ranking=ranking)


def _kind(match: Match) -> str:
    if match.state == MatchState.DISMISSED:
        return "aside"
    return "recommended" if match.pinned_at else "listed"
