"""The words of published plans in the reader's language: codes in, labels out."""

from dataclasses import dataclass
from functools import cached_property

from core import facets
from members.models import Organisation
from scaps.states import (
    Direction,
    Instrument,
    InvestmentKind,
    MoneySource,
    PartnerRole,
    ProjectStanding,
    Secured,
)
from vocabulary.models import FocusArea, GateCriterion, Goal, Sector, Stage

CHOICES = {
    "role": PartnerRole,
    "kind": InvestmentKind,
    "source": MoneySource,
    "instrument": Instrument,
    "secured": Secured,
    "standing": ProjectStanding,
    "direction": Direction,
}
LISTS = {
    "sector": Sector,
    "stage": Stage,
    "focus": FocusArea,
    "criterion": GateCriterion,
    "goal": Goal,
}


@dataclass
class Words:
    """Labels of codes; a code that is in no list any more stands for itself."""

    names: frozenset[str] = frozenset(LISTS)

    @cached_property
    def lists(self) -> dict[str, list[facets.Offered]]:
        """All lists with one query."""
        return facets.words({name: LISTS[name].objects.all() for name in self.names})

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        found = {
            name: {word.code: word.label for word in words}
            for name, words in self.lists.items()
        }
        for name, choices in CHOICES.items():
            found[name] = {code: str(label) for code, label in choices.choices}
        return found

    def of(self, name: str, code) -> str:
        return self._labels[name].get(str(code), str(code or ""))

    def all_of(self, name: str, codes) -> list[str]:
        return [self.of(name, code) for code in codes]


def organisations(ids: set[int]) -> dict[int, Organisation]:
    """Partners that the portal knows, by id."""
    found = Organisation.objects.filter(pk__in=ids) if ids else []
    return {row.pk: row for row in found}
