"""What an organisation says of itself on its public page."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.languages import LANGUAGE_CHOICES
from members.models import Provider
from scaps.forms.needs import TWO_COLUMNS

FIRST_YEAR = 1600


class ProfileForm(forms.Form):
    """Name, country and kind were checked at the review and are no fields here."""

    short_name = CleanCharField(
        label=_("Short name"),
        max_length=80,
        required=False,
        help_text=_("As your organisation is called in lists."),
    )
    summary = CleanCharField(
        label=_("Summary"),
        lines=True,
        max_length=2000,
        required=False,
        help_text=_(
            "What you do and for whom, in the language you chose when you applied."
        ),
    )
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", max_length=200
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        required=False,
    )
    founded = forms.IntegerField(
        label=_("Founded"), required=False, min_value=FIRST_YEAR
    )
    staff_band = forms.ChoiceField(
        label=_("Number of staff"),
        choices=[("", "—"), *Provider.Staff.choices],
        required=False,
    )

    def clean_founded(self) -> int | None:
        year = self.cleaned_data["founded"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year lies ahead."))
        return year
