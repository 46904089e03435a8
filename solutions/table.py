"""Solutions as rows of a table for spreadsheets, in the reader's language."""

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.batches import batched
from core.languages import ENDONYMS, columns, listed
from solutions.models import Reference, Solution
from translations import services as translations

PIECE = 250
UNUSED = [*columns("description"), *columns("users"), *columns("data_location")]


def header() -> list[str]:
    labels = [_("Address"), *(label for label, _value in COLUMNS)]
    return [str(label) for label in labels]


def rows(ids: Iterable[int], *, site: str) -> Iterator[list]:
    """A row for each solution, read piece by piece; `site` begins the addresses.

    They are made while they are sent, when the request's language may be gone: it is
    asked for here, not by the iterator.
    """
    return _in_pieces(ids, site, translation.get_language())


def _in_pieces(ids: Iterable[int], site: str, language: str) -> Iterator[list]:
    for piece in batched(ids, PIECE):
        with translation.override(language):
            made = [_row(solution, site) for solution in _solutions(piece)]
        yield from made


def _row(solution: Solution, site: str) -> list:
    address = f"{site}{solution.get_absolute_url()}"
    return [address, *(value(solution) for _label, value in COLUMNS)]


def _solutions(ids: list[int]) -> list[Solution]:
    found = (
        Solution.objects.defer("search", "sort_keys", *UNUSED)
        .select_related("provider__country", "maturity", "price_model")
        .prefetch_related(
            "sectors",
            "areas",
            "stages",
            "countries",
            Prefetch("references", Reference.objects.select_related("country")),
        )
        .in_bulk(ids)
    )
    return translations.prepare(found[pk] for pk in ids if pk in found)


def _languages(codes: Iterable[str]) -> str:
    return listed(ENDONYMS.get(code, code) for code in codes)


def _cities(references: Iterable[Reference]) -> str:
    return listed(f"{reference.city} {reference.year}" for reference in references)


COLUMNS = (
    (_("Title"), lambda s: translations.read(s, "title").value),
    (_("Problem it answers"), lambda s: translations.read(s, "problem").value),
    (_("Original language"), lambda s: ENDONYMS[s.source_lang]),
    (_("Provider"), lambda s: s.provider),
    (_("Country of the provider"), lambda s: s.provider.country),
    (_("Sectors"), lambda s: listed(s.sectors.all())),
    (_("Solution areas"), lambda s: listed(s.areas.all())),
    (_("Maturity"), lambda s: s.maturity),
    (_("Stages served"), lambda s: listed(s.stages.all())),
    (
        _("Countries served"),
        lambda s: listed(s.countries.all()) or _("any country"),
    ),
    (_("Languages of support"), lambda s: _languages(s.languages)),
    (_("Price model"), lambda s: s.price_model),
    (_("Price from"), lambda s: s.price_min),
    (_("Price up to"), lambda s: s.price_max),
    (_("Currency"), lambda s: s.currency),
    (_("Price date"), lambda s: s.price_date),
    (_("Standards and integration"), lambda s: s.standards),
    (_("References"), lambda s: _cities(s.references.all())),
    (
        _("Verified references"),
        lambda s: _cities(r for r in s.references.all() if r.is_verified),
    ),
)
