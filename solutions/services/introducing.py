"""A city and a provider are put in touch: asked for by either, or by the secretariat."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from introductions.models import Introduction
from introductions.services import introducing as introductions
from introductions.states import Origin
from members.models import Organisation
from scaps.models import Need
from scaps.states import NeedState
from solutions.models import Match, Pairing, Solution
from solutions.states import SHORTLIST_SIZE, SolutionState


@dataclass
class Asked:
    """What came of asking several at once: each provider is asked for itself."""

    introductions: list[Introduction] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


@transaction.atomic
def ask_providers(
    need: Need, solutions: Sequence[Solution], *, text: str, lang: str, by
) -> Asked:
    """The city asks the providers of up to three solutions at once.

    Two solutions of one provider are one introduction. What one provider cannot be
    asked for does not keep the others from being asked; if none can, it is refused.
    """
    need = _lock(need)
    if not solutions or len(solutions) > SHORTLIST_SIZE:
        raise DomainError(_("Choose one, two or three solutions."))
    asked = Asked()
    for provider, found in _by_provider(solutions).items():
        try:
            introduction = _start(
                need.organisation, provider, need, Origin.MATCH, text, lang, by
            )
        except DomainError as refusal:
            asked.refusals.append(f"{provider}: {refusal}")
        else:
            remember(introduction, found, need)
            asked.introductions.append(introduction)
    if not asked.introductions:
        raise DomainError(" ".join(asked.refusals))
    return asked


@transaction.atomic
def ask_provider(
    solution: Solution,
    *,
    asker: Organisation,
    text: str,
    lang: str,
    by,
    need: Need | None = None,
) -> Introduction:
    """A city asks about one solution, for one of its needs or in general."""
    if need is not None:
        if need.organisation_id != asker.pk:
            raise DomainError(_("Choose a need of the local government that asks."))
        asked = ask_providers(need, [solution], text=text, lang=lang, by=by)
        return asked.introductions[0]
    _check_listed([solution])
    introduction = _start(
        asker, solution.provider, solution, Origin.MATCH, text, lang, by
    )
    remember(introduction, [solution], None)
    return introduction


@transaction.atomic
def offer(
    need: Need, solution: Solution, *, text: str, lang: str, by, origin=Origin.NEED
) -> Introduction:
    """A provider answers a need with one of its listed solutions."""
    need = _lock(need)
    _check_listed([solution])
    introduction = _start(
        solution.provider, need.organisation, need, origin, text, lang, by
    )
    remember(introduction, [solution], need)
    return introduction


@transaction.atomic
def suggest(
    need: Need, solution: Solution, *, text: str, lang: str, by
) -> Introduction:
    """The secretariat suggests that the two talk; both have to agree."""
    need = _lock(need)
    _check_listed([solution])
    introduction = _start(
        need.organisation, solution.provider, need, Origin.STAFF, text, lang, by
    )
    remember(introduction, [solution], need)
    return introduction


def remember(
    introduction: Introduction, solutions: Iterable[Solution], need: Need | None
) -> None:
    """Remember which solutions it is about, with their places of today."""
    matches = {}
    if need is not None:
        found = Match.objects.filter(need=need, solution__in=solutions)
        matches = {match.solution_id: match for match in found}
    for solution in solutions:
        match = matches.get(solution.pk)
        Pairing.objects.create(
            introduction=introduction,
            solution=solution,
            need=need,
            rank=match.rank if match else None,
            value=match.value if match else None,
            word=match.word if match else "",
        )


# --- Parts ---------------------------------------------------------------------------


def _lock(need: Need) -> Need:
    need = (
        Need.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation__country")
        .get(pk=need.pk)
    )
    if need.state != NeedState.PUBLISHED:
        raise DomainError(_("Publish the need first: providers have to read it."))
    return need


def _check_listed(solutions: Iterable[Solution]) -> None:
    if any(solution.state != SolutionState.PUBLISHED for solution in solutions):
        raise DomainError(_("This solution is not listed any more."))


def _by_provider(solutions: Iterable[Solution]) -> dict[Organisation, list[Solution]]:
    _check_listed(solutions)
    found: dict[Organisation, list[Solution]] = defaultdict(list)
    for solution in solutions:
        found[solution.provider].append(solution)
    return found


def _start(asker, asked, about, origin, text, lang, by) -> Introduction:
    """A new introduction; in its own savepoint, for a refusal is no end of all."""
    with transaction.atomic():
        return introductions.start(
            asker=asker,
            asked=asked,
            about=about,
            text=text,
            lang=lang,
            by=by,
            origin=origin,
        )
