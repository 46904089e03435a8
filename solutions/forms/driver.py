"""Asking for a Smart City Driver package, and what the secretariat does about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.languages import LANGUAGE_CHOICES
from members.models import Organisation
from solutions import driver_subjects

LETTER = 4000
# So many stand on the page with their whole titles; more are a list that opens.
FEW = 8


class AskForm(forms.Form):
    """`subjects` are the needs and projects that may be chosen, by their keys."""

    subject = forms.ChoiceField(
        label=_("What do you ask for it with?"),
        help_text=_("The secretariat reads this need or project with your request."),
    )
    text = CleanCharField(
        label=_("What should it achieve for you?"),
        help_text=_(
            "A few sentences: what you hope for, by when, and what has been done so "
            "far."
        ),
        lines=True,
        max_length=LETTER,
    )
    lang = forms.ChoiceField(
        label=_("Language you write in"),
        help_text=_("Nobody translates your request without telling you."),
        choices=LANGUAGE_CHOICES,
    )

    def __init__(self, *args, subjects: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        field = self.fields["subject"]
        if len(subjects) <= FEW:
            field.widget = forms.RadioSelect()
            field.choices = driver_subjects.labels(subjects)
        else:
            chosen = driver_subjects.choices(subjects)
            field.choices = [("", _("Choose one")), *chosen]

    def clean_subject(self):
        return self.subjects[self.cleaned_data["subject"]]


class AnswerForm(forms.Form):
    """What the local government is told."""

    text = CleanCharField(
        label=_("Message to the local government"), lines=True, max_length=LETTER
    )
    lang = forms.ChoiceField(
        label=_("Language of the message"), choices=LANGUAGE_CHOICES
    )


class OptionalAnswerForm(AnswerForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False


class MeetForm(OptionalAnswerForm):
    meets_at = forms.DateTimeField(
        label=_("Date and time"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    place = CleanCharField(
        label=_("Where"),
        help_text=_("The address of a room, or of a call."),
        max_length=300,
    )

    field_order = ["meets_at", "place", "text", "lang"]


class IntroduceForm(OptionalAnswerForm):
    """To which partner; the request itself is the first letter of their thread."""

    partner = forms.ModelChoiceField(
        label=_("Partner"),
        help_text=_("The partners of the package that matching may reach."),
        queryset=Organisation.objects.none(),
    )

    field_order = ["partner", "text", "lang"]

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners
