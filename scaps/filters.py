import functools
from collections.abc import Iterable

import django_filters
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core import facets, sorting
from core.facets import Offered
from core.languages import CODES, columns, current
from core.search import MAX_QUERY
from members.models import Organisation
from scaps.models import Need
from scaps.states import NeedState, Visibility
from vocabulary.models import Country, NeedType, Sector, SolutionArea, Stage, Urgency

CHOICES = {"state": NeedState, "visibility": Visibility}
SORTS = {
    "newest": _("Newest first"),
    "urgency": _("Most urgent first"),
    "title": _("By title"),
}


def _codes(label, field_name: str, model) -> django_filters.ModelMultipleChoiceFilter:
    return django_filters.ModelMultipleChoiceFilter(
        label=label,
        field_name=f"{field_name}__code",
        queryset=model.objects.all(),
        to_field_name="code",
    )


class NeedFilter(django_filters.FilterSet):
    """The facets of the lists of needs, as GET parameters."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), field_name="state", choices=NeedState.choices
    )
    visibility = django_filters.MultipleChoiceFilter(
        label=_("Who may see it"), field_name="visibility", choices=Visibility.choices
    )
    sector = _codes(_("Sector"), "sector", Sector)
    area = _codes(_("Solution area"), "areas", SolutionArea)
    type = _codes(_("Kinds of help"), "types", NeedType)
    urgency = _codes(_("Urgency"), "urgency", Urgency)
    stage = _codes(_("Stage"), "stage", Stage)
    country = _codes(_("Country"), "organisation__country", Country)
    city = django_filters.ModelChoiceFilter(
        field_name="organisation",
        queryset=Organisation.objects.local_governments().filter(is_public=True),
        to_field_name="slug",
    )

    class Meta:
        model = Need
        fields = ()

    def search(self, queryset, name, value):
        return queryset.found_by(value[:MAX_QUERY])

    def groups(self, *names: str) -> list[facets.Facet]:
        """The facets with their counts, in this order."""
        return facets.groups(self, {name: _words(name) for name in names})

    @property
    def chosen_city(self) -> Organisation | None:
        return self.form.cleaned_data.get("city") if self.form.is_valid() else None


def _words(name: str) -> Iterable[facets.Word]:
    """What a facet offers."""
    if name in CHOICES:
        return [Offered(code, str(label)) for code, label in CHOICES[name].choices]
    if name == "country":
        return Country.objects.filter(region="northeast_asia")
    return NeedFilter.base_filters[name].queryset


def in_order(needs: QuerySet[Need], sort: str) -> QuerySet[Need] | list[int]:
    """The needs sorted; by title as the reader's language sorts, then as their ids.

    PostgreSQL has no order for the six languages, so titles are compared here.
    """
    if sort == "title":
        return _by_title(needs)
    newest = Coalesce("published_at", "created_at").desc()
    if sort == "urgency":
        return needs.order_by(
            F("urgency__order").asc(nulls_last=True), newest, F("pk").desc()
        )
    return needs.order_by(newest, F("pk").desc())


def _by_title(needs: QuerySet[Need]) -> list[int]:
    reader = current()
    titles = needs.order_by().values_list("pk", "source_lang", *columns("title"))
    keys = {
        pk: _title_key(_shown(dict(zip(CODES, texts, strict=True)), reader, source))
        for pk, source, *texts in titles
    }
    return sorted(keys, key=lambda pk: (keys[pk], pk))


def _shown(titles: dict[str, str | None], reader: str, source: str) -> tuple[str, str]:
    """The title that the list shows, as `translations.services.read` chooses it."""
    order = (reader, source, *CODES)
    return next((titles[code] for code in order if titles[code]), ""), reader


@functools.lru_cache(maxsize=20_000)
def _title_key(title_and_reader: tuple[str, str]) -> str:
    """Comparing is slow where thousands of titles are listed again and again."""
    return sorting.key(*title_and_reader)
