"""What of all overlaps a page is about: sector, stage, network and country, by address."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from core.facets import Offered, words
from members.models import Membership, Network
from members.states import BELONGS
from scaps.column_filters import ColumnFilters
from vocabulary.models import Country, Sector, Stage


class Chosen(ColumnFilters):
    legends = {
        "sector": _("Sector"),
        "stage": _("Stage"),
        "network": _("Network"),
        "country": _("Country"),
    }
    columns = {"sector": "sectors", "stage": "stages", "country": "countries"}

    @staticmethod
    def offered():
        known = words(
            {
                "sector": Sector.objects.all(),
                "stage": Stage.objects.all(),
                "country": Country.objects.all(),
            }
        )
        networks = [Offered(one.slug, str(one)) for one in Network.objects.all()]
        return known | {"network": networks}

    def _narrowed(self, rows, name, codes):
        if name == "network":
            return rows.filter(_inside(Q(network__slug__in=codes)))
        return super()._narrowed(rows, name, codes)

    def _counts(self, name, rows):
        if name != "network":
            return super()._counts(name, rows)
        slugs = Network.objects.values_list("slug", flat=True)
        counts = {
            slug: Count("pk", filter=_inside(Q(network__slug=slug))) for slug in slugs
        }
        return self.applied(rows, but=name).order_by().aggregate(**counts)


def _inside(network: Q) -> Q:
    """Overlaps whose two cities belong to a network."""
    held = Membership.objects.filter(network, state__in=BELONGS)
    cities = held.values("organisation")
    return Q(a__organisation__in=cities, b__organisation__in=cities)
