"""A form in steps while it is written: what is kept, as forms and as answers.

One `StepSheet` a kind of form; `core.step_pages` has what its pages do.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import mailed_forms, typed
from core.forms import UploadField
from core.languages import listed
from core.steps import Step, Steps

LIMIT = 20_000


class StepSheet:
    """`word` is the link's token that the applicant came with; staff have none.

    A subclass names the `files` that are columns of the application, and what is
    `untold` in the list of answers; its forms take `known`, the answers so far.
    """

    namespace = ""
    files: tuple[str, ...] = ()
    untold: frozenset[str] = frozenset({"declaration", "reply"})
    forms: Mapping[str, Any] = {}

    def __init__(self, application, word: str = ""):
        self.application, self.word = application, word

    @property
    def steps(self) -> Steps:
        raise NotImplementedError

    def submit(self, *, reply: str) -> None:
        """Hand it in, with the answer to what was asked."""
        raise NotImplementedError

    @property
    def known(self) -> dict:
        return self.application.answers

    @cached_property
    def question(self) -> models.Model | None:
        """What the secretariat asked and nobody has answered yet."""
        asked = self.application.questions.all()
        return next((one for one in asked if one.answered_at is None), None)

    @property
    def reached(self) -> Step:
        return self.steps.numbered(self.application.reached)

    @property
    def last(self) -> Step:
        return self.steps[-1]

    def address(self, step: Step) -> str:
        return self.url("step", step.name)

    def url(self, name: str, *more) -> str:
        return reverse(f"{self.namespace}:{name}", args=[self.word, *more])

    def options(self, step: Step) -> dict:
        """What the form of a step wants to know besides what was typed."""
        return {"known": self.known}

    def form(self, step: Step, data=None, files=None):
        """The questions of a step; `data` was sent, else they are to answer."""
        kept = {name: getattr(self.application, name) for name in self.files}
        return self.forms[step.name](
            data,
            files,
            has_question=self.question is not None,
            initial=self.known | {name: file for name, file in kept.items() if file},
            **self.options(step),
        )

    def answered(self, step: Step):
        """The form of a step, bound to what is kept: to check it, and to tell it."""
        form = self.form(step)
        return self.forms[step.name](
            _filled(form, self.known),
            {},
            has_question=False,
            initial=form.initial,
            **self.options(step),
        )

    @cached_property
    def checked(self) -> list[tuple]:
        """All steps but the last with their answers, validated."""
        return [(step, self.answered(step)) for step in self.steps if not step.is_last]

    @property
    def faulty(self) -> Step | None:
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

    def typed(self, step: Step, sent) -> dict:
        """A step's fields as JSON; what is not sent is empty, files are kept elsewhere."""
        fields = self.form(step, sent).fields.items()
        texts = {n: field for n, field in fields if not isinstance(field, UploadField)}
        return typed.read(sent, texts)

    def keep(self, step: Step, sent, *, reached: int = 1, handed_in=None) -> None:
        mailed_forms.keep(
            self.application, self.typed(step, sent), reached=reached, files=handed_in
        )

    def answers(self) -> list[dict]:
        """What was answered, a group for each step, in the reader's words.

        An optional question that was left open is not told.
        """
        return [
            {
                "name": step.name,
                "label": step.label,
                "items": [self._addressed(step, i) for i in self.told(step, form)],
            }
            for step, form in self.checked
        ]

    def told(self, step: Step, form) -> list[dict]:
        form.is_valid()
        items = (self.told_field(form, name) for name in form.fields)
        return [item for item in items if item]

    def told_field(self, form, name: str) -> dict | None:
        field, value = form.fields[name], shown(form, name)
        if name in self.untold or not (value or field.required or name in form.errors):
            return None
        return {
            "label": capfirst(field.label),
            "value": value,
            "lang": self.language_of(form, name),
            "anchor": form[name].auto_id,
        }

    def language_of(self, form, name: str) -> str:
        """The language of an answer, for whoever reads it aloud."""
        return ""

    def _addressed(self, step: Step, item: dict) -> dict:
        is_open = self.word and self.application.is_writable
        anchor = item.pop("anchor", "")
        url = f"{self.address(step)}#{anchor}".rstrip("#") if is_open else ""
        return item | {"url": url}


def fits(sent, *, limit: int = LIMIT) -> bool:
    """Whether what was sent is of a size that can be kept."""
    return sum(len(v) for _name, values in sent.lists() for v in values) <= limit


def shown(form, name: str) -> str:
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
    if isinstance(field, forms.DecimalField):
        return number_format(value, force_grouping=True)
    if choices := getattr(field, "choices", None):
        chosen = set(value) if isinstance(value, list) else {value}
        return listed(label for code, label in choices if code in chosen)
    if tell := getattr(field, "tell", None):
        return tell(value)
    return str(value)


def _filled(form, known: Mapping) -> dict:
    """What is kept, and what a field starts with where nothing was kept yet."""
    found = {}
    for name, field in form.fields.items():
        if isinstance(field, UploadField):
            continue
        found[name] = known[name] if name in known else form[name].value()
    return {name: value for name, value in found.items() if value is not None}
