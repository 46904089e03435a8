"""The forms of a plan's sections, and of its beginning."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.drafts import KEY_LENGTH
from core.forms import CleanCharField, UploadField
from core.languages import LANGUAGE_CHOICES
from core.uploads import ONLY_PDF
from members.models import Network
from scaps.forms.needs import TWO_COLUMNS
from scaps.forms.sections import (
    RowForm,
    Rows,
    SectionForm,
    asked,
    figure,
    line,
    of_row,
    options_of,
    prose,
    rows_of,
    year,
)
from scaps.states import NARROWER, Direction, Horizon, Origin, Visibility
from vocabulary.models import FocusArea, Sector


class PlanFacts(forms.Form):
    """What is asked when a plan begins, and can be changed later."""

    title = CleanCharField(
        label=_("Title"),
        max_length=200,
        help_text=_("For example: Smart City Action Plan of Busan, 2026 to 2030."),
    )
    network = forms.ModelChoiceField(
        label=_("Network"), queryset=Network.objects.all(), empty_label=None
    )
    year_from = asked(year(_("First year")))
    year_to = asked(year(_("Last year")))
    horizon = forms.ChoiceField(
        label=_("Horizon"), choices=options_of(Horizon), widget=forms.RadioSelect
    )
    origin = forms.ChoiceField(
        label=_("Origin"),
        choices=options_of(Origin),
        widget=forms.RadioSelect,
        help_text=_(
            "An existing plan is one that the city has adopted: attach it as a "
            "document and sum it up here."
        ),
    )

    def clean(self):
        data = super().clean()
        first, last = data.get("year_from"), data.get("year_to")
        if first and last and first > last:
            self.add_error(
                "year_to", _("The plan ends before it begins. Check both years.")
            )
        return data


class NewPlanForm(PlanFacts):
    organisation = forms.ModelChoiceField(
        label=_("Local government"),
        queryset=None,
        empty_label=_("Choose a local government"),
    )
    source_lang = forms.ChoiceField(
        label=_("Language you write in"),
        choices=LANGUAGE_CHOICES,
        help_text=_("Translations into the other five can be added beside it."),
    )
    key = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=KEY_LENGTH
    )

    field_order = ("organisation", "source_lang", "title", "network")

    def __init__(self, *args, cities, **kwargs):
        """`cities` to choose from; one is no choice."""
        super().__init__(*args, **kwargs)
        if len(cities) > 1:
            self.fields["organisation"].queryset = cities
        else:
            del self.fields["organisation"]


class AboutForm(SectionForm, PlanFacts):
    sectors = asked(
        forms.ModelMultipleChoiceField(
            label=_("Lead sectors"),
            queryset=Sector.objects.all(),
            widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
            required=False,
        )
    )
    source_lang = forms.ChoiceField(
        label=_("Language you write in"),
        choices=LANGUAGE_CHOICES,
        help_text=_(
            "Change it if the plan is written in another language than it says. "
            "Texts move along, nothing is translated."
        ),
    )


class SituationForm(SectionForm):
    status = asked(
        prose(
            _("Current status"),
            help_text=_("Where the city stands today, with a figure or two."),
        )
    )
    needs_text = asked(
        prose(
            _("Needs"),
            help_text=_("What the plan lacks: money, knowledge, partners, rules."),
        )
    )
    outcome = asked(
        prose(
            _("Expected outcome"),
            help_text=_("What will be different when the plan has been carried out."),
        )
    )


class VisionForm(SectionForm):
    vision = asked(
        prose(
            _("Vision"),
            help_text=_("A few sentences that a resident would understand."),
        )
    )


class FocusRow(RowForm):
    area = of_row(_("Focus area"))
    text = asked(prose(_("What the city wants in it"), max_length=4000))


class FocusRows(Rows):
    ONCE = "area"


class TargetRow(RowForm):
    indicator = line(
        _("Indicator"),
        required=True,
        help_text=_("What is counted or measured: days above the limit of fine dust."),
    )
    unit = line(_("Unit"), max_length=60)
    direction = forms.ChoiceField(
        label=_("Direction"), choices=options_of(Direction), initial=Direction.UP
    )
    baseline = asked(figure(_("Figure of today (baseline)")))
    baseline_year = asked(year(_("Year of the baseline")))
    goal = asked(figure(pgettext_lazy("of a plan", "Target")))
    goal_year = asked(year(_("Year of the target")))
    source = line(
        _("Source of the figures"), help_text=_("Who measures it, and where it stands.")
    )
    focus = of_row(_("Focus area"), required=False)

    def clean(self):
        data = super().clean()
        first, last = data.get("baseline_year"), data.get("goal_year")
        if first and last and first > last:
            self.add_error(
                "goal_year", _("The target's year lies before that of the baseline.")
            )
        return data


GROUP_LABELS = {
    "money_visibility": _("Who may see the money"),
    "contacts_visibility": _("Who may see contacts"),
    "needs_visibility": _("Who may see needs"),
}


def _circle(label, **options) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=options_of(Visibility), widget=forms.RadioSelect, **options
    )


class SharingForm(SectionForm):
    visibility = _circle(
        _("Who may see the plan"),
        help_text=_("It holds for what is published; drafts are your office's own."),
    )
    money_visibility = _circle(GROUP_LABELS["money_visibility"])
    contacts_visibility = _circle(GROUP_LABELS["contacts_visibility"])
    needs_visibility = _circle(GROUP_LABELS["needs_visibility"])

    def clean(self):
        """A group is never shown to more people than the plan is."""
        data = super().clean()
        allowed = NARROWER.get(data.get("visibility"), tuple(Visibility))
        for name in GROUP_LABELS:
            if data.get(name) and data[name] not in allowed:
                self.add_error(
                    name,
                    _("This circle is wider than that of the plan. Choose a smaller."),
                )
        return data


class NewProjectForm(forms.Form):
    title = CleanCharField(
        label=_("Title of the project"),
        max_length=200,
        help_text=_("One project, in words that another city understands."),
    )
    key = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=KEY_LENGTH
    )


class DocumentForm(forms.Form):
    """A plan that the city has adopted, as a file."""

    file = UploadField(label=_("File"), kinds=ONLY_PDF)
    title = CleanCharField(label=_("Title of the document"), max_length=200)
    lang = forms.ChoiceField(
        label=_("Language of the document"), choices=LANGUAGE_CHOICES
    )
    is_public = forms.BooleanField(
        label=_("Show it to readers of the plan"), required=False, initial=True
    )


FORMS = {
    "about": AboutForm,
    "situation": SituationForm,
    "vision": VisionForm,
    "sharing": SharingForm,
}
ROWS = {"focus": rows_of(FocusRow, FocusRows), "targets": rows_of(TargetRow)}


def choices(part, scap) -> dict[str, list]:
    """What the rows of a section choose from, read once for all of them."""
    if part.name == "focus":
        areas = [(area.pk, area.name) for area in FocusArea.objects.all()]
        return {"area": [("", _("Choose a focus area")), *areas]}
    if part.name == "targets":
        focuses = scap.focuses.select_related("area")
        return {
            "focus": [
                ("", pgettext_lazy("focus area", "None")),
                *((row.pk, row.area.name) for row in focuses),
            ]
        }
    return {}
