"""What a local government says of the partner that it introduces."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.languages import LANGUAGE_CHOICES, current
from members.models import Organisation
from solutions.forms.applying import KINDS, country_field


class IntroducePartnerForm(forms.Form):
    """`sponsors` are the local governments that the person may speak for."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=12, min_length=12)
    sponsor = forms.ModelChoiceField(
        label=_("Local government"), queryset=None, empty_label=None
    )
    name = CleanCharField(
        label=_("Name of the partner"),
        help_text=_("In English, or in Latin letters. The partner can correct it."),
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=KINDS, widget=forms.RadioSelect
    )
    country = country_field()
    note = CleanCharField(
        label=_("What you do together"),
        lines=True,
        max_length=2000,
        help_text=_(
            "A few sentences in your language: since when, what for, what came of it. The secretariat reads them."
        ),
    )
    email = forms.EmailField(
        label=_("E-mail address of the partner"),
        help_text=_("The link to the form goes there. Tell them before you send it."),
    )
    language = forms.ChoiceField(
        label=_("Language of our letters to the partner"), choices=LANGUAGE_CHOICES
    )
    gains = forms.BooleanField(
        label=_(
            "Nobody in our office gains from the partner’s business, or we have told the secretariat so"
        ),
        error_messages={"required": _("Without this a partner cannot be introduced.")},
    )

    def __init__(self, *args, sponsors, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["sponsor"]
        field.queryset = Organisation.objects.filter(pk__in=[o.pk for o in sponsors])
        if len(sponsors) == 1:
            field.initial = sponsors[0].pk
            field.widget = forms.HiddenInput()
        self.fields["language"].initial = current()
