from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminDateWidget
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import CleanCharField
from members import list_files
from members.states import ListKind

WRONG = {
    "encoding": gettext_lazy("Save the file as text in UTF-8."),
    "empty": gettext_lazy("There is no name in this file."),
    "too_many": gettext_lazy("There are more names in this file than can be taken."),
    "no_name_column": gettext_lazy("The first line must have a column “name”."),
    "table": gettext_lazy("This is not a table with commas or semicolons."),
    "json": gettext_lazy("This is not a JSON file with entries."),
    "entry": gettext_lazy("An entry is not written as it should be."),
    "name": gettext_lazy("An entry has no name, or too long a one."),
    "kind": gettext_lazy("A kind is neither “person” nor “organisation”."),
    "country": gettext_lazy("A country is not written with two letters."),
}


class ListForm(forms.Form):
    """A new edition of a screening list, read before anything is kept."""

    name = CleanCharField(
        label=gettext_lazy("Name of the list"),
        max_length=120,
        help_text=gettext_lazy(
            "The same name as before, if this is a new edition: it takes the place of the old one."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ListKind)
    date = forms.DateField(
        label=gettext_lazy("Date of the list"), widget=AdminDateWidget
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.json"}),
        help_text=gettext_lazy(
            "CSV or JSON in UTF-8 with name, aliases, kind, country, reference and note. Names may be in any script."
        ),
    )

    def clean_file(self):
        given = self.cleaned_data["file"]
        if given.size > settings.UPLOAD_MAX_BYTES:
            size = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise forms.ValidationError(
                _("This file is too large: at most %(size)s."),
                "size",
                {"size": size},
            )
        try:
            return list_files.read(given.read())
        except list_files.Unreadable as wrong:
            raise forms.ValidationError(told(wrong), wrong.code) from wrong


def told(wrong: list_files.Unreadable) -> str:
    sentence = str(WRONG[wrong.code])
    if not wrong.line:
        return sentence
    where = _("Line %(number)s:") % {"number": wrong.line}
    return f"{where} {sentence}"
