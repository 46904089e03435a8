"""Choices among the words of a list, which many forms of one page read once."""

from django import forms
from django.core.exceptions import ValidationError


class Words(dict):
    """Of each list its words by code, read when they are first asked for."""

    def __missing__(self, model):
        self[model] = {word.code: word for word in model.objects.all()}
        return self[model]


class WordField(forms.ModelChoiceField):
    """One word. With `words` lent to it, a form asks the database nothing."""

    words: Words | None = None

    def to_python(self, value):
        if self.words is None or value in self.empty_values:
            return super().to_python(value)
        known = self.words[self.queryset.model]
        if value not in known:
            raise _not_a_choice(self, value)
        return known[value]


class WordsField(forms.ModelMultipleChoiceField):
    """Several words, in the order of their list."""

    words: Words | None = None

    def clean(self, value):
        if self.words is None or not value:
            return super().clean(value)
        known = self.words[self.queryset.model]
        for code in value:
            if code not in known:
                raise _not_a_choice(self, code)
        return [word for code, word in known.items() if code in value]


def lend(form: forms.Form, words: Words) -> None:
    for field in form.fields.values():
        if isinstance(field, WordField | WordsField):
            field.words = words


def _not_a_choice(field: forms.Field, value) -> ValidationError:
    message = field.error_messages["invalid_choice"]
    params = {"value": value, "pk": value}
    return ValidationError(message, code="invalid_choice", params=params)
