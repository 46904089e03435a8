import re

import django_filters
from django import forms
from django.db.models import Case, FilteredRelation, IntegerField, Q, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _

from core import sorting
from core.languages import current
from core.search import MAX_QUERY
from members.models import Organisation
from members.states import BELONGS
from vocabulary.models import Country

CODE = re.compile(r"[\w-]{1,60}", re.ASCII)


class CodesField(forms.MultipleChoiceField):
    """Codes as they stand in an address; one that nobody has finds nothing."""

    def valid_value(self, value):
        return bool(CODE.fullmatch(value))


class CodesFilter(django_filters.MultipleChoiceFilter):
    field_class = CodesField


class MemberFilter(django_filters.FilterSet):
    """What a member is found by, as GET parameters; pages add facets of their own."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    country = CodesFilter(label=_("Country"), field_name="country__code")
    network = CodesFilter(label=_("Network"), field_name="belonging__network__slug")
    type = CodesFilter(label=_("Type"), field_name="local_government__unit_type__code")

    class Meta:
        model = Organisation
        fields = ()

    def search(self, queryset, name, value):
        return queryset.found_by(value[:MAX_QUERY])


def directory(user):
    """Members a reader may see; `belonging` are the memberships that count."""
    return (
        Organisation.objects.local_governments()
        .visible_to(user)
        .alias(
            belonging=FilteredRelation(
                "memberships", condition=Q(memberships__state__in=BELONGS)
            )
        )
        .filter(belonging__isnull=False, local_government__isnull=False)
    )


def countries() -> list[Country]:
    """Countries that have members, in the order of the reader's language."""
    found = Country.objects.filter(organisation__memberships__state__in=BELONGS)
    return sorted(
        found.distinct(), key=lambda country: sorting.key(country.name, current())
    )


def in_order(cities, lands: list[Country]):
    """By country, then by name, both as the reader's language sorts them."""
    name = KeyTextTransform(current(), "sort_keys")
    if not lands:
        return cities.order_by(name, "slug")
    rank = Case(
        *(When(country=land.pk, then=Value(n)) for n, land in enumerate(lands)),
        default=Value(len(lands)),
        output_field=IntegerField(),
    )
    return cities.order_by(rank, name, "slug")
