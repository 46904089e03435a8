"""An application while it is written: what is kept, as forms and as answers."""

from functools import cached_property

from django import forms
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.forms import UploadField
from core.languages import CODES, column, in_markup, listed
from core.text import clean
from members.join_base import StepForm, person_name
from members.join_forms import FORMS
from members.join_steps import LAST, STEPS, JoinStep
from members.models import Application, ApplicationQuestion

LIMIT = 20_000
FILES = ("signed_form", "appointment_letter")
PEOPLE = {"head": "head", "csco": "csco", "paper": "signatory"}
NAME_PARTS = ("family", "given", "patronymic", "native", "order", "salutation")
# What a signature needs no answer for in the list of answers.
NOT_TOLD = {"declaration", "reply"}


class Sheet:
    """`word` is the link's token that the applicant came with; staff have none."""

    def __init__(self, application: Application, word: str = ""):
        self.application, self.word = application, word

    @property
    def known(self) -> dict:
        return self.application.answers

    @cached_property
    def question(self) -> ApplicationQuestion | None:
        """What the secretariat asked and nobody has answered yet."""
        return self.application.questions.filter(answered_at=None).first()

    @property
    def reached(self) -> JoinStep:
        return STEPS.numbered(self.application.reached)

    def address(self, step: JoinStep) -> str:
        return reverse("join:step", args=[self.word, step.name])

    def form(self, step: JoinStep, data=None, files=None) -> StepForm:
        """The questions of a step; `data` was sent, else they are to answer."""
        kept = {name: getattr(self.application, name) for name in FILES}
        return FORMS[step.name](
            data,
            files,
            known=self.known,
            has_question=self.question is not None,
            initial=self.known | {name: file for name, file in kept.items() if file},
        )

    def answered(self, step: JoinStep) -> StepForm:
        """The form of a step, bound to what is kept: to check it, and to tell it."""
        form = self.form(step)
        data = _filled(form, self.known)
        return FORMS[step.name](
            data, {}, known=self.known, has_question=False, initial=form.initial
        )

    @cached_property
    def checked(self) -> list[tuple[JoinStep, StepForm]]:
        """All steps but the last with their answers, validated."""
        return [(step, self.answered(step)) for step in STEPS if step is not LAST]

    @property
    def faulty(self) -> JoinStep | None:
        """The first step that has something missing or wrong."""
        return next((step for step, form in self.checked if not form.is_valid()), None)

    @property
    def facts(self) -> dict:
        """The checked answers that there are; the services take those of a whole sheet."""
        found: dict = {}
        for _step, form in self.checked:
            form.is_valid()
            found |= form.cleaned_data
        return found

    def answers(self) -> list[dict]:
        """What was answered, a group for each step, in the reader's words.

        An optional question that was left open is not told.
        """
        return [
            {
                "name": step.name,
                "label": step.label,
                "items": [self._addressed(step, item) for item in told(step, form)],
            }
            for step, form in self.checked
        ]

    def _addressed(self, step: JoinStep, item: dict) -> dict:
        anchor = item.pop("anchor")
        url = f"{self.address(step)}#{anchor}" if self.word else ""
        return item | {"url": url}


def typed(form: StepForm, sent) -> dict:
    """A step's fields as JSON; what is not sent is empty, files are kept elsewhere."""
    found: dict = {}
    for name, field in form.fields.items():
        if isinstance(field, UploadField):
            continue
        if isinstance(
            field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField
        ):
            found[name] = [clean(value) for value in sent.getlist(name)]
        else:
            found[name] = clean(sent.get(name, ""))
    return found


def fits(sent) -> bool:
    """Whether what was sent is of a size that can be kept."""
    return sum(len(v) for _name, values in sent.lists() for v in values) <= LIMIT


def told(step: JoinStep, form: StepForm) -> list[dict]:
    """The answers of one step; a person is one answer, not six."""
    form.is_valid()
    person = PEOPLE.get(step.name, "")
    parts = {f"{person}_{part}" for part in NAME_PARTS} if person else set()
    items, is_named = [], False
    for name, field in form.fields.items():
        if name in NOT_TOLD or (name in parts and is_named):
            continue
        is_named = is_named or name in parts
        label = pgettext("of a person", "Name") if name in parts else field.label
        value = _whole_name(form, person) if name in parts else shown(form, name)
        if value or field.required or name in form.errors:
            items.append(
                {
                    "label": capfirst(label),
                    "value": value,
                    "lang": _language(form, name),
                    "anchor": form[name].auto_id,
                }
            )
    return items


def shown(form: StepForm, name: str) -> str:
    """One answer as words: labels of what was chosen, else what was typed."""
    field, value = form.fields[name], form.cleaned_data.get(name)
    if isinstance(field, UploadField):
        return value.name if value else ""
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else ""
    if name in form.errors or value in (None, "", []):
        raw = form[name].value()
        return listed(raw) if isinstance(raw, list | tuple) else str(raw or "")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return listed(value)
    if isinstance(field, forms.ModelChoiceField):
        return str(value)
    if isinstance(field, forms.DateField):
        return date_format(value)
    if choices := getattr(field, "choices", None):
        chosen = set(value) if isinstance(value, list) else {value}
        return listed(label for code, label in choices if code in chosen)
    if isinstance(value, int) and name == "population":
        return number_format(value, force_grouping=True)
    return str(value)


def _whole_name(form: StepForm, person: str) -> str:
    data = form.cleaned_data
    names = [str(person_name(data, person)), data.get(f"{person}_native") or ""]
    return " · ".join(filter(None, names))


def _language(form: StepForm, name: str) -> str:
    """The language of an official name, for whoever reads it aloud."""
    if name == "native_name":
        return form.cleaned_data.get("native_lang") or ""
    codes = {column("name", code): in_markup(code) for code in CODES}
    return codes.get(name, "")


def _filled(form: StepForm, known: dict) -> dict:
    """What is kept, and what a field starts with where nothing was kept yet."""
    found = {}
    for name, field in form.fields.items():
        if isinstance(field, UploadField):
            continue
        found[name] = known[name] if name in known else form[name].value()
    return {name: value for name, value in found.items() if value is not None}
