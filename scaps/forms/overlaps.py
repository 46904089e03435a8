from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from scaps.states import OverlapDismissal


class DismissOverlapForm(forms.Form):
    """Why a city does not follow an overlap up."""

    cause = forms.ChoiceField(
        label=_("Main reason"), choices=OverlapDismissal, widget=forms.RadioSelect
    )
    reason = CleanCharField(
        label=_("In your words"),
        help_text=_("The other city and the secretariat read it."),
        lines=True,
        max_length=2000,
        required=False,
    )

    def clean(self):
        found = super().clean()
        says_nothing = "reason" in found and not found["reason"]
        if found.get("cause") == OverlapDismissal.OTHER and says_nothing:
            self.add_error("reason", _("Say in a few words what the reason is."))
        return found
