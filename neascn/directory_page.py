"""The member directory: what lists and the table show of each local government."""

from collections.abc import Iterable

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from core import facets
from core.languages import columns, listed
from members import filters, places
from members.models import Membership, Organisation
from members.states import BELONGS
from neascn import plans_at_a_glance
from neascn.directory_filter import DirectoryFilter, members
from translations import services as translations
from vocabulary.models import Sector

PAGE_SIZE = 50


def context(data, user) -> dict:
    chosen = DirectoryFilter(data, queryset=members(user))
    lands = filters.countries()
    groups = chosen.groups(lands, user)
    page = Paginator(found(chosen, lands), PAGE_SIZE).get_page(data.get("page"))
    page.object_list = with_plans(page.object_list, user)
    return {
        "page": page,
        "facets": groups,
        "chips": facets.chips(data, groups),
        "points": places.counted(page.object_list),
    }


def found(chosen: DirectoryFilter, lands: list) -> QuerySet[Organisation]:
    belonging = Membership.objects.filter(state__in=BELONGS).select_related("network")
    return (
        filters.in_order(chosen.qs.distinct(), lands)
        .select_related("country", "local_government__unit_type")
        .prefetch_related(Prefetch("memberships", belonging, to_attr="belongs"))
        .defer("search", "summary", *columns("summary"))
    )


def with_plans(cities: Page | QuerySet, user) -> list[Organisation]:
    """The cities with their names prepared, each with `glance` at its plan or none."""
    rows = translations.prepare(cities)
    glances = plans_at_a_glance.of(rows, user)
    for city in rows:
        city.glance = glances.get(city.pk)
    return rows


# --- As a table --------------------------------------------------------------------


def table(data, user, *, site: str) -> tuple[list, list[list]]:
    """The header, and a row for each member found; `site` begins the addresses."""
    chosen = DirectoryFilter(data, queryset=members(user))
    cities = with_plans(found(chosen, filters.countries()), user)
    sectors = {sector.code: str(sector) for sector in Sector.objects.all()}
    header = [label for label, _value in COLUMNS]
    rows = [[value(city) for _label, value in COLUMNS] for city in cities]
    for city, row in zip(cities, rows, strict=True):
        codes = city.glance.sectors if city.glance else []
        row.append(listed(sectors.get(code, code) for code in codes))
        row.append(f"{site}{city.get_absolute_url()}")
    return [*header, _("Sectors of the plan"), _("Address")], rows


def _networks(memberships: Iterable[Membership]) -> str:
    return listed(
        f"{membership.network.acronym} ({membership.get_state_display()})"
        for membership in memberships
    )


COLUMNS = (
    (_("City"), lambda city: translations.read(city, "name").value),
    (_("Name in its own language"), lambda city: city.native_name),
    (_("Country"), lambda city: city.country),
    (_("Type"), lambda city: city.local_government.unit_type),
    (_("Networks"), lambda city: _networks(city.belongs)),
    (_("Population"), lambda city: city.local_government.population),
    (_("Latitude"), lambda city: city.local_government.latitude),
    (_("Longitude"), lambda city: city.local_government.longitude),
    (_("Time zone"), lambda city: city.local_government.timezone),
    (_("Years of the plan"), lambda city: city.glance.years if city.glance else ""),
    (_("Projects"), lambda city: city.glance.projects if city.glance else 0),
)
