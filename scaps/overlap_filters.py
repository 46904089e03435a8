"""What of all overlaps a page is about: sector, stage, network and country, by address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Func, Q
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.facets import Facet, Offered, Option, words
from members.models import Membership, Network
from members.states import BELONGS
from vocabulary.models import Country, Sector, Stage

LEGENDS = {
    "sector": _("Sector"),
    "stage": _("Stage"),
    "network": _("Network"),
    "country": _("Country"),
}
COLUMNS = {"sector": "sectors", "stage": "stages", "country": "countries"}
CODE = re.compile(r"[\w-]{1,60}", re.ASCII)


@dataclass(frozen=True)
class Chosen:
    """Codes by filter; within one filter any of them will do."""

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: MultiValueDict) -> "Chosen":
        return cls(
            {
                name: frozenset(filter(CODE.fullmatch, data.getlist(name)))
                for name in LEGENDS
            }
        )

    @property
    def count(self) -> int:
        return sum(map(len, self.codes.values()))

    @property
    def query(self) -> str:
        """The same filters in another address."""
        return urlencode(
            {name: sorted(codes) for name, codes in self.codes.items() if codes},
            doseq=True,
        )

    def applied(self, overlaps, *, but: str = ""):
        """The overlaps that all filters let through, one of them excepted."""
        for name, codes in self.codes.items():
            if not codes or name == but:
                continue
            if name == "network":
                overlaps = overlaps.filter(_inside(Q(network__slug__in=codes)))
            else:
                overlaps = overlaps.filter(
                    **{f"{COLUMNS[name]}__overlap": sorted(codes)}
                )
        return overlaps

    def facets(self, overlaps) -> list[Facet]:
        """The filters with their counts; words that nothing has are left out."""
        known = words(
            {
                "sector": Sector.objects.all(),
                "stage": Stage.objects.all(),
                "country": Country.objects.all(),
            }
        )
        known["network"] = [
            Offered(network.slug, str(network)) for network in Network.objects.all()
        ]
        return [
            self._facet(name, known[name], self._counts(name, overlaps))
            for name in LEGENDS
        ]

    def _facet(self, name: str, offered: Iterable[Offered], counts: dict) -> Facet:
        on = self.codes.get(name, frozenset())
        options = [
            Option(word.code, str(word), counts.get(word.code, 0), word.code in on)
            for word in offered
            if counts.get(word.code) or word.code in on
        ]
        return Facet(name, str(LEGENDS[name]), options)

    def _counts(self, name: str, overlaps) -> dict[str, int]:
        found = self.applied(overlaps, but=name).order_by()
        if name == "network":
            slugs = list(Network.objects.values_list("slug", flat=True))
            return found.aggregate(
                **{
                    slug: Count("pk", filter=_inside(Q(network__slug=slug)))
                    for slug in slugs
                }
            )
        code = Func(F(COLUMNS[name]), function="unnest")
        rows = found.annotate(code=code).values_list("code").annotate(n=Count("pk"))
        return dict(rows)


def _inside(network: Q) -> Q:
    """Overlaps whose two cities belong to a network."""
    held = Membership.objects.filter(network, state__in=BELONGS)
    cities = held.values("organisation")
    return Q(a__organisation__in=cities, b__organisation__in=cities)
