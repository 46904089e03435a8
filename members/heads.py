"""Heads of government as pages and forms read them."""

from core.languages import column
from members import units
from members.models import HeadTerm, Organisation
from vocabulary.models import HeadTitle


def titles_for(country_code: str, unit_type_code: str):
    """Titles that fit a local government; all of them where nothing is known."""
    titles = HeadTitle.objects.all()
    codes = units.heads(unit_type_code, country_code)
    return titles.filter(code__in=codes) if codes else titles


def current(organisation: Organisation) -> list[HeadTerm]:
    """Who heads the local government today; a city may have two."""
    terms = organisation.head_terms.current().select_related("title")
    return list(terms.order_by("title__order", "-starts"))


def past(organisation: Organisation) -> list[HeadTerm]:
    terms = organisation.head_terms.past().select_related("title")
    return list(terms.order_by("-starts", "-pk"))


def salutation(term: HeadTerm, language: str) -> str:
    """How a letter in a language begins: as written for this head, else by title."""
    name = column("salutation", language)
    return getattr(term, name) or getattr(term.title, name) or ""
