from datetime import date
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, VersionedForm
from core.languages import LANGUAGE_CHOICES, column, current
from core.money import CURRENCIES
from scaps.models import Need
from scaps.states import Visibility
from scaps.steps import NeedStep
from vocabulary.models import NeedType, Sector, SolutionArea, Stage, Urgency

TWO_COLUMNS = {"class": "options-two"}
AMOUNT = {"max_digits": 16, "decimal_places": 2, "min_value": 0, "required": False}
YEARS_BACK, YEARS_AHEAD = 1, 30
# The money a local government reckons in, where that is beyond doubt.
CURRENCY_OF = {
    "CN": "CNY",
    "JP": "JPY",
    "KP": "KPW",
    "KR": "KRW",
    "MN": "MNT",
    "RU": "RUB",
    "SG": "SGD",
}


class NeedForm(VersionedForm):
    """A need as an official writes it, whole or the questions of one step."""

    organisation = forms.ModelChoiceField(
        label=_("Local government"),
        queryset=None,
        empty_label=_("Choose a local government"),
    )
    source_lang = forms.ChoiceField(
        label=_("Language you write in"), choices=LANGUAGE_CHOICES
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

    def __init__(
        self,
        *args,
        cities=None,
        need: Need | None = None,
        step: NeedStep | None = None,
        may_show: bool = True,
        **kwargs,
    ):
        """`cities` to choose from, where there is a choice; `need` if one is edited.

        `may_show`: whoever may not publish does not widen who sees it either.
        """
        super().__init__(*args, **kwargs)
        self.need = need
        if step is not None:
            self._ask_only(step)
        if need is None:
            del self.fields["version"]
        if cities is None:
            self.fields.pop("organisation", None)
        elif "organisation" in self.fields:
            self.fields["organisation"].queryset = cities
        if "visibility" in self.fields:
            self.fields["visibility"].disabled = not may_show

    def _ask_only(self, step: NeedStep) -> None:
        names = ("version", *step.fields)
        self.fields = {name: self.fields[name] for name in names}

    def clean_starts_on(self) -> date | None:
        """A date long past is left alone where it stands already."""
        day = self.cleaned_data["starts_on"]
        if day is None or (self.need and day == self.need.starts_on):
            return day
        today = timezone.localdate()
        first, last = _in_years(today, -YEARS_BACK), _in_years(today, YEARS_AHEAD)
        if not first <= day <= last:
            raise forms.ValidationError(
                _("Choose a day between %(first)s and %(last)s."),
                params={"first": date_format(first), "last": date_format(last)},
                code="implausible",
            )
        return day

    def clean(self):
        data = super().clean()
        low, high = data.get("budget_min"), data.get("budget_max")
        if low is not None and high is not None and low > high:
            self.add_error(
                "budget_max",
                _("The budget starts above where it ends. Check both amounts."),
            )
        if low is not None or high is not None:
            if not data.get("currency"):
                self.add_error("currency", _("Choose the currency of the budget."))
        elif "currency" in data and not {"budget_min", "budget_max"} & {*self.errors}:
            # It was pre-filled; without an amount it says nothing.
            data["currency"] = ""
        return data


def _in_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def blank(city=None) -> dict:
    """What a new need is pre-filled with; `city` is known or not yet chosen."""
    languages = city.languages if city else []
    mine = current()
    return {
        "organisation": city.pk if city else "",
        "source_lang": mine if mine in languages else next(iter(languages), mine),
        "languages": languages,
        "currency": CURRENCY_OF.get(city.country.code, "") if city else "",
        "visibility": Visibility.PUBLIC,
    }


def filled(need: Need) -> dict:
    """The form's values for a need that exists."""
    plain = ("source_lang", "languages", "starts_on", "visibility", "version")
    currency = CURRENCY_OF.get(need.organisation.country.code, "")
    return {
        "organisation": need.organisation_id,
        "title": getattr(need, column("title", need.source_lang)),
        "text": getattr(need, column("text", need.source_lang)),
        "sector": need.sector_id,
        "stage": need.stage_id,
        "urgency": need.urgency_id,
        "types": list(need.types.values_list("pk", flat=True)),
        "areas": list(need.areas.values_list("pk", flat=True)),
        "budget_min": _amount(need.budget_min),
        "budget_max": _amount(need.budget_max),
        "currency": need.currency or currency,
        **{name: getattr(need, name) for name in plain},
    }


def _amount(value: Decimal | None) -> str:
    """300000.00 is written as 300000."""
    return "" if value is None else f"{value.normalize():f}"
