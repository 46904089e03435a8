from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, VersionedForm
from core.languages import ENDONYMS, column, current
from core.money import CURRENCIES
from scaps.models import Need
from scaps.states import Visibility
from vocabulary.models import NeedType, Sector, SolutionArea, Stage, Urgency

LANGUAGE_CHOICES = [(code, ENDONYMS[code]) for code, _name in settings.LANGUAGES]
TWO_COLUMNS = {"class": "options-two"}
AMOUNT = {"max_digits": 16, "decimal_places": 2, "min_value": 0, "required": False}


class NeedForm(VersionedForm):
    """A need as an official writes it: any of the six languages, one page."""

    organisation = forms.ModelChoiceField(
        label=_("Local government"), queryset=None, empty_label=None
    )
    source_lang = forms.ChoiceField(
        label=_("Language you write in"),
        choices=LANGUAGE_CHOICES,
        help_text=_("Write in your own language. Solutions in all six are searched."),
    )
    title = CleanCharField(
        label=_("The need in one line"),
        max_length=200,
        help_text=_("For example: less smoke in winter where homes burn coal."),
    )
    text = CleanCharField(
        label=_("What is missing"),
        lines=True,
        max_length=8000,
        help_text=_(
            "Describe the problem, who has it and what would be better afterwards. "
            "No product names are needed. The more you say, the better the search."
        ),
    )
    sector = forms.ModelChoiceField(label=_("Sector"), queryset=Sector.objects.all())
    types = forms.ModelMultipleChoiceField(
        label=_("Kinds of help you look for"),
        queryset=NeedType.objects.all(),
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
    )
    areas = forms.ModelMultipleChoiceField(
        label=_("Solution areas"),
        queryset=SolutionArea.objects.all(),
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        required=False,
        help_text=_("Tick what you look for, if you know: the ranking gets sharper."),
    )
    stage = forms.ModelChoiceField(
        label=_("Stage"),
        queryset=Stage.objects.all(),
        required=False,
        empty_label=_("Not known yet"),
    )
    urgency = forms.ModelChoiceField(
        label=_("Urgency"),
        queryset=Urgency.objects.all(),
        required=False,
        empty_label=_("Not known yet"),
    )
    budget_min = forms.DecimalField(label=_("Budget from"), **AMOUNT)
    budget_max = forms.DecimalField(
        label=_("Budget up to"),
        help_text=_("A rough figure helps. Whole amounts, no thousands mark needed."),
        **AMOUNT,
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "—"), *CURRENCIES], required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can work in"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        required=False,
    )
    starts_on = forms.DateField(
        label=_("Wanted from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it once it is published"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, cities, may_show=True, **kwargs):
        """`may_show`: whoever may not publish does not widen who sees it either."""
        super().__init__(*args, **kwargs)
        self.fields["visibility"].disabled = not may_show
        self.fields["organisation"].queryset = cities
        if len(cities) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = cities[0].pk

    def clean(self):
        data = super().clean()
        low, high = data.get("budget_min"), data.get("budget_max")
        if low is not None and high is not None and low > high:
            self.add_error(
                "budget_max",
                _("The budget starts above where it ends. Check both amounts."),
            )
        if (low is not None or high is not None) and not data.get("currency"):
            self.add_error("currency", _("Choose the currency of the budget."))
        return data


def blank(city) -> dict:
    """What a new need is pre-filled with."""
    return {
        "organisation": city.pk,
        "source_lang": current(),
        "languages": city.languages,
        "visibility": Visibility.PUBLIC,
    }


def filled(need: Need) -> dict:
    """The form's values for a need that exists."""
    plain = (
        "source_lang",
        "budget_min",
        "budget_max",
        "currency",
        "languages",
        "starts_on",
        "visibility",
        "version",
    )
    return {
        "organisation": need.organisation_id,
        "title": getattr(need, column("title", need.source_lang)),
        "text": getattr(need, column("text", need.source_lang)),
        "sector": need.sector_id,
        "stage": need.stage_id,
        "urgency": need.urgency_id,
        "types": list(need.types.values_list("pk", flat=True)),
        "areas": list(need.areas.values_list("pk", flat=True)),
        **{name: getattr(need, name) for name in plain},
    }
