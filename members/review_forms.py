"""What the secretariat is asked when it decides about members."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.forms import REASON_HELP, CleanCharField, UploadField
from core.workflow import Move
from members.models import Decision, LocalGovernment, Network, Organisation
from members.services.memberships import WITH_DECISION
from members.states import BELONGS


class AcceptForm(forms.Form):
    """Where an accepted local government gets its place."""

    network = forms.ModelChoiceField(
        label=_("Network"), queryset=Network.objects.all(), empty_label=None
    )
    organisation = forms.ModelChoiceField(
        label=_("Known already as"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("It is new to the portal"),
        help_text=_(
            "Choose it if it was invited, or was a member before: no second profile is made."
        ),
    )
    slug = forms.SlugField(
        label=_("Address of the profile"), max_length=80, required=False
    )
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=LocalGovernment.objects.none(), required=False
    )

    def __init__(self, *args, application, facts, **kwargs):
        kwargs["initial"] = {"slug": slugify(application.name)}
        super().__init__(*args, **kwargs)
        country = Organisation.objects.local_governments().filter(
            country=application.country
        )
        outside = country.exclude(memberships__state__in=BELONGS)
        self.fields["organisation"].queryset = outside
        native = facts.get("native_name") or ""
        self.fields["organisation"].initial = outside.filter(
            Q(name_en__iexact=application.name)
            | Q(native_name__iexact=native) & ~Q(native_name="")
        ).first()
        self.fields["parent"].queryset = LocalGovernment.objects.filter(
            organisation__in=country
        ).select_related("organisation")
        if written := facts.get("part_of"):
            self.fields["parent"].help_text = _("The applicant wrote: %(text)s") % {
                "text": written
            }

    def clean(self):
        data = super().clean()
        if not data.get("organisation") and not data.get("slug"):
            self.add_error("slug", _("A new profile needs an address."))
        return data


class MembershipMoveForm(forms.Form):
    """The day, the decision and the reason of one move of a membership."""

    on = forms.DateField(label=_("From this day"), widget=AdminDateWidget)
    decision = forms.ModelChoiceField(
        label=_("Decision"),
        queryset=Decision.objects.all(),
        required=False,
        empty_label=_("No decision of a body"),
        help_text=_("Enter it under “Decisions” first, if it is not in the list."),
    )
    is_founding = forms.BooleanField(label=_("Founding member"), required=False)
    reason = CleanCharField(
        label=_("Reason"), help_text=REASON_HELP, lines=True, max_length=2000
    )

    def __init__(self, *args, move: Move, membership, **kwargs):
        kwargs["initial"] = {
            "on": timezone.localdate(),
            "decision": membership.decision if move.name == "reinstate" else None,
            "is_founding": membership.is_founding,
        }
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = move.reason
        if move.name in WITH_DECISION:
            self.fields["decision"].required = True
            self.fields["decision"].empty_label = _("Choose a decision")
        if move.name != "approve":
            del self.fields["is_founding"]


class DecisionForm(forms.ModelForm):
    """A decision with the paper it stands on, where there is one."""

    file = UploadField(label=_("File"), required=False)

    class Meta:
        model = Decision
        fields = ("body", "date", "reference", "file")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.file_id:
            self.initial["file"] = self.instance.file
