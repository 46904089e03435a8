"""The questions of joining, one form a step, made to fit the country and the unit.

`known` holds everything typed so far, as a browser sent it: a later step reads
the country there. What comes out of `cleaned_data` goes into the services.
"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import CleanCharField, UploadField
from core.languages import CODES, ENDONYMS, LANGUAGE_CHOICES, column, current
from members import units
from members.join_base import StepForm
from members.join_fields import CountField, DegreesField, TitleField
from members.models.users import known_zones
from vocabulary.models import Country, FocusArea, HeadTitle, UnitType

TWO_COLUMNS = {"class": "options-two"}
FIRST_CENSUS = 1990
NATIVE_LANGUAGES = [
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("mn", "Монгол"),
    ("ru", "Русский"),
    ("sah", "Саха тыла"),
    ("bua", "Буряад хэлэн"),
    ("tyv", "Тыва дыл"),
    ("en", "English"),
]
PORTAL_CODES = {"zh-Hans": "zh-hans"} | {c: c for c in CODES}


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BeginForm(forms.Form):
    """Where the link goes, and in which language the letters are."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=12, min_length=12)
    email = forms.EmailField(
        label=_("Your e-mail address at work"),
        help_text=_("We send you a link with which you can come back for 30 days."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our letters to you"), choices=LANGUAGE_CHOICES
    )


class ResendForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of the application"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CountryForm(StepForm):
    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Country.objects.all(),
        to_field_name="code",
        empty_label=_("Choose a country"),
        help_text=_(
            "The network is open-ended. If your country is missing, write to the secretariat."
        ),
    )


class UnitForm(StepForm):
    unit_type = forms.ModelChoiceField(
        label=_("Kind of local government"),
        queryset=UnitType.objects.all(),
        to_field_name="code",
        widget=forms.RadioSelect(attrs=TWO_COLUMNS),
        empty_label=None,
    )
    part_of = CleanCharField(
        label=_("Part of"),
        required=False,
        help_text=_(
            "The province, prefecture or region it belongs to. Leave it empty for one of the first level."
        ),
    )

    def fit(self):
        field = self.fields["unit_type"]
        codes = UnitType.objects.values_list("code", flat=True)
        fitting = [code for code in codes if units.fits(code, self.country)]
        field.queryset = UnitType.objects.filter(code__in=fitting)


class NamesForm(StepForm):
    native_name = CleanCharField(label=_("Official name in own script"))
    native_lang = forms.ChoiceField(
        label=_("Language of that name"), choices=NATIVE_LANGUAGES
    )
    reading = CleanCharField(
        label=_("Reading"),
        required=False,
        help_text=_("In kana; Japanese lists are sorted by it."),
    )
    name_en = CleanCharField(
        label=_("Official name in English, or in Latin letters"),
    )

    def fit(self):
        own = units.LANGUAGES.get(self.country, "")
        self.fields["native_lang"].initial = own
        if self.country != "JP":
            del self.fields["reading"]
        for code in CODES:
            if code != "en" and code != PORTAL_CODES.get(own):
                self.fields[column("name", code)] = CleanCharField(
                    label=_("Name in this language: %(language)s")
                    % {"language": ENDONYMS[code]},
                    required=False,
                )


