"""Solutions and the introductions that they are part of: what lists and pages ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from introductions.companions import Companion
from introductions.models import Introduction
from introductions.states import UNDER_WAY, IntroductionState
from members.compliance import Action, open_to
from members.models import Organisation
from members.unnamed import unnamed
from scaps.abouts import NEED
from scaps.models import Need
from scaps.states import NeedState
from solutions.abouts import SOLUTION
from solutions.models import Match, Pairing, Solution
from solutions.results import Shown
from translations import services as translations

TONES = {
    IntroductionState.PROPOSED: "plan",
    IntroductionState.AGREED: "run",
    IntroductionState.CLOSED: "done",
}


@dataclass(frozen=True)
class Asked:
    """The introduction of a solution on the shortlist, as a link with its state."""

    introduction: Introduction
    tone: str


@dataclass(frozen=True)
class Introduced:
    """Where a shortlist stands: by solution, and how many can still be asked for."""

    asked: dict[int, Asked]
    number_open: int


def of_shortlist(need: Need, shortlist: Sequence[Shown]) -> Introduced:
    known = by_solution(need) if shortlist else {}
    asked = {
        pk: Asked(there, TONES.get(IntroductionState(there.state), "stop"))
        for pk, there in known.items()
    }
    free = open_solutions(known, [item.match.solution for item in shortlist])
    return Introduced(asked, len(free))


def by_solution(need: Need) -> dict[int, Introduction]:
    """The newest introduction of each solution about a need; one query."""
    rows = (
        Pairing.objects.live()
        .filter(need=need)
        .select_related("introduction")
        .defer("introduction__search")
        .order_by("introduction_id")
    )
    return {row.solution_id: row.introduction for row in rows}


def open_solutions(
    known: dict[int, Introduction], solutions: Iterable[Solution]
) -> list[Solution]:
    """Those about which nobody is in touch with the office now."""
    return [
        solution
        for solution in solutions
        if solution.pk not in known or known[solution.pk].state not in UNDER_WAY
    ]


def cities_asking(user) -> list[Organisation]:
    """Local governments in whose name a person may ask, the one they act for first."""
    return [city for city in user.cities_written_for if city.pk in user.speaks_for]


def offered_by(user, need: Need | None = None) -> list[Solution]:
    """Listed solutions that a person may offer in the name of their organisations."""
    if not user.is_authenticated or not user.speaks_for:
        return []
    open_today = open_to(
        Action.RELAY, Organisation.objects.filter(pk__in=user.speaks_for)
    )
    found = Solution.objects.published().filter(provider__in=open_today)
    if need is not None:
        found = found.exclude(provider=need.organisation_id)
    return list(found.defer("search", "sort_keys").select_related("provider__country"))


def needs_to_ask_about(user):
    """Published needs of the offices in whose name a person may ask."""
    return (
        Need.objects.filter(organisation__in=user.speaks_for)
        .filter(state=NeedState.PUBLISHED)
        .select_related("organisation__country")
        .defer("search")
        .order_by("-published_at", "-pk")
    )


def best_need(solution: Solution, needs: Sequence[Need]) -> Need | None:
    """The one that the solution fits best, of some needs of an office."""
    matches = Match.objects.live().filter(solution=solution, need__in=needs)
    best = matches.order_by("-value", "pk").first()
    return next((need for need in needs if best and need.pk == best.need_id), None)


def seen_as(city: Organisation, need: Need | None = None) -> str:
    """What a provider reads of the city that asks, until both have agreed."""
    if need is not None and NEED.is_public(need) and city.is_public:
        return _("The need is public, so the provider reads the name of your city.")
    return _(
        "Until both sides have agreed, the provider reads “%(words)s” instead of the name of your city."
    ) % {"words": unnamed(city)}


def companions(introduction: Introduction, user) -> list[Companion]:
    """The solutions of an introduction, for its page."""
    rows = Pairing.objects.filter(introduction=introduction).order_by("pk")
    solutions = [
        row.solution
        for row in rows.select_related("solution").defer(
            "solution__search", "solution__sort_keys"
        )
        if row.solution_id != _about_id(introduction)
    ]
    return [
        Companion(
            SOLUTION.label,
            translations.read(solution, "title"),
            solution.get_absolute_url()
            if user.has_perm("solutions.view_solution", solution)
            else "",
        )
        for solution in translations.prepare(solutions)
    ]


def _about_id(introduction: Introduction) -> int | None:
    """The solution whose title the page bears already."""
    is_one = introduction.about_kind == SOLUTION.kind
    return introduction.about_id if is_one else None
