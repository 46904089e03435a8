"""What the forms of joining have in common, and the parts of a person's name."""

from collections.abc import Mapping

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core.forms import CleanCharField
from core.names import DisplayOrder, PersonName
from core.step_sheets import StepSheet
from members import units

NAME_PARTS = ("family", "given", "patronymic", "native", "order", "salutation")
ORDER_CHOICES = [(value, capfirst(label)) for value, label in DisplayOrder.choices]


class StepForm(forms.Form):
    def __init__(self, *args, known: Mapping, has_question: bool = False, **kwargs):
        self.country = known.get("country") or ""
        self.unit = known.get("unit_type") or ""
        self.has_question = has_question
        super().__init__(*args, **kwargs)
        self.fit()

    def fit(self) -> None:
        """Take away what the country does not ask for, and narrow the choices."""

    def ask_name(self, prefix: str, *, required: bool = True) -> None:
        """The parts of a person's name; East Asian names have no patronymic."""
        parts = {
            "family": CleanCharField(
                label=_("Family name, in Latin letters"),
                max_length=80,
                required=False,
            ),
            "given": CleanCharField(
                label=_("Given name, in Latin letters"),
                max_length=80,
                required=required,
            ),
            "patronymic": CleanCharField(
                label=_("Patronymic, in Latin letters"),
                max_length=80,
                required=False,
            ),
            "native": CleanCharField(
                label=_("Whole name in own script"), max_length=120, required=False
            ),
            "order": forms.ChoiceField(
                label=_("Order of the name"),
                choices=ORDER_CHOICES,
                initial=units.name_order(self.country),
                help_text=_("As it is written in letters in English."),
                required=required,
            ),
            "salutation": CleanCharField(
                label=_("How we address this person"),
                max_length=120,
                required=False,
                help_text=_("For example: Dear Governor Bat."),
            ),
        }
        if self.country in units.WITHOUT_PATRONYMIC:
            del parts["patronymic"]
            parts["family"].required = required
        self.fields |= {f"{prefix}_{part}": field for part, field in parts.items()}

    def check_name(self, prefix: str) -> None:
        data, names = self.cleaned_data, ("family", "patronymic")
        is_told = f"{prefix}_family" in self.errors
        if not is_told and not any(data.get(f"{prefix}_{name}") for name in names):
            self.add_error(
                f"{prefix}_family", _("Write the family name, or the patronymic.")
            )


def person_name(data: Mapping, prefix: str) -> PersonName:
    return PersonName(
        family=data.get(f"{prefix}_family") or "",
        given=data.get(f"{prefix}_given") or "",
        patronymic=data.get(f"{prefix}_patronymic") or "",
        order=data.get(f"{prefix}_order") or DisplayOrder.FAMILY_FIRST,
    )


def head_of(data: Mapping) -> str:
    """Title and name of the head, for the form to sign; empty while not known."""
    title = data.get("head_title")
    words = [str(title) if title else data.get("head_title_other") or ""]
    words.append(str(person_name(data, "head")))
    return " ".join(filter(None, words))


def told_with_person(sheet: StepSheet, form: StepForm, person: str) -> list[dict]:
    """The answers of one step; the parts of the person’s name are one answer."""
    form.is_valid()
    parts = {f"{person}_{part}" for part in NAME_PARTS} if person else set()
    items, is_named = [], False
    for name in form.fields:
        if name in parts and is_named:
            continue
        if item := sheet.told_field(form, name):
            if name in parts:
                is_named = True
                item["label"] = pgettext("of a person", "Name")
                item["value"] = _whole_name(form, person)
            items.append(item)
    return items


def _whole_name(form: StepForm, person: str) -> str:
    data = form.cleaned_data
    names = [str(person_name(data, person)), data.get(f"{person}_native") or ""]
    return " · ".join(filter(None, names))
