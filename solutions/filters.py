import django_filters
from django.utils.translation import gettext_lazy as _

from core.search import MAX_QUERY
from solutions.models import Solution
from vocabulary.models import Country, Maturity, Sector, SolutionArea


class SolutionFilter(django_filters.FilterSet):
    """The facets of the catalogue: both axes, maturity and country of the provider."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    sector = django_filters.ModelMultipleChoiceFilter(
        label=_("Sector"),
        field_name="sectors__code",
        queryset=Sector.objects.all(),
        to_field_name="code",
    )
    area = django_filters.ModelMultipleChoiceFilter(
        label=_("Solution area"),
        field_name="areas__code",
        queryset=SolutionArea.objects.all(),
        to_field_name="code",
    )
    maturity = django_filters.ModelMultipleChoiceFilter(
        label=_("Maturity"),
        field_name="maturity__code",
        queryset=Maturity.objects.all(),
        to_field_name="code",
    )
    country = django_filters.ModelMultipleChoiceFilter(
        label=_("Country of the provider"),
        field_name="provider__country__code",
        queryset=Country.objects.all(),
        to_field_name="code",
    )

    class Meta:
        model = Solution
        fields = ()

    def search(self, queryset, name, value):
        return queryset.found_by(value[:MAX_QUERY])
