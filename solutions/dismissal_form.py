from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from solutions.states import Dismissal


class DismissalForm(forms.Form):
    """Why a solution is put aside: a common reason, or the office's own words."""

    cause = forms.ChoiceField(
        label=_("Main reason"), choices=Dismissal, widget=forms.RadioSelect
    )
    reason = CleanCharField(
        label=_("In your words"),
        help_text=_("Your office and the secretariat read it; the provider does not."),
        lines=True,
        max_length=2000,
        required=False,
    )

    def clean(self):
        found = super().clean()
        says_nothing = "reason" in found and not found["reason"]
        if found.get("cause") == Dismissal.OTHER and says_nothing:
            self.add_error("reason", _("Say in a few words what the reason is."))
        return found