class FactsForm(StepForm):
    population = CountField(
        label=_("Population"),
        min_value=1,
        max_value=200_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    population_year = forms.IntegerField(
        label=_("Year of that figure"), min_value=FIRST_CENSUS
    )
    population_source = CleanCharField(
        label=_("Source of that figure"),
        max_length=120,
        help_text=_("For example: census, or statistical office."),
    )
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", max_length=200
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages you can work in"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
    )
    latitude = DegreesField(
        label=_("Latitude"),
        reach=90,
        help_text=_("Of the town hall, in degrees north. For example 47.9077."),
    )
    longitude = DegreesField(
        label=_("Longitude"),
        reach=180,
        help_text=_("In degrees east. For example 106.8832."),
    )
    timezone = forms.ChoiceField(label=_("Time zone"))

    def fit(self):
        names = units.zones(self.country) or tuple(sorted(known_zones()))
        choices = [(name, name.replace("_", " ")) for name in names]
        if len(names) > 1:
            choices.insert(0, ("", _("Choose a time zone")))
        self.fields["timezone"].choices = choices
        own = PORTAL_CODES.get(units.LANGUAGES.get(self.country, ""))
        self.fields["languages"].initial = [own] if own else []

    def clean_population_year(self):
        year = self.cleaned_data["population_year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("This year is still to come."), "future")
        return year


class HeadForm(StepForm):
    head_title = TitleField(
        label=pgettext_lazy("of a head of government", "Title"),
        queryset=HeadTitle.objects.all(),
        to_field_name="code",
        empty_label=_("Another title"),
    )
    head_title_other = CleanCharField(
        label=_("Another title, in your language and in English"),
        max_length=120,
        required=False,
        help_text=_("Only if the title above does not fit."),
    )

    def fit(self):
        field = self.fields["head_title"]
        if codes := units.heads(self.unit, self.country):
            field.queryset = HeadTitle.objects.filter(code__in=codes)
            field.initial = codes[0]
        self.ask_name("head")
        for name, label in (
            ("head_starts", _("In office since")),
            ("head_ends", _("Term ends")),
        ):
            self.fields[name] = forms.DateField(
                label=label, required=False, widget=day_input()
            )
        self.fields["head_starts"].required = True

    def clean(self):
        data = super().clean()
        has_title = data.get("head_title") or data.get("head_title_other")
        if not has_title and "head_title" not in self.errors:
            self.add_error("head_title", _("Choose a title, or write another."))
        self.check_name("head")
        starts, ends = data.get("head_starts"), data.get("head_ends")
        if starts and starts > timezone.localdate():
            self.add_error("head_starts", _("This day is still to come."))
        if starts and ends and ends < starts:
            self.add_error("head_ends", _("A term ends after it has begun."))
        return data


class CscoForm(StepForm):
    csco_office = CleanCharField(
        label=_("Office or department"),
        help_text=_("It is shown to everybody; the person’s name is not."),
    )
    csco_email = forms.EmailField(
        label=_("E-mail address at work"),
        help_text=_("The invitation to the portal goes there if you are accepted."),
    )
    csco_language = forms.ChoiceField(
        label=_("Language of the letters"), choices=LANGUAGE_CHOICES
    )
    csco_appointed_by = CleanCharField(
        label=_("Appointed by"),
        help_text=_("The authority within your local government."),
    )
    csco_appointed_on = forms.DateField(
        label=_("Appointed on"), required=False, widget=day_input()
    )
    appointment_letter = UploadField(label=_("Letter of appointment"))

    def fit(self):
        rest = self.fields
        self.fields = {}
        self.ask_name("csco")
        self.fields |= rest
        own = PORTAL_CODES.get(units.LANGUAGES.get(self.country, ""), current())
        self.fields["csco_language"].initial = own

    def clean_csco_appointed_on(self):
        day = self.cleaned_data["csco_appointed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."), "future")
        return day

    def clean(self):
        data = super().clean()
        self.check_name("csco")
        return data


class AimsForm(StepForm):
    why = CleanCharField(
        label=_("What do you hope for, and what can you offer to others?"),
        lines=True,
        max_length=4000,
    )
    focus_areas = forms.ModelMultipleChoiceField(
        label=_("Focus areas"),
        queryset=FocusArea.objects.all(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        help_text=_("Choose what your plans are about."),
    )
    plans = CleanCharField(
        label=_("Plans that you have already"),
        lines=True,
        max_length=2000,
        required=False,
        help_text=_("Names and years are enough. They are no condition."),
    )


class FrameworkForm(StepForm):
    framework = forms.BooleanField(
        label=_("Our local government accepts the Framework in this version"),
        error_messages={
            "required": _("Without the Framework nobody can become a member.")
        },
    )


class PaperForm(StepForm):
    signed_by = forms.ChoiceField(
        label=_("Who has signed?"),
        choices=[
            ("head", _("The head of government")),
            ("other", _("Somebody else, on behalf of the head")),
        ],
        widget=forms.RadioSelect,
        initial="head",
    )
    signatory_title = CleanCharField(
        label=_("Office of who signed"),
        max_length=120,
        required=False,
        help_text=_("This and the name only if somebody else has signed."),
    )

    def fit(self):
        self.ask_name("signatory", required=False)
        del self.fields["signatory_salutation"], self.fields["signatory_order"]
        self.fields["signed_on"] = forms.DateField(
            label=_("Signed on"), widget=day_input()
        )
        self.fields["signed_form"] = UploadField(label=_("The signed form"))

    def clean(self):
        data = super().clean()
        data["signatory_order"] = units.name_order(self.country)
        if data.get("signed_by") == "other":
            if not data.get("signatory_title"):
                self.add_error("signatory_title", _("Write the office of who signed."))
            if not data.get("signatory_given"):
                self.add_error("signatory_given", _("Write the name of who signed."))
            self.check_name("signatory")
        day = data.get("signed_on")
        if day and day > timezone.localdate():
            self.add_error("signed_on", _("This day is still to come."))
        return data


class AnswersForm(StepForm):
    """The last step: the answer to what the secretariat asked, and the declaration."""

    reply = CleanCharField(
        label=_("Your answer to the secretariat"), lines=True, max_length=4000
    )
    declaration = forms.BooleanField(
        label=_(
            "I declare that these statements are true and that I may send them for my local government"
        ),
        error_messages={"required": _("Confirm this before you send.")},
    )

    def fit(self):
        if not self.has_question:
            del self.fields["reply"]


FORMS: dict[str, type[StepForm]] = {
    "country": CountryForm,
    "unit": UnitForm,
    "names": NamesForm,
    "facts": FactsForm,
    "head": HeadForm,
    "csco": CscoForm,
    "aims": AimsForm,
    "framework": FrameworkForm,
    "paper": PaperForm,
    "answers": AnswersForm,
}
