"""Where the Finder begins: what it offers to each person who opens it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from members.compliance import is_restricted
from members.models import Organisation
from scaps.models import Need
from scaps.states import NeedState
from solutions import finder
from solutions.models import Ranking, Solution
from translations import services as translations


@dataclass(frozen=True)
class Line:
    """A need of the office; `kind` is restricted, closed, waiting or ready."""

    need: Need
    kind: str
    strong: int
    possible: int


@dataclass(frozen=True)
class Offers:
    """A provider's side: its solutions, and the open needs of their sectors."""

    solutions: list[Solution]
    needs: int
    query: str
    is_restricted: bool


def needs(user):
    """Needs of the person's offices; the secretariat sees those of all."""
    found = Need.objects.select_related(
        "organisation__country", "sector", "ranking"
    ).defer("search")
    if not user.is_secretariat:
        found = found.filter(organisation__in=user.sits_at)
    return found.order_by("-updated_at", "-pk")


def lines(found) -> list[Line]:
    """A page of needs, each with its fitting matches; three queries however many."""
    found = translations.prepare(found)
    words = finder.by_word(found)
    return [_line(need, words.get(need.pk, {})) for need in found]


def offers(user) -> Offers | None:
    """None for somebody without a seat at a provider."""
    providers = list(
        Organisation.objects.providers()
        .filter(pk__in=user.sits_at)
        .select_related("country")
    )
    if not providers:
        return None
    solutions = list(
        Solution.objects.filter(provider__in=providers)
        .prefetch_related("sectors")
        .defer("search", "sort_keys")
        .order_by("-updated_at", "-pk")
    )
    translations.prepare(solutions)
    sectors = sorted({x.code for s in solutions for x in s.sectors.all()})
    open_needs = Need.objects.visible_to(user).published()
    if sectors:
        open_needs = open_needs.filter(sector__code__in=sectors)
    return Offers(
        solutions,
        open_needs.count(),
        urlencode({"sector": sectors}, doseq=True),
        all(is_restricted(provider) for provider in providers),
    )


def _line(need: Need, words: dict[str, int]) -> Line:
    ranking: Ranking | None = getattr(need, "ranking", None)
    if is_restricted(need.organisation):
        kind = "restricted"
    elif need.state == NeedState.CLOSED:
        kind = "closed"
    elif ranking is None or not ranking.is_ready:
        kind = "waiting"
    else:
        kind = "ready"
    return Line(need, kind, words.get("strong", 0), words.get("possible", 0))
