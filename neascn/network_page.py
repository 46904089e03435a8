"""A network: how it came about, what its members do, who they are, and its figures.

Texts are data in six languages. Every figure leads to the list that it counts.
"""

from collections import defaultdict

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from members import filters, places
from members.models import Network, Organisation, PublicFact
from members.states import BELONGS
from scaps.models import Need, Project, Scap
from translations import services as translations


def overview() -> dict:
    belong = Count("memberships", filter=Q(memberships__state__in=BELONGS))
    return {"networks": Network.objects.annotate(size=belong)}


def context(network: Network, user) -> dict:
    cities = members_of(network, user)
    lands = {city.country_id for city in cities}
    return {
        "network": network,
        "cities": cities,
        "points": places.overview(cities),
        "areas": lines(network.focus),
        "meetings": network.meetings.all(),
        "facts": facts(cities),
        "figures": figures(network, len(cities), len(lands), user),
        "crumbs": way_here(network),
    }


def members_of(network: Network, user) -> list[Organisation]:
    """By country, then by name, as the reader's language sorts."""
    cities = filters.directory(user).filter(belonging__network=network).distinct()
    cities = cities.select_related("country", "local_government").defer("search")
    return translations.prepare(filters.in_order(cities, filters.countries()))


def lines(text: str) -> list[str]:
    """One thing on each line, as staff write it."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def facts(cities: list[Organisation]) -> list[dict]:
    """What public sources say of these cities, in the order of the list of members."""
    found = defaultdict(list)
    for fact in PublicFact.objects.filter(organisation__in=cities):
        found[fact.organisation_id].append(fact)
    return [
        {"city": city, "facts": found[city.pk]} for city in cities if city.pk in found
    ]


def figures(network: Network, members: int, countries: int, user) -> list[dict]:
    plans = Scap.objects.visible_to(user).published().filter(network=network)
    projects = (
        Project.objects.visible_to(user).published().filter(scap__network=network)
    )
    needs = (
        Need.objects.visible_to(user)
        .published()
        .filter(organisation__in=Organisation.objects.members(network))
    )
    directory = f"{reverse('members:index')}?network={network.slug}"
    listed = f"{reverse('scaps:index')}?network={network.slug}"
    return [
        {"label": _("Members"), "number": members, "url": directory},
        {"label": _("Countries"), "number": countries, "url": "#members"},
        {"label": _("Action plans"), "number": plans.count(), "url": listed},
        {"label": _("Projects"), "number": projects.count(), "url": ""},
        {"label": _("Published needs"), "number": needs.count(), "url": ""},
    ]


def way_here(network: Network) -> list[dict]:
    return [
        {"label": _("Networks"), "url": reverse("networks:index")},
        {"label": network.acronym},
    ]
