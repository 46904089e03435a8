"""What an applicant offers, declares and hands in; the end of the application."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import uploads
from core.forms import CleanCharField, UploadField
from core.money import CURRENCIES
from members.join_base import StepForm
from members.join_fields import CountField
from members.join_forms import TWO_COLUMNS, AnswersForm
from solutions.apply_steps import FINANCING
from solutions.forms.applying import (
    AGENCY,
    BANK,
    COMPANY,
    INSTITUTION,
    ApplyForm,
    InstitutionForm,
    PeopleForm,
)
from vocabulary.models import Country

OFFERS = [
    ("demo", _("A demonstration, or a visit to a place where it works")),
    ("pilot", _("A pilot: a trial in the city, with figures before and after")),
    ("study", _("A study: what is needed, or whether it is feasible")),
    ("finance", _("Finance: grants, loans, or a part of the costs")),
    ("people", _("Experts, training, exchange of people")),
]
INSTRUMENTS = [
    ("grant", _("Grants")),
    ("loan", _("Loans")),
    ("equity", _("Equity")),
    ("guarantee", _("Guarantees")),
    ("technical_assistance", _("Technical assistance")),
]
NO_OR_YES = [("no", pgettext_lazy("an answer", "No")), ("yes", _("Yes, as told below"))]
AMOUNT = {"max_digits": 16, "decimal_places": 2, "min_value": 0, "required": False}
ALL = frozenset({COMPANY, INSTITUTION, BANK, AGENCY})


class OfferForm(ApplyForm):
    offers = forms.MultipleChoiceField(
        label=_("What can a city ask you for?"),
        choices=OFFERS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose what you will really do. Cities ask for it by name."),
    )
    offer_terms = CleanCharField(
        label=_("On what terms"),
        lines=True,
        max_length=2000,
        required=False,
        help_text=_("How long it takes, who pays for what, what the city brings."),
    )
    instruments = forms.MultipleChoiceField(
        label=_("Instruments"),
        choices=INSTRUMENTS,
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
    )
    amount_min = forms.DecimalField(label=_("Amount of one project from"), **AMOUNT)
    amount_max = forms.DecimalField(label=_("Amount of one project up to"), **AMOUNT)
    amount_currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "—"), *CURRENCIES], required=False
    )
    eligibility = CleanCharField(
        label=_("Who may apply to you, and how"),
        lines=True,
        max_length=2000,
        help_text=_("Rules by country or size, calls with their dates, what you need."),
    )
    served = forms.ModelMultipleChoiceField(
        label=_("Countries you work in"),
        queryset=Country.objects.all(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        required=False,
        help_text=_("None means any country."),
    )
    smallest = CountField(
        label=_("Smallest city you can serve, in inhabitants"),
        min_value=0,
        max_value=200_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    largest = CountField(
        label=_("Largest city you can serve, in inhabitants"),
        min_value=0,
        max_value=200_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    headings = {
        "offers": _("Your offer to cities"),
        "instruments": _("Your money"),
        "served": _("Where you work"),
    }
    only_for = {
        "instruments": FINANCING,
        "amount_min": FINANCING,
        "amount_max": FINANCING,
        "amount_currency": FINANCING,
        "eligibility": FINANCING,
        "smallest": ALL - FINANCING,
        "largest": ALL - FINANCING,
    }

    def clean(self):
        data = super().clean()
        low, high = data.get("amount_min"), data.get("amount_max")
        if low is not None and high is not None and low > high:
            self.add_error(
                "amount_max",
                _("The amount starts above where it ends. Check both amounts."),
            )
        has_amount = low is not None or high is not None
        if has_amount and not data.get("amount_currency"):
            self.add_error("amount_currency", _("Choose the currency of the amount."))
        few, many = data.get("smallest"), data.get("largest")
        if few is not None and many is not None and few > many:
            self.add_error(
                "largest", _("The largest city is smaller than the smallest.")
            )
        return data


class SolutionsForm(ApplyForm):
    """Nothing is typed here: each solution has a page of its own."""

    def clean(self):
        if not self.proposed and self.kind not in FINANCING:
            raise forms.ValidationError(_("Add at least one solution."), "none")
        if faulty := [row for row, is_whole in self.proposed if not is_whole]:
            raise forms.ValidationError(
                _("Something is missing or wrong here: %(solution)s"),
                "faulty",
                params={"solution": faulty[0].title or _("Solution without a title")},
            )
        return super().clean()


class NeedsForm(ApplyForm):
    """Needs are chosen on a page of their own, or not at all."""


class PapersForm(ApplyForm):
    debarment = forms.ChoiceField(
        label=_("Has a development bank debarred you or one of your owners?"),
        choices=NO_OR_YES,
        widget=forms.RadioSelect,
    )
    sanctions = forms.ChoiceField(
        label=_(
            "Are you, or is one of your owners, under sanctions or other restrictive measures?"
        ),
        choices=NO_OR_YES,
        widget=forms.RadioSelect,
    )
    conflict = forms.ChoiceField(
        label=_(
            "Does anybody of the network’s members or of its secretariat gain from your business?"
        ),
        choices=NO_OR_YES,
        widget=forms.RadioSelect,
    )
    explanation = CleanCharField(
        label=_("If you said yes: what the secretariat should know"),
        lines=True,
        max_length=4000,
        required=False,
    )
    screening = forms.BooleanField(
        label=_(
            "We agree that our names are compared with public lists of debarred and sanctioned parties"
        ),
        error_messages={"required": _("Without this nobody can be listed.")},
    )
    referees = forms.BooleanField(
        label=_("The cities we named as references know that you may ask them"),
        error_messages={"required": _("Tell them before you send.")},
    )
    certificate = UploadField(label=_("Certificate of registration"))
    presentation = UploadField(
        label=_("Presentation of your institution"),
        kinds=uploads.ONLY_PDF,
        required=False,
    )

    headings = {
        "debarment": _("Declarations"),
        "certificate": _("Papers"),
    }
    only_for = {
        "debarment": ALL - {BANK},
        "sanctions": ALL - FINANCING,
        "screening": ALL - {BANK},
        "referees": ALL - FINANCING,
        "certificate": ALL - FINANCING,
    }

    def fit(self):
        super().fit()
        if self.kind == INSTITUTION:
            self.fields["certificate"].required = False
            self.fields["certificate"].label = _("Statute or decision of foundation")

    def clean(self):
        data = super().clean()
        said = {data.get(name) for name in ("debarment", "sanctions", "conflict")}
        if "yes" in said and not data.get("explanation"):
            self.add_error("explanation", _("Explain what you said yes to."))
        return data


class SendForm(AnswersForm, ApplyForm):
    """The last step: the answer to what was asked, and the declaration."""

    def fit(self):
        super().fit()
        self.fields["declaration"].label = _(
            "I declare that these statements are true and that I may send them for our institution"
        )


FORMS: dict[str, type[StepForm]] = {
    "institution": InstitutionForm,
    "people": PeopleForm,
    "offer": OfferForm,
    "solutions": SolutionsForm,
    "needs": NeedsForm,
    "papers": PapersForm,
    "answers": SendForm,
}
