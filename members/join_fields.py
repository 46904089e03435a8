"""Form fields of joining that read what people write into such boxes."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from core.text import clean_line

BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,'’ ](?=\d{3}(?!\d))")
DEGREES = re.compile(r"^([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?$")
PLACES = Decimal("0.0001")


class CountField(forms.IntegerField):
    """A number of people; thousands may be set apart in whichever way."""

    def to_python(self, value):
        if isinstance(value, str):
            value = BETWEEN_DIGITS.sub("", clean_line(value))
        return super().to_python(value)

    def tell(self, value) -> str:
        return number_format(value, force_grouping=True)


class DegreesField(forms.Field):
    """Degrees with a decimal point or comma, kept to ten metres."""

    default_error_messages = {
        "invalid": _("Write degrees as a decimal number, for example 47.9077."),
        "range": _("Degrees are between %(low)s and %(high)s."),
    }

    def __init__(self, *, reach: int, **kwargs):
        self.reach = reach
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value):
        written = clean_line(value or "")
        if not written:
            return None
        found = DEGREES.match(written)
        if not found:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        try:
            degrees = Decimal(found[1].replace(",", ".")).quantize(PLACES)
        except InvalidOperation:
            raise forms.ValidationError(
                self.error_messages["invalid"], "invalid"
            ) from None
        if abs(degrees) > self.reach:
            raise forms.ValidationError(
                self.error_messages["range"],
                "range",
                params={"low": -self.reach, "high": self.reach},
            )
        return degrees


class TitleField(forms.ModelChoiceField):
    """A title of the list; none, where the next field has another one.

    Not marked as optional: the form wants one of the two.
    """

    def clean(self, value):
        return None if value in self.empty_values else super().clean(value)
