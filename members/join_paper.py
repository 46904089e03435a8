"""The form to join on paper: what is known is printed, the rest is written by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.languages import ENDONYMS, listed
from members.join_base import head_of, person_name


@dataclass(frozen=True)
class Line:
    label: str
    value: str = ""
    tall: bool = False


def lines(facts: Mapping) -> list[Line]:
    """The statements; `facts` are the answers that are there, none for a blank form."""
    return [
        Line(_("Local government"), _both(facts, "native_name", "name_en")),
        Line(_("Kind of local government"), _text(facts, "unit_type")),
        Line(_("Country"), _text(facts, "country")),
        Line(_("Part of"), _text(facts, "part_of")),
        Line(_("Population, year and source"), _population(facts)),
        Line(_("Website"), _text(facts, "website")),
        Line(_("Languages you can work in"), _languages(facts)),
        Line(_("Head of government: title and name"), _head(facts)),
        Line(_("Chief Smart City Officer: name and office"), _csco(facts)),
        Line(
            _("E-mail address of the Chief Smart City Officer"),
            _text(facts, "csco_email"),
        ),
        Line(
            _("Why do you want to join?"),
            _text(facts, "why"),
            tall=not facts.get("why"),
        ),
    ]


def signature() -> list[Line]:
    return [
        Line(_("Place and date")),
        Line(_("Name and office of who signs")),
        Line(_("Signature and seal"), tall=True),
    ]


def _text(facts: Mapping, name: str) -> str:
    return str(facts.get(name) or "")


def _both(facts: Mapping, *names: str) -> str:
    return _joined(_text(facts, name) for name in names)


def _joined(parts) -> str:
    return " · ".join(dict.fromkeys(filter(None, parts)))


def _population(facts: Mapping) -> str:
    if not facts.get("population"):
        return ""
    number = number_format(facts["population"], force_grouping=True)
    return _joined(
        [number, _text(facts, "population_year"), _text(facts, "population_source")]
    )


def _languages(facts: Mapping) -> str:
    return listed(ENDONYMS[code] for code in facts.get("languages") or [])


def _head(facts: Mapping) -> str:
    return _joined([head_of(facts), _text(facts, "head_native")])


def _csco(facts: Mapping) -> str:
    names = [str(person_name(facts, "csco")), _text(facts, "csco_native")]
    return _joined([*names, _text(facts, "csco_office")])
