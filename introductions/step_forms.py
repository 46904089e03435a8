"""What is asked when a step is planned or ended, and when an outcome is told."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, VersionedForm
from core.languages import LANGUAGE_CHOICES
from introductions.next_steps import RUNGS
from introductions.states import (
    STUDIES,
    Funding,
    NotNow,
    Result,
    StepKind,
    StepState,
)
from members.models import User

NO_PERSON = _("Nobody by name: the office sees to it")
NO_SEAT = _("This person has no seat at the side that sees to it.")


class StepForm(VersionedForm):
    """A step of one kind; what a study costs is asked of studies alone."""

    side = forms.ChoiceField(label=_("Who sees to it"), widget=forms.RadioSelect)
    person = forms.TypedChoiceField(
        label=_("Person"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("One of your colleagues; the other side names its own."),
    )
    due_on = forms.DateField(
        label=_("Until when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Whoever sees to it is reminded two working days before."),
    )
    funding = forms.ChoiceField(
        label=_("Who pays for it"),
        required=False,
    )
    note = CleanCharField(
        label=_("What is to be done"),
        help_text=_("For example: who takes part, and what is wanted for it."),
        lines=True,
        max_length=1000,
        required=False,
    )
    lang = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args, introduction, user, kind, step=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.step, self.ours = step, introduction.side_of(user)
        if kind in STUDIES:
            self._ask_for_funding(is_needed=kind == StepKind.FEASIBILITY)
        else:
            del self.fields["funding"]
        self.fields["side"].choices = [
            (side, str(introduction.organisation(side))) for side in introduction.sides
        ]
        people = colleagues(introduction.organisation(self.ours))
        if step and step.person:
            people[step.person_id] = step.person
        self.people = people
        self.fields["person"].choices = [
            ("", NO_PERSON),
            *((pk, person.get_full_name()) for pk, person in people.items()),
        ]

    def _ask_for_funding(self, *, is_needed: bool) -> None:
        field = self.fields["funding"]
        nothing = _("Choose who pays") if is_needed else _("It costs nothing")
        choices = [(value, capfirst(label)) for value, label in Funding.choices]
        field.required, field.choices = is_needed, [("", nothing), *choices]

    def clean_person(self):
        return self.people.get(self.cleaned_data["person"])

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate() and "due_on" in self.changed_data:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    def clean(self):
        data = super().clean()
        data.setdefault("funding", "")
        if data.get("person") and data.get("side") not in (
            self._side_of_person(),
            None,
        ):
            self.add_error("person", NO_SEAT)
        return data

    def _side_of_person(self):
        """Whoever was named before stays with the side that named them."""
        person = self.cleaned_data["person"]
        if self.step and person.pk == self.step.person_id:
            return self.step.side
        return self.ours


class EndForm(forms.Form):
    """What came of a step, or why it is left out."""

    outcome = CleanCharField(lines=True, max_length=2000)
    lang = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGE_CHOICES)
    leads_on = forms.BooleanField(required=False)

    def __init__(self, *args, step, target, **kwargs):
        super().__init__(*args, **kwargs)
        result = RUNGS[StepKind(step.kind)].leads_to
        outcome = self.fields["outcome"]
        if target == StepState.DONE:
            outcome.label = _("What came of it")
            outcome.help_text = _("In a sentence or two. The other side reads it.")
        else:
            outcome.label = _("Why it is left out")
            outcome.help_text = _("The other side reads it.")
        if target == StepState.DONE and result:
            self.fields["leads_on"].label = LEADS_ON[result]
        else:
            del self.fields["leads_on"]


LEADS_ON = {
    Result.STUDY: _("A study was made: keep this as an outcome"),
    Result.PILOT: _("A pilot was agreed: keep this as an outcome"),
    Result.CONTRACT: _("A contract was signed: keep this as an outcome"),
}


class OutcomeForm(forms.Form):
    """What the introduction led to; “nothing for now” wants a reason."""

    result = forms.ChoiceField(
        label=_("What did it lead to?"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it led to.")},
    )
    cause = forms.ChoiceField(
        label=_("Why nothing for now?"),
        choices=[("", _("Choose a reason")), *NotNow.choices],
        required=False,
        help_text=_("Only if nothing comes of it for now."),
    )
    text = CleanCharField(
        label=_("In your words"),
        help_text=_("The other side and the secretariat read it."),
        lines=True,
        max_length=2000,
        required=False,
    )
    lang = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGE_CHOICES)

    def clean(self):
        data = super().clean()
        if data.get("result") == Result.NOT_NOW:
            if not data.get("cause"):
                self.add_error("cause", _("Choose the main reason."))
            elif data["cause"] == NotNow.OTHER and not data.get("text"):
                self.add_error("text", _("Say in a few words what the reason is."))
        return data


def colleagues(organisation) -> dict[int, User]:
    """Who may be named as the one who sees to a step, by number."""
    seats = organisation.seats.current().select_related("person")
    return {
        seat.person_id: seat.person
        for seat in seats.filter(person__is_active=True).order_by("pk")
    }
