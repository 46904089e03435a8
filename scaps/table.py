"""Needs as rows of a table for spreadsheets, in the reader's language."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.languages import ENDONYMS, listed
from scaps.models import Need
from translations import services as translations


def of(needs: Iterable[Need], *, site: str) -> tuple[list, list[list]]:
    """The header, and a row for each need; `site` begins the addresses."""
    header = [_("Address"), *(label for label, _value in COLUMNS)]
    rows = [
        [
            f"{site}{need.get_absolute_url()}",
            *(value(need) for _label, value in COLUMNS),
        ]
        for need in needs
    ]
    return header, rows


def _languages(codes: Iterable[str]) -> str:
    return listed(ENDONYMS.get(code, code) for code in codes)


def _day(moment):
    return moment and timezone.localdate(moment)


COLUMNS = (
    (_("Title"), lambda need: translations.read(need, "title").value),
    (_("What is missing"), lambda need: translations.read(need, "text").value),
    (_("Original language"), lambda need: ENDONYMS[need.source_lang]),
    (_("City"), lambda need: need.organisation),
    (_("Country"), lambda need: need.organisation.country),
    (_("Sector"), lambda need: need.sector),
    (_("Solution areas"), lambda need: listed(need.areas.all())),
    (_("Kinds of help"), lambda need: listed(need.types.all())),
    (_("Stage"), lambda need: need.stage),
    (_("Urgency"), lambda need: need.urgency),
    (_("Budget from"), lambda need: need.budget_min),
    (_("Budget up to"), lambda need: need.budget_max),
    (_("Currency"), lambda need: need.currency),
    (_("Wanted from"), lambda need: need.starts_on),
    (_("Working languages"), lambda need: _languages(need.languages)),
    (_("Visible to"), lambda need: need.get_visibility_display()),
    (_("State"), lambda need: need.get_state_display()),
    (_("Published"), lambda need: _day(need.published_at)),
)
