"""Names of persons, kept in parts and never split.

East Asian names put the family first, also in Latin script; Mongolians are
addressed and sorted by the given name; Russians carry a patronymic.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class DisplayOrder(models.TextChoices):
    FAMILY_FIRST = "family_first", _("family name first")
    GIVEN_FIRST = "given_first", _("given name first")
    PATRONYMIC_GIVEN = "patronymic_given", _("patronymic, then given name")


@dataclass(frozen=True)
class PersonName:
    family: str = ""
    given: str = ""
    patronymic: str = ""
    order: str = DisplayOrder.FAMILY_FIRST

    def __str__(self) -> str:
        """In Latin script, in the person's own order."""
        if self.order == DisplayOrder.PATRONYMIC_GIVEN:
            parts = [self.patronymic or self.family, self.given]
        elif self.order == DisplayOrder.GIVEN_FIRST:
            parts = [self.given, self.patronymic, self.family]
        else:
            parts = [self.family, self.given]
        return " ".join(part for part in parts if part)

    @property
    def sort_key(self) -> str:
        """By given name for Mongolians, by family name for all others."""
        first = (
            self.given if self.order == DisplayOrder.PATRONYMIC_GIVEN else self.family
        )
        return f"{first} {self.given}".strip().casefold()
