"""What somebody answered, in words: to check before saving, and to compare."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.forms import BoundField, Field
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.languages import CODES, in_markup, listed
from core.money import money_range
from scaps.forms.needs import NeedForm
from scaps.steps import LAST, STEPS

TEXTS = ("title", "text")
BUDGET = ("budget_min", "budget_max", "currency")


def to_check(form: NeedForm, address_of) -> list[dict]:
    """Every answer of a bound form with the address where it is changed.

    `address_of(step)` leads to a step. A budget is one answer to three fields.
    """
    form.is_valid()
    lang = form["source_lang"].value()
    return [
        {
            "label": _("Budget") if name in BUDGET else form[name].label,
            "value": _budget(form) if name in BUDGET else _answer(form, name),
            "lang": in_markup(lang) if name in TEXTS and lang in CODES else "",
            "url": f"{address_of(step)}#{form[name].auto_id}",
        }
        for step in STEPS
        for name in step.fields
        if step is not LAST and name in form.fields and name not in BUDGET[1:]
    ]


def differences(theirs: NeedForm, mine: NeedForm) -> list[dict]:
    """The fields that two people filled in differently, as both would read them."""
    pairs = [
        {
            "label": mine[name].label,
            "theirs": shown(theirs[name]),
            "mine": shown(mine[name]),
            "is_text": name in TEXTS,
        }
        for name in mine.fields
        if name not in {"organisation", "version"}
    ]
    return [pair for pair in pairs if pair["theirs"] != pair["mine"]]


def shown(field: BoundField) -> str:
    """A field's value as words: labels of what was chosen, else what was typed."""
    value = field.value()
    chosen = value if isinstance(value, list | tuple) else [value]
    wanted = {str(item) for item in chosen if item not in (None, "")}
    if not wanted:
        return ""
    if choices := getattr(field.field, "choices", None):
        return listed(label for code, label in choices if str(code) in wanted)
    return _plain(field.field, value)


def _plain(field: Field, value) -> str:
    """A day or a sum that is saved, as a reader would put it."""
    try:
        found = field.to_python(value)
    except ValidationError:
        return str(value)
    if isinstance(found, Decimal):
        return number_format(found, force_grouping=True)
    return date_format(found) if isinstance(found, date) else str(value)


def _answer(form: NeedForm, name: str) -> str:
    if name == "starts_on" and form.cleaned_data.get(name):
        return date_format(form.cleaned_data[name])
    return shown(form[name])


def _budget(form: NeedForm) -> str:
    if form.errors.keys() & set(BUDGET):
        return " ".join(filter(None, [shown(form[name]) for name in BUDGET]))
    return money_range(*(form.cleaned_data[name] for name in BUDGET))
