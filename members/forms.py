from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import REASON_HELP, CleanCharField
from members.states import ComplianceStatus


class ScreeningForm(forms.Form):
    """What a compliance officer records about an organisation."""

    status = forms.ChoiceField(label=_("Finding"), choices=ComplianceStatus)
    reason = CleanCharField(
        label=_("Reason"), help_text=REASON_HELP, lines=True, max_length=2000
    )
    reference = CleanCharField(
        label=_("Reference"),
        help_text=_("Number or name of the decision. An exemption needs it."),
        required=False,
    )
    until = forms.DateField(
        label=_("Exempted until"),
        help_text=_("The last day of the exemption."),
        widget=AdminDateWidget,
        required=False,
    )

    def clean(self):
        data = super().clean()
        if data.get("status") != ComplianceStatus.EXEMPTED:
            return data
        for name in ("reference", "until"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, _("An exemption needs this."))
        until = data.get("until")
        if until and until < timezone.localdate():
            self.add_error("until", _("An exemption ends today or later."))
        return data
