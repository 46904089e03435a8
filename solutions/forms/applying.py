"""The questions of an application, one form a step, made to fit who applies.

`known` holds everything typed so far: the kind of institution and its country
decide what is asked. What comes out of `cleaned_data` goes into the services.
"""

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import CleanCharField
from core.languages import LANGUAGE_CHOICES
from members.join_base import StepForm
from members.join_forms import (
    NATIVE_LANGUAGES,
    TWO_COLUMNS,
    BeginForm,
)
from members.models import Provider
from members.states import OrganisationKind
from vocabulary.models import Country

COMPANY, INSTITUTION = OrganisationKind.COMPANY, OrganisationKind.INSTITUTION
BANK, AGENCY = OrganisationKind.DEVELOPMENT_BANK, OrganisationKind.AID_AGENCY

KINDS = [
    (COMPANY, _("A company")),
    (INSTITUTION, _("A national or local institution")),
    (BANK, _("A development bank")),
    (AGENCY, _("An aid agency")),
]
OF_STATES = [
    ("multilateral", _("Of several states")),
    ("national", _("Of one state")),
]
LEVELS = {
    INSTITUTION: [("national", _("National")), ("local", _("Regional or local"))],
    BANK: OF_STATES,
    AGENCY: OF_STATES,
}
BELONGS_TO = {
    COMPANY: _("Parent company"),
    INSTITUTION: _("Ministry, university or local government it belongs to"),
    AGENCY: _("Ministry or body it belongs to"),
}
FIRST_YEAR = 1600


def country_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Country of the seat"),
        queryset=Country.objects.all(),
        to_field_name="code",
        empty_label=_("Choose a country"),
    )


class BeginApplicationForm(BeginForm):
    """Who applies, so that the questions fit; then where the link goes."""

    kind = forms.ChoiceField(
        label=_("Who applies?"), choices=KINDS, widget=forms.RadioSelect
    )
    country = country_field()

    field_order = ("key", "kind", "country", "email", "language")


class ApplyForm(StepForm):
    """`only_for` says which kinds of institution are asked a question; else all are.

    `headings` stand over the first question of a group, `proposed` are the solutions
    so far, each with whether it is whole.
    """

    only_for: dict[str, frozenset] = {}
    headings: dict[str, str | Promise] = {}

    def __init__(
        self, data=None, *args, known, is_sponsored=False, proposed=(), **more
    ):
        sent = {name: data.get(name) for name in ("kind", "country")} if data else {}
        known = {**known, **{name: code for name, code in sent.items() if code}}
        self.kind = known.get("kind") if known.get("kind") in dict(KINDS) else COMPANY
        self.is_sponsored, self.proposed = is_sponsored, proposed
        super().__init__(data, *args, known=known, **more)

    def fit(self):
        for name, kinds in self.only_for.items():
            if self.kind not in kinds:
                del self.fields[name]

    def groups(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        """The questions under their headings."""
        found: list[tuple[str | Promise, list[forms.BoundField]]] = []
        for field in self.visible_fields():
            heading = self.headings.get(field.name)
            if heading or not found:
                found.append((heading or "", []))
            found[-1][1].append(field)
        return found


class InstitutionForm(ApplyForm):
    kind = forms.ChoiceField(
        label=_("Who applies?"),
        choices=KINDS,
        widget=forms.RadioSelect,
        help_text=_("The questions fit the answer."),
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("of an institution", "Level"), widget=forms.RadioSelect
    )
    country = country_field()
    name_en = CleanCharField(label=_("Official name in English, or in Latin letters"))
    native_name = CleanCharField(label=_("Official name in own script"), required=False)
    native_lang = forms.ChoiceField(
        label=_("Language of that name"),
        choices=[("", "—"), *NATIVE_LANGUAGES],
        required=False,
    )
    reading = CleanCharField(
        label=_("Reading"),
        required=False,
        help_text=_("In kana; Japanese lists are sorted by it."),
    )
    registration_number = CleanCharField(
        label=_("Number in the register of companies"),
        max_length=80,
        help_text=_("As it stands on the certificate that you hand in later."),
    )
    legal_basis = CleanCharField(
        label=_("Law or decision it was founded by"),
        max_length=300,
        required=False,
    )
    parent_company = CleanCharField(label=BELONGS_TO[COMPANY], required=False)
    founded = forms.IntegerField(label=_("Founded in the year"), min_value=FIRST_YEAR)
    staff_band = forms.ChoiceField(
        label=_("Number of staff"), choices=[("", "—"), *Provider.Staff.choices]
    )
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", max_length=200
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can work in"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
    )
    summary = CleanCharField(
        label=_("What you do, in a few sentences"),
        lines=True,
        max_length=1200,
        help_text=_(
            "In your language. It stands on your page, and is translated. Figures say more than adjectives."
        ),
    )

    headings = {
        "name_en": _("Its name"),
        "registration_number": _("What it is"),
        "legal_basis": _("What it is"),
        "website": _("Profile"),
    }
    only_for = {
        "level": frozenset(LEVELS),
        "registration_number": frozenset({COMPANY}),
        "legal_basis": frozenset({INSTITUTION, BANK, AGENCY}),
        "parent_company": frozenset(BELONGS_TO),
        "staff_band": frozenset({COMPANY, INSTITUTION}),
    }

    def fit(self):
        super().fit()
        if self.kind in LEVELS:
            self.fields["level"].choices = LEVELS[self.kind]
        if self.kind in BELONGS_TO:
            self.fields["parent_company"].label = BELONGS_TO[self.kind]
        if self.country != "JP":
            del self.fields["reading"]
        if self.kind != COMPANY or self.is_sponsored:
            for name in {"founded", "staff_band"} & {*self.fields}:
                self.fields[name].required = False

    def clean_founded(self):
        year = self.cleaned_data["founded"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("This year is still to come."), "future")
        return year

    def clean(self):
        data = super().clean()
        if data.get("native_name") and not data.get("native_lang"):
            self.add_error("native_lang", _("Choose the language of the name."))
        return data


class PeopleForm(ApplyForm):
    head = CleanCharField(
        label=_("Name of the head or chief executive"),
        max_length=120,
        help_text=_("In Latin letters, and in own script if there is another."),
    )
    owners = CleanCharField(
        label=_("Owners of a quarter or more"),
        lines=True,
        max_length=2000,
        help_text=_(
            "One a line: persons, companies or states. If there is none, write so."
        ),
    )
    contact_role = CleanCharField(label=_("Position of the contact"), max_length=120)
    contact_email = forms.EmailField(
        label=_("E-mail address at work"),
        help_text=_("The invitation to the portal goes there if you are listed."),
    )
    contact_phone = CleanCharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("With the code of the country, for example +82."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    headings = {
        "head": _("Who leads and owns it"),
        "contact_family": _("Whom we write to"),
    }
    only_for = {"owners": frozenset({COMPANY})}

    def fit(self):
        super().fit()
        rest = self.fields
        self.fields = {
            name: rest.pop(name) for name in ("head", "owners") if name in rest
        }
        self.ask_name("contact")
        self.fields |= rest
        self.fields["contact_salutation"].help_text = _("For example: Dear Ms Sato.")

    def clean(self):
        data = super().clean()
        self.check_name("contact")
        return data
