"""Which joint initiatives a list shows: state, sector and country, by address."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from core.facets import Offered, words
from scaps.column_filters import ColumnFilters
from scaps.states import InitiativeState
from vocabulary.models import Country, Sector


class Chosen(ColumnFilters):
    legends = {"state": _("State"), "sector": _("Sector"), "country": _("Country")}
    columns = {"sector": "sectors", "country": "countries"}

    @staticmethod
    def offered():
        known = words(
            {"sector": Sector.objects.all(), "country": Country.objects.all()}
        )
        states = [Offered(code, str(label)) for code, label in InitiativeState.choices]
        return known | {"state": states}

    def _narrowed(self, rows, name, codes):
        if name == "state":
            return rows.filter(state__in=codes)
        return super()._narrowed(rows, name, codes)

    def _counts(self, name, rows):
        if name != "state":
            return super()._counts(name, rows)
        found = self.applied(rows, but=name).order_by()
        return dict(found.values_list("state").annotate(n=Count("pk")))
