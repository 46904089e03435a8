"""The facets of the catalogue, as GET parameters and as counts."""

from collections.abc import Iterable

import django_filters
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core import facets
from core.facets import Offered
from core.languages import CODES, ENDONYMS, current
from core.sorting import key as sort_key
from members.filters import CodesFilter
from members.models import Organisation
from solutions.models import Reference, Solution
from vocabulary.models import (
    Country,
    Maturity,
    PriceModel,
    Sector,
    SolutionArea,
    Stage,
)

YES = "yes"


class Counted(CodesFilter):
    """A facet: `met` is what a row must meet, `key` what rows are counted by.

    A row has one key, or one in each row of a left join when `many`.
    """

    many = False

    def __init__(self, key, *, path: str = "", offers=None, **kwargs):
        super().__init__(**kwargs)
        self.key, self.path, self.offers = key, path, offers

    def filter(self, rows, codes):
        return rows.filter(self.met(codes)) if codes else rows

    def met(self, codes: list[str]) -> Q:
        return Q(**{f"{self.path}__in": codes})

    def codes_of(self, key, words: Iterable[Offered]) -> list[str]:
        """The words under which rows with this key are counted."""
        return [word.code for word in words if str(word.pk) == str(key)]


class OneOf(Counted):
    """A column of the row, or of what it points to."""


class SomeOf(Counted):
    """Words that hang on a solution by a table between."""

    many = True

    def met(self, codes: list[str]) -> Q:
        field = Solution._meta.get_field(self.key.name)
        word = f"{field.m2m_reverse_field_name()}__code__in"
        return Q(pk__in=self.links().filter(**{word: codes}).values("solution"))

    def links(self):
        return Solution._meta.get_field(self.key.name).remote_field.through.objects


class Served(SomeOf):
    """Countries served; whoever names none serves any country."""

    def met(self, codes: list[str]) -> Q:
        chosen = self.links().filter(country__code__in=codes).values("solution")
        return Q(pk__in=chosen) | ~Q(pk__in=self.links().values("solution"))

    def codes_of(self, key, words):
        if key in (None, ""):
            return [word.code for word in words]
        return super().codes_of(key, words)


class Spoken(Counted):
    """Languages of support: the whole list of a row is its key."""

    many = True

    def met(self, codes: list[str]) -> Q:
        return Q(languages__overlap=[code for code in codes if code in CODES])

    def codes_of(self, key, words):
        return str(key).strip("{}").split(",")


class Written(OneOf):
    """The original language."""

    def codes_of(self, key, words):
        return [str(key)]


class Verified(Counted):
    """Whether a verified reference is there: one word, “yes”."""

    def met(self, codes: list[str]) -> Q:
        return Q(_is_verified()) if YES in codes else Q(pk=None)

    def codes_of(self, key, words):
        return [YES] if key else []


def _is_verified() -> Exists:
    return Exists(Reference.objects.filter(solution=OuterRef("pk"), is_verified=True))


def _lands():
    """Countries with a provider that is shown to everybody."""
    shown = Organisation.objects.providers().filter(is_public=True)
    return Country.objects.filter(Exists(shown.filter(country=OuterRef("pk"))))


class SolutionFilter(django_filters.FilterSet):
    """Both axes, what a city asks about, and where the solution has been used."""

    sector = SomeOf(F("sectors"), label=_("Sector"), offers=Sector.objects.all)
    area = SomeOf(F("areas"), label=_("Solution area"), offers=SolutionArea.objects.all)
    maturity = OneOf(
        F("maturity"),
        path="maturity__code",
        label=_("Maturity"),
        offers=Maturity.objects.all,
    )
    verified = Verified(_is_verified(), label=_("References"))
    country = OneOf(
        F("provider__country"),
        path="provider__country__code",
        label=_("Country of the provider"),
        offers=_lands,
    )
    served = Served(
        F("countries"), label=_("Countries served"), offers=Country.objects.all
    )
    support = Spoken(F("languages"), label=_("Languages of support"))
    stage = SomeOf(F("stages"), label=_("Stages served"), offers=Stage.objects.all)
    price = OneOf(
        F("price_model"),
        path="price_model__code",
        label=_("Price model"),
        offers=PriceModel.objects.all,
    )
    language = Written(
        F("source_lang"), path="source_lang", label=_("Original language")
    )

    class Meta:
        model = Solution
        fields = ()

    @classmethod
    def names(cls) -> list[str]:
        """The facets, in the order of the page."""
        return [n for n, f in cls.base_filters.items() if isinstance(f, Counted)]

    def words(self) -> dict[str, list[Offered]]:
        """What each facet offers, in the reader's language and order."""
        lists = {
            name: self.filters[name].offers()
            for name in self.names()
            if self.filters[name].offers
        }
        found = facets.words(lists)
        for name in ("country", "served"):
            found[name].sort(key=lambda word: sort_key(word.label, current()))
        languages = [Offered(code, ENDONYMS[code]) for code in CODES]
        found |= {"support": languages, "language": languages}
        found["verified"] = [Offered(YES, str(_("Has a verified reference")))]
        return {name: found[name] for name in self.names()}
