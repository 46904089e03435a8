"""References of a solution: cities that use it, with figures."""

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scaps.forms.sections import RowForm, Rows, line, rows_of

FIRST_YEAR = 1980
PRIVATE = ("referee", "referee_contact")
"""Asked for the review alone; no page shows them."""


class ReferenceRow(RowForm):
    city = line(_("City"), required=True, max_length=120)
    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        help_text=_("When it was first in use there."),
    )
    scale = line(
        _("Scale"),
        help_text=_("With a unit: 120 buildings, 40 km of road, 9 000 users."),
    )
    result = line(
        _("Result"),
        max_length=400,
        help_text=_(
            "A figure with its unit and time: leaks fell by 30 % in the first year."
        ),
    )
    referee = line(
        _("Who can confirm it"),
        help_text=_("Name and office, at the city. Seen by the secretariat alone."),
    )
    referee_contact = line(
        _("How to reach them"),
        help_text=_("E-mail or telephone. Seen by the secretariat alone."),
    )

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("This year lies ahead."))
        return year

    def clean_result(self) -> str:
        """Figures, not adjectives; 三 is one too."""
        result = self.cleaned_data["result"]
        if result and not any(character.isnumeric() for character in result):
            raise forms.ValidationError(_("Give the result as a figure with its unit."))
        return result


class References(Rows):
    def clean(self):
        """The database has a city and a year once."""
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            mark = data.get("city", "").casefold(), data.get("year")
            if not all(mark) or data.get(DELETION_FIELD_NAME):
                continue
            if mark in seen:
                form.add_error(
                    "city", _("This city is there twice for the same year. Remove one.")
                )
            seen.add(mark)

    @property
    def stated(self) -> list[dict]:
        """Those to be saved; what is marked for removal is left out."""
        return [row for row in self.kept if not row.get(DELETION_FIELD_NAME)]


ReferenceRows = rows_of(ReferenceRow, References)
