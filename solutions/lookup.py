"""Solutions found by words: in their texts, or in the name of their provider.

“lantern heat” finds what Lantern Works says about heat. A provider's name is
looked up when somebody searches, so that a new name needs no new index.
"""

from django.db.models import BooleanField, ExpressionWrapper, Q

from core import search
from members.models import Organisation

PROVIDERS = 500


def condition(text: str) -> Q | None:
    """What a solution must meet; nothing to search for → None."""
    terms = search.wanted(text)
    if not terms:
        return None
    named = _providers(text, terms)
    plain = [term for term in terms if not named[term]]
    met = Q(search=search.query(" ".join(plain))) if plain else Q()
    for term in terms:
        if named[term]:
            met &= Q(search=search.one(term)) | Q(provider__in=named[term])
    return met


def _providers(text: str, terms: list[str]) -> dict[str, list[int]]:
    """The providers whose name holds a term, for each term."""
    asked = {
        f"holds_{number}": ExpressionWrapper(
            Q(search=search.one(term)), output_field=BooleanField()
        )
        for number, term in enumerate(terms)
    }
    rows = (
        Organisation.objects.providers()
        .filter(search=search.any_of(text))
        .order_by("pk")
        .annotate(**asked)
        .values_list("pk", *asked)[:PROVIDERS]
    )
    named: dict[str, list[int]] = {term: [] for term in terms}
    for pk, *holds in rows:
        for term, is_held in zip(terms, holds, strict=True):
            if is_held:
                named[term].append(pk)
    return named
