"""Form fields that keep what people meant."""

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core import text, uploads


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


class UploadInput(forms.FileInput):
    """Names the file that is there; a new one takes its place.

    `kept` is what the form received although another field was wrong: a signed
    word in a hidden field brings it back, so nobody chooses a file twice.
    """

    template_name = "django/forms/upload.html"
    kept = None

    def value_from_datadict(self, data, files, name):
        if upload := super().value_from_datadict(data, files, name):
            return upload
        if not self.is_required and f"{name}-remove" in data:
            return False
        return data.get(f"{name}-kept") or None

    def value_omitted_from_data(self, data, files, name):
        return self.value_from_datadict(data, files, name) is None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["upload"] = self.kept
        context["widget"]["claim"] = uploads.claim(self.kept) if self.kept else ""
        return context

    def use_required_attribute(self, initial):
        return False


class UploadField(forms.FileField):
    """A file, checked and stored: `cleaned_data` has the `core.models.Upload`, or None.

    The form is multipart. `initial` is the Upload that is there already. A view
    may set `form.fields[name].by` to whoever hands the file in.
    """

    widget = UploadInput
    default_error_messages = {
        "invalid": _("Choose this file again."),
        "required": _("Choose a file."),
    }

    def __init__(self, *, kinds=uploads.DOCUMENTS, help_text="", by=None, **kwargs):
        self.kinds, self.by = kinds, by
        allowed = uploads.what_is_allowed_lazy(kinds)
        help_text = format_lazy("{} {}", help_text, allowed) if help_text else allowed
        super().__init__(help_text=help_text, **kwargs)
        endings = [f".{ending}" for kind in kinds for ending in kind.endings]
        self.widget.attrs["accept"] = ",".join(endings)

    def clean(self, data, initial=None):
        self.widget.kept = initial or None
        if isinstance(data, str):
            data = uploads.claimed(data, kinds=self.kinds)
            if data is None and not initial:
                raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        elif data:
            data = uploads.check_and_store(data, by=self.by, kinds=self.kinds)
        if data is False:
            self.widget.kept = None
            return None
        data = data or initial or None
        if data is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], "required")
        self.widget.kept = data
        return data

    def prepare_value(self, value):
        """Shown before anything is sent: the file that is there."""
        self.widget.kept = self.widget.kept or value or None
        return None

    def has_changed(self, initial, data):
        return data is not None


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


class DismissalForm(forms.Form):
    """Why something that was proposed is put aside: a common reason, or own words.

    A subclass names the `causes`, among them “other”, and says who reads it.
    """

    causes: type[models.TextChoices]
    readers: Promise | str = ""

    cause = forms.ChoiceField(label=_("Main reason"), widget=forms.RadioSelect)
    reason = CleanCharField(
        label=_("In your words"), lines=True, max_length=2000, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = self.causes.choices
        self.fields["reason"].help_text = self.readers

    def clean(self):
        found = super().clean()
        says_nothing = "reason" in found and not found["reason"]
        if found.get("cause") == "other" and says_nothing:
            self.add_error("reason", _("Say in a few words what the reason is."))
        return found
