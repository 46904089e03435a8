import django_filters
from django.utils.translation import gettext_lazy as _

from core.search import MAX_QUERY
from members.models import Organisation
from scaps.models import Need
from vocabulary.models import Country, NeedType, Sector


class NeedFilter(django_filters.FilterSet):
    """The facets of the list of needs, as GET parameters."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    sector = django_filters.ModelMultipleChoiceFilter(
        label=_("Sector"),
        field_name="sector__code",
        queryset=Sector.objects.all(),
        to_field_name="code",
    )
    type = django_filters.ModelMultipleChoiceFilter(
        label=_("Kinds of help"),
        field_name="types__code",
        queryset=NeedType.objects.all(),
        to_field_name="code",
    )
    country = django_filters.ModelMultipleChoiceFilter(
        label=_("Country"),
        field_name="organisation__country__code",
        queryset=Country.objects.all(),
        to_field_name="code",
    )
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
