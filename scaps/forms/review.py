"""What the secretariat types while it reviews a plan."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField


class RemarkForm(forms.Form):
    """At one section of the plan or of one of its projects."""

    project = forms.SlugField(required=False, widget=forms.HiddenInput)
    section = forms.SlugField(required=False, widget=forms.HiddenInput)
    text = CleanCharField(
        label=_("Remark"), lines=True, max_length=4000, required=False
    )
    lang = forms.ChoiceField(
        label=_("Language you write in"), choices=settings.LANGUAGES
    )


class PublishForm(forms.Form):
    note = CleanCharField(
        label=_("What changed"),
        help_text=_("One or two sentences beside the version. Everybody reads them."),
        lines=True,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
