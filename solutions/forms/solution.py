"""All questions about one solution: of its provider, and on an application.

What is typed is plain data of codes and texts, `data`, that JSON can keep:

    sheet = SolutionSheet(data)                  to be answered, filled with `data`
    sheet = SolutionSheet.sent(request.POST)     `sheet.data` is what to keep
    sheet = SolutionSheet(data, check=True)      `sheet.is_valid()`, `sheet.cleaned`

`cleaned` is what `solutions.services.create` and `change` take. A page draws a
sheet with `solutions/edit/_sheet.html`; `press` does what its buttons for rows say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import typed
from core.forms import CleanCharField, VersionedForm
from core.languages import CODES, LANGUAGE_CHOICES, in_markup
from core.money import CURRENCIES
from core.text import whole_number
from core.typed import Values
from scaps.forms.needs import AMOUNT, TWO_COLUMNS
from scaps.forms.sections import MAX_ROWS
from solutions.forms.references import ReferenceRows, References
from solutions.forms.words import WordField, Words, WordsField, lend
from vocabulary.models import (
    Country,
    Maturity,
    PriceModel,
    Sector,
    SolutionArea,
    Stage,
)

ROWS = "references"
IN_USE = frozenset({"piloted", "deployed_one", "deployed_several"})
"""Maturities that a city's use stands behind."""


def _one(model, label, **options) -> WordField:
    return WordField(
        label=label, queryset=model.objects.all(), to_field_name="code", **options
    )


def _many(model, label, **options) -> WordsField:
    return WordsField(
        label=label,
        queryset=model.objects.all(),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        **options,
    )


@dataclass(frozen=True)
class Group:
    """Questions under one heading of the page."""

    title: str | Promise
    lead: str | Promise
    fields: tuple[str, ...]


GROUPS = (
    Group(
        _("What it is"),
        _("Write in your own language. Needs in all six languages are searched."),
        ("source_lang", "title", "problem", "description", "users"),
    ),
    Group(
        _("Where it fits"),
        _("Sector and solution area are the two axes of the catalogue."),
        ("sectors", "areas", "maturity", "stages"),
    ),
    Group(
        _("On what conditions"),
        _("Cities rank what fits their means. Leave open what you cannot say yet."),
        (
            "countries",
            "languages",
            "price_model",
            "price_min",
            "price_max",
            "currency",
            "standards",
            "data_location",
        ),
    ),
)


