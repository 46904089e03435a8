"""The list of plans: which ones an address asks for, in which order, what else there is.

A network has hundreds of plans, not hundreds of thousands: the facts that the
facets count are read once, with two queries, and counted here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import search, sorting
from core.facets import Facet, Offered, Option, words
from core.languages import current
from members.filters import CODE
from members.models import Network
from scaps.models import ProjectVersion, Scap
from vocabulary.models import Country, FocusArea, Sector, Stage

PAGE_SIZE = 50
YES = "yes"
SORTS = {
    "relevance": gettext_lazy("Best fit first"),
    "newest": gettext_lazy("Newest first"),
    "title": gettext_lazy("By title"),
    "city": gettext_lazy("By city"),
}
LEGENDS = {
    "country": gettext_lazy("Country"),
    "network": gettext_lazy("Network"),
    "sector": gettext_lazy("Sector"),
    "focus": gettext_lazy("Focus area"),
    "stage": gettext_lazy("Stage of projects"),
    "open": gettext_lazy("Joint work"),
}


@dataclass(frozen=True)
class Facts:
    """What the facets ask of one plan: name of a facet → the codes that it meets."""

    pk: int
    codes: dict[str, frozenset[str]]
    published_at: datetime
    fit: float
    title: str
    city: str
    projects: int

    def meets(self, chosen: dict[str, set[str]], *, but: str = "") -> bool:
        """One of the codes of every facet in which something is chosen."""
        return all(
            name == but or not codes or codes & self.codes[name]
            for name, codes in chosen.items()
        )


def counts(rows: Iterable[Facts], chosen: dict[str, set[str]]) -> dict:
    """(facet, code) → how many a click would show."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        for name, codes in row.codes.items():
            if row.meets(chosen, but=name):
                for code in codes:
                    found[name, code] = found.get((name, code), 0) + 1
    return found


class Listing:
    """The published plans that an address asks for, as far as the reader may see them."""

    def __init__(self, data, user) -> None:
        self.data, self.user = data, user
        self.text = data.get("q", "").strip()[: search.MAX_QUERY]
        self.chosen = {
            name: {code for code in data.getlist(name) if CODE.fullmatch(code)}
            for name in LEGENDS
        }

    @property
    def sorts(self) -> list[str]:
        return [name for name in SORTS if name != "relevance" or self.text]

    @property
    def sort(self) -> str:
        asked = self.data.get("sort")
        return asked if asked in self.sorts else self.sorts[0]

    @cached_property
    def found(self) -> list[Facts]:
        rows = [row for row in self._facts if row.meets(self.chosen)]
        return sorted(rows, key=ORDERS[self.sort])

    def page(self, number) -> Page:
        page = Paginator(self.found, PAGE_SIZE).get_page(number)
        page.object_list = self.rows(page.object_list)
        return page

    def rows(self, found: list[Facts]) -> list[Scap]:
        """The plans with what a row of the list tells; texts alone, not the plan."""
        plans = (
            Scap.objects.filter(pk__in=[row.pk for row in found])
            .select_related("organisation__country", "network", "current")
            .defer("current__data", "current__search", "current__sort_keys")
            .annotate(
                shown_title=KeyTransform("title", "current__data"),
                shown_vision=KeyTransform("vision", "current__data"),
                shown_years=KeyTransform("years", "current__data"),
            )
            .in_bulk()
        )
        for row in found:
            if plan := plans.get(row.pk):
                plan.projects_shown = row.projects
                plan.focus_names = [
                    word.label
                    for word in self.words["focus"]
                    if word.code in plan.current.focus_areas
                ]
        return [plans[row.pk] for row in found if row.pk in plans]

    def groups(self) -> list[Facet]:
        """The facets with exact counts; only words that a plan has are offered."""
        known, there = counts(self._facts, self.chosen), self._there
        return [
            Facet(
                name,
                str(legend),
                [
                    Option(
                        word.code,
                        word.label,
                        known.get((name, word.code), 0),
                        word.code in self.chosen[name],
                    )
                    for word in self.words[name]
                    if word.code in there[name] or word.code in self.chosen[name]
                ],
            )
            for name, legend in LEGENDS.items()
        ]

    @cached_property
    def words(self) -> dict[str, list[Offered]]:
        found = words(
            {
                "country": Country.objects.all(),
                "sector": Sector.objects.all(),
                "focus": FocusArea.objects.all(),
                "stage": Stage.objects.all(),
            }
        )
        found["country"].sort(key=lambda word: sorting.key(word.label, current()))
        networks = Network.objects.values_list("slug", "acronym")
        found["network"] = [Offered(slug, acronym) for slug, acronym in networks]
        found["open"] = [Offered(YES, _("Has projects open to joint work"))]
        return found

    @cached_property
    def _there(self) -> dict[str, set[str]]:
        return {
            name: {code for row in self._facts for code in row.codes[name]}
            for name in LEGENDS
        }

    @cached_property
    def _facts(self) -> list[Facts]:
        projects = self._projects()
        return [
            _facts(row, projects.get(row["current"], NO_PROJECTS))
            for row in self._plans().values("pk", "current", *COLUMNS)
        ]

    def _plans(self):
        words = search.query(self.text) if self.text else None
        plans = Scap.objects.published().visible_to(self.user).order_by()
        plans = plans.annotate(
            shown_title=KeyTextTransform(current(), "current__sort_keys"),
            shown_city=KeyTextTransform(current(), "organisation__sort_keys"),
        )
        if words is None:
            plans = plans.annotate(fit=Value(0.0))
            return plans.none() if self.text else plans
        found = Q(current__search=words) | Q(organisation__search=words)
        return plans.filter(found).annotate(fit=SearchRank(F("current__search"), words))

    def _projects(self) -> dict[int, dict]:
        """The projects in force, together by the version of their plan."""
        rows = (
            ProjectVersion.objects.filter(is_current=True, scap_version__isnull=False)
            .order_by()
            .values("scap_version")
            .annotate(
                stages=ArrayAgg("stage", distinct=True),
                open=BoolOr("is_open"),
                n=Count("pk"),
            )
        )
        return {row["scap_version"]: row for row in rows}


NO_PROJECTS = {"stages": [], "open": False, "n": 0}
COLUMNS = (
    "organisation__country__code",
    "network__slug",
    "current__sectors",
    "current__focus_areas",
    "current__published_at",
    "fit",
    "shown_title",
    "shown_city",
)
ORDERS = {
    "relevance": lambda row: (-row.fit, -row.published_at.timestamp(), -row.pk),
    "newest": lambda row: (-row.published_at.timestamp(), -row.pk),
    "title": lambda row: (row.title, row.pk),
    "city": lambda row: (row.city, -row.published_at.timestamp(), -row.pk),
}


def _facts(row: dict, projects: dict) -> Facts:
    return Facts(
        pk=row["pk"],
        codes={
            "country": frozenset({row["organisation__country__code"]}),
            "network": frozenset({row["network__slug"]}),
            "sector": frozenset(row["current__sectors"]),
            "focus": frozenset(row["current__focus_areas"]),
            "stage": frozenset(filter(None, projects["stages"])),
            "open": frozenset({YES} if projects["open"] else ()),
        },
        published_at=row["current__published_at"],
        fit=row["fit"],
        title=row["shown_title"] or "",
        city=row["shown_city"] or "",
        projects=projects["n"],
    )
