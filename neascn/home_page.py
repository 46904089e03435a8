"""The home page: what the network is, what is new, and what waits for an officer."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q

from core.models import Draft
from introductions import step_tasks
from members import compliance, filters, places
from members.models import Network, Organisation
from members.models.offices import office_holder
from members.states import BELONGS
from neascn import first_steps
from neascn.plans_at_a_glance import span
from notifications.models import Notice
from scaps import initiative_lists, plan_page, report_tasks, snapshots
from scaps.models import Need, Overlap, Scap
from solutions import desk, finder
from solutions.models import Solution
from translations import services as translations
from translations.services import Text

NEWEST = 4


def context(user) -> dict:
    belong = Count("memberships", filter=Q(memberships__state__in=BELONGS))
    networks = list(Network.objects.annotate(size=belong).filter(size__gt=0))
    cities = members_of(networks[0], user) if networks else []
    return {
        "network": networks[0] if networks else None,
        "other_networks": networks[1:],
        "cities": cities,
        "points": places.overview(cities),
        "plans": newest_plans(user),
        "overlaps": closest_overlaps(user),
        "needs": newest_needs(user),
        "solutions": newest_solutions(),
        "work": work_of(user),
        "desk": desk_of(user),
    }


def members_of(network: Network, user) -> list:
    """Members of a network, by country and name as the reader's language sorts."""
    cities = filters.directory(user).filter(belonging__network=network).distinct()
    cities = cities.select_related("country", "local_government").defer("search")
    return translations.prepare(filters.in_order(cities, filters.countries()))


@dataclass(frozen=True)
class PlanRow:
    scap: Scap
    title: Text
    years: str


def newest_plans(user) -> list[PlanRow]:
    plans = Scap.objects.visible_to(user).published()
    plans = plans.select_related("organisation__country", "current")
    plans = plans.defer("organisation__search", "current__search")
    return [
        PlanRow(
            scap,
            snapshots.read(scap.current.data["title"]),
            span(scap.current.data["years"]),
        )
        for scap in plans.order_by("-current__published_at", "-pk")[:NEWEST]
    ]


@dataclass(frozen=True)
class OverlapRow:
    """Two projects of two cities, by the title of the first."""

    overlap: Overlap
    title: Text
    other: Text


def closest_overlaps(user) -> list[OverlapRow]:
    overlaps = Overlap.objects.shown_to(user).with_projects()
    return [
        OverlapRow(
            overlap,
            snapshots.read(overlap.a.current.data["title"]),
            snapshots.read(overlap.b.current.data["title"]),
        )
        for overlap in overlaps.order_by("-score", "pk")[:NEWEST]
    ]


def newest_needs(user) -> list[Need]:
    needs = Need.objects.visible_to(user).published().defer("search")
    needs = needs.select_related("organisation", "sector")
    return translations.prepare(needs.order_by("-published_at", "-pk")[:NEWEST])


def newest_solutions() -> list[Solution]:
    solutions = Solution.objects.published().defer("search")
    solutions = solutions.select_related("provider__country", "maturity")
    return translations.prepare(solutions.order_by("-published_at", "-pk")[:NEWEST])


def work_of(user) -> dict | None:
    """What waits for an official of a local government; nothing for anybody else."""
    cities = user.cities_written_for if user.is_authenticated else []
    if not cities:
        return None
    return {
        "cities": cities,
        "first_steps": first_steps.of(user, cities[0]),
        "drafts": typed_not_saved(cities),
        "plans": plan_page.in_work(user),
        "reports": report_tasks.due(user),
        "invitations": [*initiative_lists.waiting(user), *step_tasks.due(user)],
        "unread": Notice.objects.visible_to(user).unread().count(),
        "needs": open_needs(cities),
    }


def desk_of(user) -> dict | None:
    """What waits for somebody of a provider; nothing for anybody else."""
    held = user.current_seats if user.is_authenticated else []
    seats = [seat for seat in held if not seat.organisation.is_local_government]
    if not seats:
        return None
    own = [seat.organisation_id for seat in seats]
    providers = Organisation.objects.providers().filter(pk__in=own)
    chosen = sorted(providers, key=lambda provider: provider.pk != user.acting_for_id)
    if not chosen:
        return None
    found = desk.lines(chosen[0])
    return {
        "provider": chosen[0],
        "lines": found,
        "tasks": desk.tasks(chosen[0], found, by=user),
    }


def typed_not_saved(cities: list) -> list[Draft]:
    return list(
        Draft.objects.filter(
            holder__in=[office_holder(city.pk) for city in cities],
            target_type=ContentType.objects.get_for_model(Need),
        ).order_by("-saved_at")
    )


def open_needs(cities: list) -> list[Need]:
    """Drafts first, then what is published; each with `found`, its live matches.

    There is no number for a city that has knowledge-sharing features only.
    """
    needs = Need.objects.open().filter(organisation__in=cities)
    needs = needs.select_related("organisation__country", "sector", "ranking").defer(
        "search"
    )
    needs = translations.prepare(needs.order_by("state", "-updated_at"))
    found = finder.counts(needs)
    for need in needs:
        restricted = compliance.is_restricted(need.organisation)
        ranking = getattr(need, "ranking", None)
        need.found = None if restricted else found.get(need.pk, 0)
        need.is_waiting = not (restricted or (ranking and ranking.is_ready))
    return needs
