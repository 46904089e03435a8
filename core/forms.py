"""Form fields that keep what people meant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import text


class CleanCharField(forms.CharField):
    """One line of text, or several with a Textarea, cleaned by `core.text`."""

    def __init__(self, *args, lines: bool = False, **kwargs):
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea)
        kwargs.setdefault("max_length", 8000 if lines else 200)
        super().__init__(*args, **kwargs)
        self.validators.append(text.check_says_something)
        # NUL and its like are taken out, not refused: nobody typed them.
        self.validators = [
            validator
            for validator in self.validators
            if type(validator).__name__ != "ProhibitNullCharactersValidator"
        ]

    def to_python(self, value):
        value = super().to_python(value)
        return text.clean(value) if self.lines else text.clean_line(value)


class VersionedForm(forms.Form):
    """Mixin: the form carries the version of the row it was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


REASON_HELP = _("It is recorded, and the people concerned read it.")


class ReasonForm(forms.Form):
    """What a move asks for when it wants a reason."""

    reason = CleanCharField(
        label=_("Reason"),
        help_text=REASON_HELP,
        lines=True,
        max_length=2000,
    )
