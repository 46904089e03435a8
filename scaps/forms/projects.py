"""The forms of a project's sections, and of its steps from stage to stage."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import REASON_HELP, CleanCharField
from core.money import CURRENCIES
from members.models import Organisation
from scaps.forms.needs import TWO_COLUMNS
from scaps.forms.sections import (
    RowForm,
    Rows,
    SectionForm,
    asked,
    day,
    figure,
    line,
    number,
    options_of,
    prose,
    rows_of,
)
from scaps.states import (
    Instrument,
    InvestmentKind,
    MoneySource,
    PartnerRole,
    Secured,
)
from vocabulary.models import GateCriterion, Goal, Sector, Stage


class AboutForm(SectionForm):
    title = CleanCharField(label=_("Title of the project"), max_length=200)
    sectors = asked(
        forms.ModelMultipleChoiceField(
            label=_("Sectors"),
            queryset=Sector.objects.all(),
            widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
            required=False,
        )
    )


class SituationForm(SectionForm):
    status = asked(
        prose(
            _("Current status"), help_text=_("What is there today, and what was done.")
        )
    )
    needs_text = asked(
        prose(
            _("Needs"),
            help_text=_("In a few sentences. Needs to be matched are listed below."),
        )
    )
    outcome = asked(
        prose(
            _("Expected outcome"),
            help_text=_("For whom will what be better, by how much?"),
        )
    )


class EvidenceRow(RowForm):
    criterion = number()
    is_met = forms.BooleanField(
        label=pgettext_lazy("a point of a gate", "Shown"), required=False
    )
    text = line(_("Evidence"), max_length=400)

    def clean(self):
        data = super().clean()
        if data.get("is_met") and not data.get("text"):
            self.add_error(
                "text", _("Name the paper, decision or figure that shows it.")
            )
        return data


class EvidenceRows(Rows):
    ONCE = "criterion"

    def clean(self):
        super().clean()
        known = set(GateCriterion.objects.values_list("pk", flat=True))
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("criterion") not in known | {None}:
                form.add_error("text", _("There is no such point any more."))


class PartnerRow(RowForm):
    organisation = number(required=False)
    name = asked(
        line(
            _("Name"),
            help_text=_("Look it up: the portal may know the organisation already."),
        )
    )
    role = forms.ChoiceField(
        label=pgettext_lazy("of a partner", "Role"),
        choices=lambda: [("", _("Choose a role")), *options_of(PartnerRole)()],
    )
    contact = line(
        _("Contact"),
        help_text=_("Seen by those alone who may see contacts."),
    )

    def clean(self):
        data = super().clean()
        if not (data.get("organisation") or data.get("name")) and not self.errors:
            self.add_error("name", _("Name the partner."))
        return data


class PartnerRows(Rows):
    def clean(self):
        """Only organisations that are there for everybody can be named by number."""
        super().clean()
        wanted = {
            form.cleaned_data.get("organisation")
            for form in self.forms
            if hasattr(form, "cleaned_data")
        }
        known = set(
            Organisation.objects.filter(
                is_public=True, pk__in=wanted - {None}
            ).values_list("pk", flat=True)
        )
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("organisation") and data["organisation"] not in known:
                form.add_error("name", _("The portal does not know this organisation."))


class SumRow(RowForm):
    kind = forms.ChoiceField(
        label=pgettext_lazy("money", "For"),
        choices=options_of(InvestmentKind),
        initial=InvestmentKind.CAPITAL,
    )
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=18,
        decimal_places=2,
        min_value=0,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text=_("Whole amounts, no thousands mark. Operation: for one year."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", _("Choose a currency")), *CURRENCIES]
    )
    price_date = day(
        _("Price date"), required=True, help_text=_("The day whose prices are meant.")
    )
    secured = forms.ChoiceField(
        label=_("Secured or sought"),
        choices=options_of(Secured),
        initial=Secured.SOUGHT,
    )
    source = forms.ChoiceField(
        label=pgettext_lazy("money", "From"),
        choices=options_of(MoneySource),
        initial=MoneySource.OPEN,
    )
    instrument = forms.ChoiceField(
        label=_("Instrument"),
        choices=lambda: [("", _("Not known yet")), *options_of(Instrument)()],
        required=False,
    )
    note = line(_("Note"))

    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError(_("Give an amount above zero."))
        return amount


class TimeForm(SectionForm):
    starts_on = asked(day(_("Planned start")))
    ends_on = asked(day(_("Planned end")))
    started_on = day(_("Actual start"))
    ended_on = day(_("Actual end"))

    def clean(self):
        data = super().clean()
        for first, last in (("starts_on", "ends_on"), ("started_on", "ended_on")):
            if data.get(first) and data.get(last) and data[first] > data[last]:
                self.add_error(
                    last, _("The project ends before it begins. Check both dates.")
                )
        return data


class MilestoneRow(RowForm):
    title = line(_("Milestone"), required=True)
    planned_on = day(_("Planned for"))
    reached_on = day(_("Reached on"))


class ChallengeRow(RowForm):
    text = prose(_("Challenge"), required=True, max_length=2000)
    response = asked(prose(_("What is done about it"), max_length=2000))


class PlaceForm(SectionForm):
    place = line(_("Name of the place"), help_text=_("A district, a line, a valley."))
    latitude = asked(
        figure(
            _("Latitude"),
            max_digits=7,
            min_value=-90,
            max_value=90,
            help_text=_("Degrees with decimals, north of the equator: 47.9184."),
        )
    )
    longitude = asked(
        figure(
            _("Longitude"),
            max_digits=7,
            min_value=-180,
            max_value=180,
            help_text=_("Degrees with decimals, east of Greenwich: 106.9177."),
        )
    )

    def clean(self):
        data = super().clean()
        pair = [data.get("latitude"), data.get("longitude")]
        if pair.count(None) == 1 and not {"latitude", "longitude"} & {*self.errors}:
            missing = "latitude" if pair[0] is None else "longitude"
            self.add_error(missing, _("A point has both: latitude and longitude."))
        return data


class GoalsForm(SectionForm):
    sdgs = asked(
        forms.TypedMultipleChoiceField(
            label=_("Sustainable Development Goals"),
            coerce=int,
            widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
            required=False,
        )
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sdgs"].choices = [
            (goal.order, f"{goal.order}. {goal.name}") for goal in Goal.objects.all()
        ]


class OpennessForm(SectionForm):
    offers = prose(
        _("Know-how the city offers"),
        max_length=4000,
        help_text=_("What you would show to another city that begins now."),
    )
    is_open = forms.BooleanField(
        label=_("Open to joint work with other cities"),
        required=False,
        help_text=_("Other cities then see it among projects to join."),
    )


class StageForm(forms.Form):
    """The stage a project enters the plan in; a stage once set changes by steps."""

    stage = forms.ModelChoiceField(
        label=_("Stage"), queryset=Stage.objects.all(), empty_label=_("Choose a stage")
    )


class StepReasonForm(forms.Form):
    reason = CleanCharField(
        label=_("Reason"), help_text=REASON_HELP, lines=True, max_length=2000
    )


FORMS = {
    "about": AboutForm,
    "situation": SituationForm,
    "time": TimeForm,
    "place": PlaceForm,
    "goals": GoalsForm,
    "openness": OpennessForm,
}
ROWS = {
    "stage": rows_of(EvidenceRow, EvidenceRows, fixed=True),
    "partners": rows_of(PartnerRow, PartnerRows),
    "money": rows_of(SumRow),
    "time": rows_of(MilestoneRow),
    "challenges": rows_of(ChallengeRow),
}


def choices(part, project) -> dict[str, list]:
    """Rows of a project choose from fixed lists."""
    return {}
