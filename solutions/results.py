"""The matches of a need as an office reads them: which are kept, and why, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.languages import column, current
from scaps.models import Need
from solutions import facts, remarks, wording
from solutions.models import Match, Solution
from translations import services as translations
from translations.services import Text


@dataclass(frozen=True)
class Fit:
    """One number with its word, the bars that add up to it, and what is open."""

    value: float
    word: str
    bars: list[wording.Bar]
    checks: list[str]
    gain: remarks.Gain | None
    stated: int
    missing: list[str]
    gate: remarks.Gate | None


@dataclass(frozen=True)
class Advice:
    """Why the secretariat recommends a solution, in the language it was written in."""

    text: Text
    since: datetime


@dataclass(frozen=True)
class Shown:
    """One result: the match with its reasons as sentences."""

    match: Match
    title: Text
    meta: list[str]
    summary: Text
    evidence: Text
    translated: Text
    fit: Fit
    advice: Advice | None
    dismissal: tuple[str, str]


def kept(need: Need) -> list[Match]:
    """All live matches by place, light: `in_words` loads the solutions of some.

    Asked again when reading: listed solutions of providers that may be reached.
    """
    return list(Match.objects.live().filter(need=need).order_by("rank", "pk"))


def in_words(matches: Iterable[Match]) -> list[Shown]:
    matches = list(matches)
    solutions = (
        Solution.objects.select_related("provider__country", "maturity")
        .defer("search", "sort_keys")
        .in_bulk({match.solution_id for match in matches})
    )
    translations.prepare(solutions.values())
    for match in matches:
        match.solution = solutions[match.solution_id]
    return [_shown(match) for match in matches]


def fit(value: float, word: str, completeness: float, reasons: dict[str, Any]) -> Fit:
    return Fit(
        value=value,
        word=str(wording.WORDS[word]),
        bars=wording.bars(reasons),
        checks=remarks.checks(reasons),
        gain=remarks.gain(reasons),
        stated=round(100 * completeness),
        missing=remarks.not_stated(reasons),
        gate=remarks.gate(reasons.get("closed", ())),
    )


def fit_of(match: Match) -> Fit:
    return fit(match.value, match.word, match.completeness, match.reasons)


def evidence(match: Match) -> Text:
    """The passage that decided the match, in the language it was written in.

    It is not repeated where the summary shows the same text. A text edited
    since is left out until the job has read it again.
    """
    found, solution = match.evidence, match.solution
    if not found or found["part"] == "problem":
        return Text("", solution.source_lang, "original")
    text = getattr(solution, column(found["part"], solution.source_lang)) or ""
    if found.get("hash") != facts.text_hash(solution):
        return Text("", solution.source_lang, "original")
    passage = text[found["start"] : found["end"]].strip()
    return Text(passage, solution.source_lang, "original")


def meta(solution: Solution) -> list[str]:
    provider = solution.provider
    return [provider.name, provider.country.name, solution.maturity.name]


def _shown(match: Match) -> Shown:
    solution = match.solution
    return Shown(
        match=match,
        title=translations.read(solution, "title"),
        meta=meta(solution),
        summary=translations.read(solution, "problem"),
        evidence=evidence(match),
        translated=_translated(match),
        fit=fit_of(match),
        advice=_advice(match),
        dismissal=remarks.put_aside(match.decision_reason),
    )


def _translated(match: Match) -> Text:
    """The field the evidence is from in the reader's language, where there is one."""
    solution = match.solution
    if match.evidence.get("part") == "description":
        text = translations.read(solution, "description")
        if text.lang == current() != solution.source_lang:
            return text
    return Text("", solution.source_lang, "original")


def _advice(match: Match) -> Advice | None:
    if match.pinned_at is None:
        return None
    text = Text(match.pin_reason, match.pin_lang, translations.ORIGINAL)
    return Advice(text, match.pinned_at)