class SolutionForm(VersionedForm):
    """Everything that is said of a solution, but for its references."""

    source_lang = forms.ChoiceField(
        label=_("Language you write in"), choices=LANGUAGE_CHOICES
    )
    title = CleanCharField(
        label=_("The solution in one line"),
        max_length=200,
        help_text=_("What it does, not what it is called: heat meters for old houses."),
    )
    problem = CleanCharField(
        label=_("Problem it answers"),
        lines=True,
        max_length=4000,
        help_text=_(
            "As a city would tell it: who has the problem, and what it costs them. "
            "Needs of cities are compared with this text."
        ),
    )
    description = CleanCharField(
        label=_("What it does"),
        lines=True,
        max_length=8000,
        help_text=_(
            "How it works, what the city has to bring, how long it takes. "
            "Figures say more than adjectives."
        ),
    )
    users = CleanCharField(
        label=_("Who uses it"), lines=True, max_length=1000, required=False
    )
    sectors = _many(Sector, _("Sectors"))
    areas = _many(SolutionArea, _("Solution areas"), required=False)
    maturity = _one(
        Maturity, _("Maturity"), empty_label=_("Choose how far it has come")
    )
    stages = _many(
        Stage,
        _("Stages it serves"),
        required=False,
        help_text=_("At which stages of a project you can help."),
    )
    countries = _many(
        Country,
        _("Countries served"),
        required=False,
        help_text=_("None means any country."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of support"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        required=False,
    )
    price_model = _one(
        PriceModel, _("Price model"), required=False, empty_label=_("Not known yet")
    )
    price_min = forms.DecimalField(label=_("Price from"), **AMOUNT)
    price_max = forms.DecimalField(
        label=_("Price up to"),
        help_text=_("For a usual project. Whole amounts, no thousands mark needed."),
        **AMOUNT,
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "—"), *CURRENCIES], required=False
    )
    standards = CleanCharField(
        label=_("Standards and integration"),
        max_length=300,
        required=False,
        help_text=_("Standards it keeps, and systems it can be joined to."),
    )
    data_location = CleanCharField(
        label=_("Where the data is kept"),
        max_length=200,
        required=False,
        help_text=_("Country, and on whose machines."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lang = self.data.get("source_lang") or self.initial.get("source_lang")
        if lang in CODES:
            for name in ("title", "problem", "description", "users", "data_location"):
                self.fields[name].widget.attrs["lang"] = in_markup(lang)

    def clean(self):
        data = super().clean()
        low, high = data.get("price_min"), data.get("price_max")
        if low is not None and high is not None and low > high:
            self.add_error(
                "price_max",
                _("The price starts above where it ends. Check both amounts."),
            )
        if low is not None or high is not None:
            if not data.get("currency"):
                self.add_error("currency", _("Choose the currency of the price."))
        elif not {"price_min", "price_max"} & {*self.errors}:
            # It was pre-filled; without an amount it says nothing.
            data["currency"] = ""
        return data


class SolutionSheet:
    """The form about a solution with the rows of its references.

    Sheets of one page share their `words`.
    """

    def __init__(
        self, data: Values, *, check: bool = False, words: Words | None = None
    ):
        self.data, self.check = data, check
        self.words = Words() if words is None else words

    @classmethod
    def sent(cls, post) -> "SolutionSheet":
        return cls(read(post), check=True)

    @cached_property
    def form(self) -> SolutionForm:
        rest = {name: value for name, value in self.data.items() if name != ROWS}
        if not self.check:
            return _shown(rest)
        form = SolutionForm(typed.as_sent(rest))
        lend(form, self.words)
        return form

    @cached_property
    def rows(self) -> References:
        rows = self.data.get(ROWS, [])
        options = {"prefix": ROWS, "form_kwargs": {"choices": _choices(self.words)}}
        if not self.check:
            # A page without a single row would offer nothing to fill in.
            return ReferenceRows(initial=rows or [{}], **options)
        sent = typed.as_sent({f"{ROWS}-TOTAL_FORMS": str(len(rows))})
        sent.update(typed.as_sent({f"{ROWS}-INITIAL_FORMS": "0"}))
        for number, row in enumerate(rows):
            sent.update(typed.as_sent(row, f"{ROWS}-{number}-"))
        return ReferenceRows(sent, **options)

    def groups(self) -> Iterator[tuple[Group, list]]:
        for group in GROUPS:
            yield group, [self.form[name] for name in group.fields]

    def is_valid(self) -> bool:
        """All is asked, so that all that is wrong is told at once."""
        is_right = all([self.form.is_valid(), self.rows.is_valid()])
        return is_right and self._is_in_use_somewhere()

    def _is_in_use_somewhere(self) -> bool:
        if self.form.cleaned_data["maturity"].code not in IN_USE or self.rows.stated:
            return True
        message = _("It is in use, you say: name at least one city that uses it.")
        self.form.add_error("maturity", message)
        return False

    @property
    def cleaned(self) -> dict:
        return self.form.cleaned_data | {ROWS: self.rows.stated}

    @property
    def has_errors(self) -> bool:
        return self.check and bool(self.form.errors or self.rows.total_error_count())

    def open_row(self, number: int | None) -> None:
        """The cursor goes to the reference that was added or changed last."""
        if number is not None and number < len(self.rows.forms):
            first = self.rows.forms[number].asked[0]
            first.field.widget.attrs["autofocus"] = True

    def press(self, sent) -> str:
        """Do in `data` what a button for rows says; where the page is to open then."""
        rows = self.data.setdefault(ROWS, [])
        if "add" in sent:
            if len(rows) < MAX_ROWS:
                rows.append({})
            return f"row={len(rows) - 1}"
        for name, mark in (("remove", "on"), ("restore", "")):
            number = whole_number(sent.get(name, ""))
            if number is not None and number < len(rows):
                rows[number][DELETION_FIELD_NAME] = mark
                return f"row={number}"
        return ""


def read(post) -> Values:
    """What a browser sent for a solution, right or wrong."""
    values = typed.read(post, SolutionForm.base_fields)
    count = min(whole_number(post.get(f"{ROWS}-TOTAL_FORMS", "0")) or 0, MAX_ROWS)
    fields = ReferenceRows(prefix=ROWS).empty_form.fields
    values[ROWS] = [
        typed.read(post, fields, f"{ROWS}-{number}-") for number in range(count)
    ]
    return values


def _shown(values: Values) -> SolutionForm:
    return SolutionForm(initial=values)


def _choices(words: Words) -> dict:
    countries = [(code, str(country)) for code, country in words[Country].items()]
    return {"country": [("", _("Another country")), *countries]}
