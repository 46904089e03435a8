"""What a dashboard is about: a network, perhaps one country, and a year of reports.

Every figure and every list that a figure opens begins with these same rows, so
that a figure counts what its list shows, for this reader.
"""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.text import whole_number
from members.models import Membership, Network
from members.states import BELONGS
from scaps import circles
from scaps.models import Need, ProgressReport, ProjectVersion, ReportPeriod, Scap
from scaps.states import ProjectStanding


@dataclass
class Scope:
    user: object
    networks: list[Network]
    network: Network | None
    years: list[int]
    year: int
    country: str = ""

    # --- Rows ----------------------------------------------------------------------

    @cached_property
    def plans(self):
        """Plans in force of members of the network."""
        plans = Scap.objects.visible_to(self.user).published()
        return self._of_members(plans.filter(network=self.network))

    @cached_property
    def projects(self):
        """Published projects, but those given up."""
        rows = ProjectVersion.objects.filter(is_current=True)
        rows = rows.exclude(standing=ProjectStanding.CANCELLED)
        return self._of_members(rows.filter(circles.seen_by(self.user)))

    @cached_property
    def needs(self):
        """Needs that are published and not closed."""
        needs = Need.objects.visible_to(self.user).published()
        return self._of_members(needs)

    @cached_property
    def reports(self):
        """Reports of the year that were signed off."""
        return ProgressReport.objects.signed().filter(
            scap__in=self.plans, period__year=self.year, period__network=self.network
        )

    @cached_property
    def missing(self):
        """Plans of which nothing was signed off for the year."""
        signed = ProgressReport.objects.signed().filter(
            scap=OuterRef("pk"), period__year=self.year, period__network=self.network
        )
        return self.plans.filter(~Exists(signed))

    def _of_members(self, rows):
        belongs = Membership.objects.filter(
            organisation=OuterRef("organisation"),
            network=self.network,
            state__in=BELONGS,
        )
        rows = rows.filter(Exists(belongs))
        if self.country:
            rows = rows.filter(organisation__country__code=self.country)
        return rows

    # --- Rights and addresses --------------------------------------------------------

    @property
    def knows_members(self) -> bool:
        """Who has not reported is named to the network alone."""
        return self.user.is_authenticated and (
            self.user.is_member or self.user.is_secretariat
        )

    def query(self, **more) -> str:
        """The filters as they stand in an address; empty ones are left out."""
        chosen = {
            "network": self.network.slug if self.network else "",
            "country": self.country,
            "year": self.year,
        } | more
        return urlencode({name: value for name, value in chosen.items() if value})


def of(request) -> Scope:
    """The scope of an address; what nobody has is left out."""
    asked = request.GET
    networks = list(Network.objects.order_by("order", "slug"))
    by_slug = {network.slug: network for network in networks}
    network = by_slug.get(asked.get("network", ""), next(iter(networks), None))
    periods = ReportPeriod.objects.started().values_list("network", "year")
    years = sorted(
        {year for pk, year in periods if network and pk == network.pk}, reverse=True
    )
    wanted = whole_number(asked.get("year", ""))
    newest = years[0] if years else timezone.localdate().year
    country = asked.get("country", "")
    return Scope(
        user=request.user,
        networks=networks,
        network=network,
        years=years or [newest],
        year=wanted if wanted in years else newest,
        country=country if country.isalpha() and len(country) == 2 else "",
    )
