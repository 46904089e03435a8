"""A city's own conditions on the matches kept for its need: only these, please.

A condition looks at what the match stored when it was scored, so it agrees with
the bars beside it. What is not stated does not meet a condition.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.facets import Option
from scaps.models import Need
from solutions.models import Match
from solutions.wording import WEAK_SHARE, by_term

PARAMETER = "only"
Stated = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Condition:
    """`applies` says whether the need holds what the condition asks about."""

    code: str
    label: str | Promise
    met: Callable[[Stated], bool]
    applies: Callable[[Need], bool] = lambda need: True


@dataclass(frozen=True)
class Strictest:
    """The condition that left out most; `rest` are the others that are on.

    `then` is how many there are once it is taken off.
    """

    label: str
    left_out: int
    of: int
    rest: list[str]
    then: int


def _within_budget(stated: Stated) -> bool:
    facts = stated.get("B", {}).get("facts", {})
    budget, price = facts.get("budget_max"), facts.get("price_min")
    return budget is not None and price is not None and price <= budget


def _full(term: str) -> Callable[[Stated], bool]:
    return lambda stated: term in stated and stated[term]["value"] == 1


def _has_reference(stated: Stated) -> bool:
    return bool(stated.get("R", {}).get("facts", {}).get("references"))


def _used_near(stated: Stated) -> bool:
    return "C" in stated and stated["C"]["value"] > WEAK_SHARE


CONDITIONS = {
    condition.code: condition
    for condition in (
        Condition(
            "budget",
            _("Price starts within your budget"),
            _within_budget,
            lambda need: need.budget_max is not None,
        ),
        Condition(
            "stage",
            _("Serves the stage you are in"),
            _full("St"),
            lambda need: need.stage_id is not None,
        ),
        Condition(
            "language",
            _("Shares a language with you"),
            _full("L"),
            lambda need: bool(need.languages),
        ),
        Condition("reference", _("Has a verified reference"), _has_reference),
        Condition("country", _("Used in your country or next to it"), _used_near),
    )
}


def chosen(codes: Iterable[str]) -> list[str]:
    """Those that exist, each once, in the order of the page."""
    wanted = set(codes)
    return [code for code in CONDITIONS if code in wanted]


def narrow(matches: Iterable[Match], codes: Sequence[str]) -> list[Match]:
    """The matches that meet every condition, in their order."""
    return [match for match in matches if _meets(match, codes)]


def options(matches: Sequence[Match], codes: Sequence[str], need: Need) -> list[Option]:
    """What can be asked of this need; a count says what a click will show."""
    return [
        Option(
            code,
            str(condition.label),
            len(narrow(matches, chosen([*codes, code]))),
            code in codes,
        )
        for code, condition in CONDITIONS.items()
        if condition.applies(need) or code in codes
    ]


def strictest(matches: Sequence[Match], codes: Sequence[str]) -> Strictest | None:
    """What to take off first when nothing is left."""
    if not codes:
        return None

    def without(code: str) -> list[str]:
        return [other for other in codes if other != code]

    def left_out(code: str) -> int:
        return len(matches) - len(narrow(matches, [code]))

    worst = max(
        codes, key=lambda code: (left_out(code), len(narrow(matches, without(code))))
    )
    return Strictest(
        str(CONDITIONS[worst].label),
        left_out(worst),
        len(matches),
        without(worst),
        len(narrow(matches, without(worst))),
    )


def _meets(match: Match, codes: Sequence[str]) -> bool:
    stated = by_term(match.reasons)
    return all(CONDITIONS[code].met(stated) for code in codes)
