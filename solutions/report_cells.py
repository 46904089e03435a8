"""What the tables of the quality report are made of."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from solutions.quality import FEW

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Cell:
    """A number; `digits` after the point, or a share shown in per cent."""

    value: float | None
    digits: int = 0
    is_share: bool = False
    url: str = ""

    def __str__(self) -> str:
        if self.value is None:
            return "–"
        if self.is_share:
            number = _number(100 * self.value, self.digits)
            # Translators: a share in per cent.
            return _("%(number)s%%") % {"number": number}
        return _number(self.value, self.digits)


@dataclass(frozen=True)
class Row:
    """`cases` is what the figures of the row were counted from."""

    label: str
    cells: list[Cell]
    cases: int

    @property
    def is_few(self) -> bool:
        return self.cases < FEW


@dataclass(frozen=True)
class Table:
    code: str
    caption: str
    first: str
    head: list[str]
    rows: list[Row]
    note: str = ""


def languages_of(row: dict) -> str:
    return f"{LANGUAGES[row['need']]} → {LANGUAGES[row['solution']]}"


def _number(value: float, digits: int) -> str:
    """Rounded first: the format alone cuts digits off."""
    return number_format(round(value, digits), digits, force_grouping=True)
