"""The form of all translations of a plan or project into one language."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField


class TranslationForm(forms.Form):
    """A field for each text, a mark of what was read, and a box to confirm it."""

    def __init__(self, *args, pairs, **kwargs):
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        for pair in pairs:
            self.fields[pair.name] = CleanCharField(
                label=pair.label,
                lines=pair.is_long,
                max_length=pair.max_length or 8000,
                required=False,
                initial=pair.target,
            )
            self.fields[f"{pair.name}-seen"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=pair.seen
            )
            if pair.target and not pair.is_done:
                self.fields[f"{pair.name}-confirm"] = forms.BooleanField(
                    label=_("It says the same as the original"), required=False
                )
