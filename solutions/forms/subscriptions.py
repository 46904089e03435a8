"""Which needs a provider wants to be told of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.languages import LANGUAGE_CHOICES
from scaps.forms.needs import TWO_COLUMNS
from vocabulary.models import Country, NeedType, Sector, SolutionArea


def _many(model, label) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=model.objects.all(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        required=False,
    )


class SubscriptionForm(forms.Form):
    name = CleanCharField(
        label=_("What you call it"),
        max_length=120,
        help_text=_("For your own list: heating of old houses."),
    )
    words = CleanCharField(
        label=_("The problem in your words"),
        lines=True,
        max_length=1000,
        required=False,
        help_text=_(
            "As a local government would tell it. Needs in all six languages are "
            "compared with it in meaning, so that you hear of the problem and not of "
            "a word."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    lang = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGE_CHOICES)
    sectors = _many(Sector, _("Sectors"))
    areas = _many(SolutionArea, _("Solution areas"))
    types = _many(NeedType, _("Kinds of help"))
    countries = _many(Country, _("Countries"))

    narrows = ("words", "sectors", "areas", "types", "countries")

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.get(name) for name in self.narrows):
            raise forms.ValidationError(
                _("Say which needs: in your words, or by one of the lists.")
            )
        return data
