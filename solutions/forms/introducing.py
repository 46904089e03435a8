"""What is asked of whoever wants to be put in touch, on either side."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.languages import LANGUAGE_CHOICES
from translations import services as translations

LENGTH = 4000


def _titles(things) -> list[tuple[int, str]]:
    return [(thing.pk, str(translations.read(thing, "title"))) for thing in things]


class FirstMessage(forms.Form):
    """A first message. `about` says what it is best about."""

    about = ""

    text = CleanCharField(label=_("Your message"), lines=True, max_length=LENGTH)
    lang = forms.ChoiceField(
        label=_("Language you write in"),
        help_text=_("Your message reaches the other side as you write it."),
        choices=LANGUAGE_CHOICES,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = self.about


class AskManyForm(FirstMessage):
    """The city writes to the providers of its shortlist, all of them the same."""

    about = _(
        "Say what you want to find out first, who takes part on your side, and by when you decide. No addresses: the portal passes answers on."
    )

    solutions = forms.TypedMultipleChoiceField(
        label=_("Whom do you ask?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one solution.")},
    )
    field_order = ("solutions", "text", "lang")

    def __init__(self, *args, solutions, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {solution.pk: solution for solution in solutions}
        self.fields["solutions"].choices = [
            (pk, f"{title} · {self.known[pk].provider}")
            for pk, title in _titles(solutions)
        ]

    def clean_solutions(self):
        return [self.known[pk] for pk in self.cleaned_data["solutions"]]


class AskOneForm(FirstMessage):
    """The city writes about one solution, for one of its needs or in general."""

    about = AskManyForm.about

    need = forms.TypedChoiceField(
        label=_("For which of your needs?"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("The provider then knows what you are looking for."),
    )
    field_order = ("need", "text", "lang")

    def __init__(self, *args, needs, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {need.pk: need for need in needs}
        self.fields["need"].choices = [
            *_titles(needs),
            ("", _("None of them: about the solution in general")),
        ]

    def clean_need(self):
        return self.known.get(self.cleaned_data["need"])


class OfferForm(FirstMessage):
    """A provider answers a need with one of its listed solutions."""

    about = _(
        "Say what of your solution answers this need, where it is used already, and what you would propose as a first step. No addresses: the portal passes answers on."
    )

    solution = forms.TypedChoiceField(
        label=_("Which of your solutions?"), coerce=int, widget=forms.RadioSelect
    )
    field_order = ("solution", "text", "lang")

    def __init__(self, *args, solutions, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {solution.pk: solution for solution in solutions}
        self.fields["solution"].choices = _titles(solutions)
        if len(self.known) == 1:
            self.fields["solution"].initial = solutions[0].pk

    def clean_solution(self):
        return self.known[self.cleaned_data["solution"]]


class SuggestForm(FirstMessage):
    """The secretariat suggests that two talk."""

    about = _("Both sides read it. Say why you think that they should talk.")
