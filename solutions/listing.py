"""What the catalogue lists for an address: how many, in which order, what else there is."""

from functools import cached_property

from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core import facets, search
from core.languages import current
from core.text import clean
from solutions import tally
from solutions.filters import SolutionFilter
from solutions.models import Reference, Solution
from translations import services as translations

PAGE_SIZE = 20
# Weighing the words of more would take longer than a reader waits.
RANKED = 20_000
SORTS = {
    "relevance": _("Best fit first"),
    "newest": _("Newest first"),
    "title": _("By title"),
    "references": _("Most verified references"),
}


class Listing:
    """The published solutions that an address asks for.

    It holds words, chosen facets, a city where they are in use, and an order.
    """

    def __init__(self, data) -> None:
        self.data = data
        self.text = data.get("q", "").strip()[: search.MAX_QUERY]
        self.city = clean(data.get("city", ""))
        rows = Solution.objects.published().found_by(self.text)
        if self.city:
            used = Q(references__city=self.city)
            rows = rows.filter(pk__in=Solution.objects.filter(used).values("pk"))
        self.chosen = SolutionFilter(data, queryset=rows)

    @property
    def rows(self) -> QuerySet[Solution]:
        return self.chosen.qs

    @cached_property
    def total(self) -> int:
        return self._tally.total(self.chosen, self._found)

    def groups(self) -> list[facets.Facet]:
        counts = self._tally.counts(self.chosen, self._found)
        return facets.groups(self.chosen, self._words, counts)

    @property
    def sorts(self) -> list[str]:
        """The orders that are offered."""
        may_rank = self.text and self.total <= RANKED
        return [name for name in SORTS if name != "relevance" or may_rank]

    @property
    def sort(self) -> str:
        asked = self.data.get("sort")
        return asked if asked in self.sorts else self.sorts[0]

    def ids(self) -> QuerySet:
        """The ids in order; whole rows are read for a page alone."""
        return _in_order(self.rows, self.sort, self.text).values_list("pk", flat=True)

    def page(self, number) -> Page:
        paginator = Paginator(self.ids(), PAGE_SIZE)
        paginator.count = self.total
        page = paginator.get_page(number)
        page.object_list = _shown(list(page.object_list))
        return page

    @cached_property
    def _words(self) -> tally.Words:
        return self.chosen.words()

    @cached_property
    def _tally(self) -> tally.Tally:
        return tally.current(self._words)

    @cached_property
    def _found(self) -> int | None:
        """Those that hold the words, before any facet; none when all do."""
        if not (self.text or self.city):
            return None
        ids = self.chosen.queryset.order_by().values_list("pk", flat=True)
        return tally.bits_of(ids)


def _in_order(rows: QuerySet[Solution], sort: str, text: str) -> QuerySet[Solution]:
    newest = ("-published_at", "-pk")
    if sort == "relevance" and (words := search.query(text)):
        fit = SearchRank(F("search"), words)
        return rows.annotate(fit=fit).order_by("-fit", *newest)
    if sort == "title":
        return rows.order_by(KeyTextTransform(current(), "sort_keys"), "pk")
    if sort == "references":
        return rows.annotate(verified=_verified()).order_by("-verified", *newest)
    return rows.order_by(*newest)


def _verified() -> Coalesce:
    """How many verified references; counted apart, rows are wide to join."""
    verified = Reference.objects.filter(solution=OuterRef("pk"), is_verified=True)
    number = verified.order_by().values("solution").annotate(n=Count("pk"))
    return Coalesce(Subquery(number.values("n")), 0)


def _shown(ids: list[int]) -> list[Solution]:
    """The rows of a page with all that it tells of them."""
    found = (
        Solution.objects.defer("search", "sort_keys")
        .select_related("provider__country", "maturity")
        .prefetch_related("sectors")
        .annotate(verified=_verified())
        .in_bulk(ids)
    )
    return translations.prepare(found[pk] for pk in ids if pk in found)
