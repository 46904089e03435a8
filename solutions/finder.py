"""What the Finder's page shows of one need: its matches, put into words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from members.compliance import is_restricted
from scaps.models import Need
from scaps.states import NeedState
from solutions import changes, conditions, facts, remarks, results, seen
from solutions.matching import WAITS_AT_MOST
from solutions.models import Match, Ranking, Solution
from solutions.states import SHORTLIST_SIZE, MatchState
from translations import services as translations
from translations.services import Text

FIRST, MORE = 5, 20
QUICK, SLOW = "700ms", "5s"
NEAR_AT_MOST = 5


@dataclass(frozen=True)
class NearMiss:
    """A solution that one condition shuts out, with the number it would have."""

    solution: Solution
    title: Text
    value: float
    gate: remarks.Gate


def page(
    need: Need, *, wanted: int = FIRST, only: Sequence[str] = (), aside: int = 0
) -> dict[str, Any]:
    """Everything the page and its polled part need, or that the list is not there yet.

    `only` are codes of conditions, `aside` the match that was just put aside.
    """
    if is_restricted(need.organisation):
        return {"kind": "restricted"}
    ranking = Ranking.objects.filter(need=need).first()
    closed = need.state == NeedState.CLOSED
    if not closed and (ranking is None or not ranking.is_ready):
        return {"kind": "waiting", **waiting(ranking)}
    matches = results.kept(need)
    by_state = defaultdict(list)
    for match in matches:
        by_state[match.state].append(match)
    shortlist = by_state[MatchState.SHORTLISTED]
    dismissed = by_state[MatchState.DISMISSED]
    decided = {
        "shortlist": shortlist,
        "dismissed": dismissed,
        "undone": [match for match in dismissed if match.pk == aside],
        "is_full": len(shortlist) >= SHORTLIST_SIZE,
    }
    if closed:
        return {"kind": "closed", **_in_words(decided)}
    proposed = [match for match in matches if match.state != MatchState.DISMISSED]
    left = conditions.narrow(proposed, only)
    ranked = [match for match in left if match.pinned_at is None]
    return {
        "kind": "ready",
        "ranking": ranking,
        "words": Counter(match.word for match in proposed),
        "found": len(left),
        "of": len(proposed),
        "options": conditions.options(proposed, only, need),
        "strictest": None if left else conditions.strictest(proposed, only),
        "more": max(0, min(len(ranked), MORE) - wanted),
        "next": ranked[wanted].pk if len(ranked) > wanted else None,
        "changes": changes.since_seen(need, ranking, matches),
        "stamp": seen.stamp(ranking),
        "near": near_misses(ranking, matches),
        "excluded": _most_excluding(ranking),
        **_in_words(
            decided
            | {
                "pinned": [match for match in left if match.pinned_at],
                "results": ranked[:wanted],
            }
        ),
    }


def _in_words(groups: dict[str, Any]) -> dict[str, Any]:
    """Lists of matches become lists of results; each solution is loaded once."""
    lists = {name: found for name, found in groups.items() if isinstance(found, list)}
    every = {match.pk: match for found in lists.values() for match in found}
    shown = {item.match.pk: item for item in results.in_words(every.values())}
    return groups | {
        name: [shown[match.pk] for match in found] for name, found in lists.items()
    }


def near_misses(ranking: Ranking, matches: Sequence[Match]) -> list[NearMiss]:
    """Asked again when reading, and without what the list holds for another reason."""
    held = {match.solution_id for match in matches}
    rows = [row for row in ranking.near if row["solution"] not in held]
    found = (
        facts.eligible()
        .defer("search", "sort_keys")
        .select_related("provider__country")
        .in_bulk([row["solution"] for row in rows])
    )
    translations.prepare(found.values())
    return [
        NearMiss(
            found[row["solution"]],
            translations.read(found[row["solution"]], "title"),
            row["value"],
            remarks.gate(row["closed"]),
        )
        for row in rows
        if row["solution"] in found and row["closed"]
    ][:NEAR_AT_MOST]


def counts(needs) -> dict[int, int]:
    """How many fitting matches each need has, for lists: weak ones do not fit."""
    return {need: sum(words.values()) for need, words in by_word(needs).items()}


def by_word(needs) -> dict[int, dict[str, int]]:
    """How many strong and possible matches each need has that has any."""
    rows = Match.objects.live().filter(need__in=needs)
    rows = rows.filter(Q(word="strong") | Q(word="possible"))
    rows = rows.exclude(state=MatchState.DISMISSED).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for need, word, count in rows.values_list("need", "word").annotate(Count("pk")):
        found[need][word] = count
    return dict(found)


def waiting(ranking: Ranking | None) -> dict[str, Any]:
    """After ten seconds the page stops promising and a notice takes over."""
    since = timezone.now() - ranking.wanted_at if ranking else timedelta()
    late = since > WAITS_AT_MOST
    return {"late": late, "delay": SLOW if late else QUICK}


def _most_excluding(ranking: Ranking) -> dict[str, Any] | None:
    if not ranking.excluded:
        return None
    code, count = max(ranking.excluded.items(), key=lambda item: item[1])
    return {"code": code, "count": count}
