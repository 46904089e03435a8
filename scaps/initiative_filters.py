"""Which joint initiatives a list shows: state, sector and country, by address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F, Func
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from core.facets import Facet, Offered, Option, words
from scaps.states import InitiativeState
from vocabulary.models import Country, Sector

LEGENDS = {"state": _("State"), "sector": _("Sector"), "country": _("Country")}
COLUMNS = {"sector": "sectors", "country": "countries"}
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

    def applied(self, initiatives, *, but: str = ""):
        """What all filters let through, one of them excepted."""
        for name, codes in self.codes.items():
            if not codes or name == but:
                continue
            if name == "state":
                initiatives = initiatives.filter(state__in=codes)
            else:
                initiatives = initiatives.filter(
                    **{f"{COLUMNS[name]}__overlap": sorted(codes)}
                )
        return initiatives

    def facets(self, initiatives) -> list[Facet]:
        """The filters with their counts; words that nothing has are left out."""
        known = words(
            {"sector": Sector.objects.all(), "country": Country.objects.all()}
        )
        known["state"] = [
            Offered(code, str(label)) for code, label in InitiativeState.choices
        ]
        return [
            self._facet(name, known[name], self._counts(name, initiatives))
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

    def _counts(self, name: str, initiatives) -> dict[str, int]:
        found = self.applied(initiatives, but=name).order_by()
        code = (
            F("state") if name == "state" else Func(F(COLUMNS[name]), function="unnest")
        )
        return dict(
            found.annotate(code=code).values_list("code").annotate(n=Count("pk"))
        )
