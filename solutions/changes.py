"""What changed in a need's list since the office last said that it had seen it.

Places beyond the twenty that a page shows come and go unnoticed; a move of one or
two places is no news. A cause is given only where it is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.languages import sentences
from matching.models import WeightSet
from scaps.models import Need
from solutions import remarks, wording
from solutions.models import Match, Ranking, Solution
from solutions.seen import Seen
from solutions.states import MatchState, SolutionState
from translations import services as translations
from translations.services import Text

SHOWN = 20
FAR = 3


@dataclass(frozen=True)
class Change:
    """One solution that came, went or moved; `cause` is empty where it is not known."""

    title: Text
    url: str
    what: str
    cause: str


@dataclass(frozen=True)
class Changes:
    """`withdrawn` counts those gone whose pages are no longer open to the city.

    `causes` are about the list as a whole.
    """

    since: datetime
    new: list[Change]
    gone: list[Change]
    moved: list[Change]
    withdrawn: int
    causes: list[str]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.moved or self.withdrawn)

    @property
    def count(self) -> int:
        return len(self.new) + len(self.gone) + len(self.moved) + self.withdrawn


def since_seen(
    need: Need, ranking: Ranking, matches: Sequence[Match]
) -> Changes | None:
    """None until the office has a list that it has seen."""
    if ranking.seen_at is None:
        return None
    before = {int(key): Seen(*line) for key, line in ranking.seen.items()}
    here = {match.solution_id for match in matches}
    gone = [pk for pk, line in before.items() if pk not in here and line.rank <= SHOWN]
    proposed = [match for match in matches if match.state != MatchState.DISMISSED]
    new = [m for m in proposed if m.solution_id not in before and _is_on_the_page(m)]
    moved = [
        m
        for m in proposed
        if m.solution_id in before and _is_news(before[m.solution_id], m)
    ]
    solutions = _solutions(gone + [m.solution_id for m in (*new, *moved)])
    listed = [pk for pk in gone if pk in solutions]
    return Changes(
        since=ranking.seen_at,
        new=[_came(m, solutions, ranking) for m in new if m.solution_id in solutions],
        gone=[_left(pk, before[pk], solutions, ranking) for pk in listed],
        moved=[
            _went(before[m.solution_id], m, solutions, ranking)
            for m in moved
            if m.solution_id in solutions
        ],
        withdrawn=len(gone) - len(listed),
        causes=_causes(need, ranking),
    )


def _is_on_the_page(match: Match) -> bool:
    return match.rank <= SHOWN or match.pinned_at is not None


def _is_news(before: Seen, match: Match) -> bool:
    if before.rank > SHOWN and not _is_on_the_page(match):
        return False
    return abs(before.rank - match.rank) >= FAR or before.word != match.word


def _solutions(ids: list[int]) -> dict[int, Solution]:
    """Those of them that are listed today; what is not open is not named."""
    listed = Solution.objects.filter(state=SolutionState.PUBLISHED)
    found = listed.defer("search", "sort_keys").in_bulk(ids)
    translations.prepare(found.values())
    return found


def _came(match: Match, solutions: dict[int, Solution], ranking: Ranking) -> Change:
    solution = solutions[match.solution_id]
    cause = _edited(solution, ranking)
    if match.pinned_at and match.pinned_at > ranking.seen_at:
        cause = _("The secretariat recommends it.")
    elif solution.published_at > ranking.seen_at:
        cause = _("It was listed since then.")
    what = _("Place %(place)d.") % {"place": match.rank}
    return _change(solution, "" if match.pinned_at else what, cause)


def _left(
    pk: int, before: Seen, solutions: dict[int, Solution], ranking: Ranking
) -> Change:
    closed = next((row["closed"] for row in ranking.near if row["solution"] == pk), [])
    gate = remarks.gate(closed)
    solution = solutions[pk]
    cause = gate.sentence if gate else _edited(solution, ranking)
    return _change(
        solution, _("It was in place %(place)d.") % {"place": before.rank}, cause
    )


def _went(
    before: Seen, match: Match, solutions: dict[int, Solution], ranking: Ranking
) -> Change:
    solution = solutions[match.solution_id]
    what = []
    if abs(before.rank - match.rank) >= FAR:
        what.append(
            _("From place %(before)d to place %(after)d.")
            % {"before": before.rank, "after": match.rank}
        )
    if before.word != match.word:
        what.append(
            _("It was a %(before)s and is a %(after)s now.")
            % {
                "before": wording.WORDS[before.word],
                "after": wording.WORDS[match.word],
            }
        )
    return _change(solution, sentences(what), _edited(solution, ranking))


def _change(solution: Solution, what: str, cause: str) -> Change:
    title = translations.read(solution, "title")
    return Change(title, solution.get_absolute_url(), what, cause)


def _edited(solution: Solution, ranking: Ranking) -> str:
    changed = solution.updated_at > ranking.seen_at
    return _("Its entry in the catalogue was changed.") if changed else ""


def _causes(need: Need, ranking: Ranking) -> list[str]:
    causes = []
    then = need.events.filter(pgh_created_at__lte=ranking.seen_at).order_by("-pgh_id")
    version = then.values_list("text_version", flat=True).first()
    if version is not None and version != need.text_version:
        causes.append(_("Your need was changed since then."))
    weights = WeightSet.objects.filter(version=ranking.weights_version)
    if weights.filter(used_since__gt=ranking.seen_at).exists():
        causes.append(_("The weights of matching were changed since then."))
    return causes
