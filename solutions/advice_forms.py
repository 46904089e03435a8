"""What an office asks the secretariat, and what the secretariat writes back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.languages import LANGUAGE_CHOICES

LETTER = 4000


class QuestionForm(forms.Form):
    text = CleanCharField(
        label=_("Your question"),
        help_text=_(
            "For example: which of these has been used in a climate like ours?"
        ),
        lines=True,
        max_length=LETTER,
    )
    lang = forms.ChoiceField(
        label=_("Language you write in"),
        help_text=_("Nobody translates your question without telling you."),
        choices=LANGUAGE_CHOICES,
    )


class AnswerForm(forms.Form):
    text = CleanCharField(label=_("Answer"), lines=True, max_length=LETTER)
    lang = forms.ChoiceField(
        label=_("Language of the answer"), choices=LANGUAGE_CHOICES
    )


class PinForm(forms.Form):
    """Why the secretariat recommends a solution that is known already."""

    reason = CleanCharField(
        label=_("Reason"),
        help_text=_(
            "The local government reads it beside the solution, as you write it."
        ),
        lines=True,
        max_length=2000,
    )
    lang = forms.ChoiceField(
        label=_("Language of the reason"), choices=LANGUAGE_CHOICES
    )
