from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.forms import CleanCharField, DismissalForm, ReasonForm, UploadField
from core.languages import LANGUAGE_CHOICES, current
from introductions.services import introducing
from introductions.states import Complaint, Ruling

FILES = ("file", "second_file", "third_file")


class LanguageField(forms.ChoiceField):
    """In which language somebody writes; at first the one of the page."""

    def __init__(self, **options):
        options.setdefault("label", _("Language you write in"))
        super().__init__(choices=LANGUAGE_CHOICES, initial=current, **options)


def refuse_contacts(text: str) -> None:
    """A validator: no way to reach somebody before both sides have agreed."""
    try:
        introducing.refuse_contacts(text)
    except DomainError as refusal:
        raise ValidationError(str(refusal), code="contacts") from None


class MessageForm(forms.Form):
    """A message in a thread; with files and addresses once both have agreed."""

    text = CleanCharField(label=_("Your message"), lines=True, max_length=8000)
    lang = LanguageField()
    file = UploadField(label=_("File"), required=False)
    second_file = UploadField(label=_("Second file"), required=False)
    third_file = UploadField(label=_("Third file"), required=False)

    def __init__(self, *args, is_agreed: bool, by, **options):
        super().__init__(*args, **options)
        for name in FILES:
            self.fields[name].by = by
            if not is_agreed:
                del self.fields[name]
        if not is_agreed:
            self.fields["text"].validators.append(refuse_contacts)

    @property
    def file_fields(self) -> list:
        return [self[name] for name in FILES if name in self.fields]

    @property
    def has_file_errors(self) -> bool:
        return any(field.errors for field in self.file_fields)

    @property
    def files_kept(self) -> list:
        """The files that came, in order."""
        found = (self.cleaned_data.get(name) for name in FILES)
        return [upload for upload in found if upload]


class EndForm(ReasonForm):
    """Why something ends, in the language of whoever says so."""

    lang = LanguageField()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["reason"].help_text = _(
            "Both sides read it; your name does not stand beside it."
        )


class ReportForm(DismissalForm):
    """What is wrong with a thread."""

    causes = Complaint
    readers = _("Only the secretariat reads it. The other side is not told.")


class RulingForm(forms.Form):
    """What came of a report."""

    ruling = forms.ChoiceField(
        label=_("Ruling"), choices=Ruling.choices, widget=forms.RadioSelect
    )
    note = CleanCharField(
        label=_("Note"),
        lines=True,
        max_length=2000,
        help_text=_("When the report is upheld, both sides read it."),
    )
