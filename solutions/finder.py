"""What the Finder's page shows of one need: its matches, put into words."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from core.languages import column, current
from members.compliance import is_restricted
from scaps.models import Need
from solutions import matching, wording
from solutions.matching import WAITS_AT_MOST
from solutions.models import Match, Ranking, Solution
from solutions.states import DECIDED, MatchState
from translations import services as translations
from translations.services import Text

FIRST, MORE = 5, 20
QUICK, SLOW = "700ms", "5s"


@dataclass(frozen=True)
class Shown:
    """One result: the match with its reasons as sentences."""

    match: Match
    title: Text
    meta: list[str]
    summary: Text
    evidence: Text
    translated: Text
    word: str
    bars: list[wording.Bar]
    checks: list[str]
    change: str


def page(need: Need, *, wanted: int = FIRST) -> dict[str, Any]:
    """Everything the page and its polled part need, or that the list is not there yet."""
    if is_restricted(need.organisation):
        return {"restricted": True}
    ranking = Ranking.objects.filter(need=need).first()
    if ranking is None or not ranking.is_ready:
        return {"waiting": True, **_waiting(ranking)}
    matches = _matches(need)
    proposed = [m for m in matches if m.state != MatchState.DISMISSED]
    return {
        "ranking": ranking,
        "results": [shown(match) for match in proposed[:wanted]],
        "more": min(len(proposed), MORE) > wanted,
        "shortlist": [shown(m) for m in matches if m.state == MatchState.SHORTLISTED],
        "dismissed": [shown(m) for m in matches if m.state == MatchState.DISMISSED],
        "excluded": _most_excluding(ranking),
    }


def shown(match: Match) -> Shown:
    solution = match.solution
    return Shown(
        match=match,
        title=translations.read(solution, "title"),
        meta=_meta(solution),
        summary=translations.read(solution, "problem"),
        evidence=evidence(match),
        translated=_translated(match),
        word=str(wording.WORDS[match.word]),
        bars=wording.bars(match.reasons),
        checks=wording.checks(match.reasons),
        change=wording.change(match.reasons),
    )


def evidence(match: Match) -> Text:
    """The passage that decided the match, in the language it was written in.

    It is not repeated where the summary shows the same text. A text edited
    since is left out until the job has read it again.
    """
    found, solution = match.evidence, match.solution
    if not found or found["part"] == "problem":
        return Text("", solution.source_lang, "original")
    text = getattr(solution, column(found["part"], solution.source_lang)) or ""
    if found.get("hash") != matching.text_hash(solution):
        return Text("", solution.source_lang, "original")
    passage = text[found["start"] : found["end"]].strip()
    return Text(passage, solution.source_lang, "original")


def _translated(match: Match) -> Text:
    """The field the evidence is from in the reader's language, where there is one."""
    solution = match.solution
    if match.evidence.get("part") == "description":
        text = translations.read(solution, "description")
        if text.lang == current() != solution.source_lang:
            return text
    return Text("", solution.source_lang, "original")


def _meta(solution: Solution) -> list[str]:
    provider = solution.provider
    return [provider.name, provider.country.name, solution.maturity.name]


def counts(needs) -> dict[int, int]:
    """How many matches each need has, for lists."""
    rows = Match.objects.live().filter(need__in=needs)
    rows = rows.exclude(state=MatchState.DISMISSED)
    return dict(rows.order_by().values_list("need").annotate(Count("pk")))


def _matches(need: Need) -> list[Match]:
    """Asked again when reading: listed solutions of providers that may be reached."""
    live = (
        Match.objects.live()
        .filter(need=need)
        .select_related("solution__provider__country", "solution__maturity")
        .order_by("rank")
    )
    found = [*live.filter(state__in=DECIDED), *live.undecided()[:MORE]]
    translations.prepare(match.solution for match in found)
    return sorted(found, key=lambda match: match.rank)


def _waiting(ranking: Ranking | None) -> dict[str, Any]:
    """After ten seconds the page stops promising and a notice takes over."""
    since = timezone.now() - ranking.wanted_at if ranking else timedelta()
    late = since > WAITS_AT_MOST
    return {"late": late, "delay": SLOW if late else QUICK}


def _most_excluding(ranking: Ranking) -> dict[str, Any] | None:
    if not ranking.excluded:
        return None
    code, count = max(ranking.excluded.items(), key=lambda item: item[1])
    return {"code": code, "count": count}
