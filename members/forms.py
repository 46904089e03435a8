from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, UploadField
from members.states import ComplianceStatus

KEPT_HELP = _("It stays in the history. Staff alone read it.")


class VerdictForm(forms.Form):
    """Why a name found on a list is the party's, or is not."""

    reason = CleanCharField(
        label=_("Reason"), help_text=KEPT_HELP, lines=True, max_length=2000
    )


class ScreeningForm(forms.Form):
    """What a compliance officer records about an organisation or a person."""

    status = forms.ChoiceField(
        label=_("Finding"),
        choices=ComplianceStatus,
        help_text=_(
            "With a possible finding, and when blocked, only knowledge is shared. An exemption opens matches, letters, meetings and files until its last day."
        ),
    )
    reason = CleanCharField(
        label=_("Reason"), help_text=KEPT_HELP, lines=True, max_length=2000
    )
    reference = CleanCharField(
        label=_("Reference"),
        help_text=_("Number or name of the decision. An exemption needs it."),
        required=False,
    )
    until = forms.DateField(
        label=_("Exempted until"),
        help_text=_(
            "The last day of the exemption. Thirty days before, it is in the queue."
        ),
        widget=AdminDateWidget,
        required=False,
    )
    valid_until = forms.DateField(
        label=_("Screening valid until"),
        help_text=_("After this day it is in the queue again. Empty: for a year."),
        widget=AdminDateWidget,
        required=False,
    )
    evidence = UploadField(
        label=_("Evidence"),
        help_text=_("A print of the search, or the decision. Staff alone read it."),
        required=False,
    )

    def clean(self):
        data = super().clean()
        for name in ("until", "valid_until"):
            day = data.get(name)
            if day and day < timezone.localdate():
                self.add_error(name, PAST[name])
        if data.get("status") != ComplianceStatus.EXEMPTED:
            return data
        for name in ("reference", "until"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, _("An exemption needs this."))
        return data


PAST = {
    "until": _("An exemption ends today or later."),
    "valid_until": _("A screening is valid until today or later."),
}
