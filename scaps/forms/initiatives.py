"""The forms of a joint initiative."""

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, VersionedForm
from core.languages import LANGUAGE_CHOICES, column, current
from core.text import whole_number
from members.models import Organisation
from scaps.forms.needs import TWO_COLUMNS
from scaps.forms.sections import MAX_ROWS, RowForm, Rows, day, line, prose
from scaps.models import Initiative, Participation
from scaps.states import SHOWN_TO
from vocabulary.models import Sector

SHOWN_HELP = _(
    "The page is shown to the narrowest circle that all participants agree to."
)
ROWS = "rows"
NEW_ROWS = 2


class InitiativeFacts(forms.Form):
    title = CleanCharField(
        label=_("Title"),
        max_length=200,
        help_text=_("For example: One warning system for floods on both banks."),
    )
    aim = prose(
        _("Aim"),
        required=True,
        max_length=4000,
        help_text=_("What the cities want to do together, and for whom."),
    )
    outcome = prose(_("Expected outcome"), max_length=4000)
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        choices=lambda: [(s.code, str(s)) for s in Sector.objects.all()],
        widget=forms.CheckboxSelectMultiple(attrs=TWO_COLUMNS),
        required=False,
    )


class CityPart(forms.Form):
    """What a city says of its own part."""

    contribution = prose(
        _("What your city contributes"),
        max_length=4000,
        help_text=_("Knowledge, data, people, money, a place for a pilot."),
    )
    visibility = forms.ChoiceField(
        label=_("To whom may the initiative be shown?"),
        choices=list(SHOWN_TO.items()),
        widget=forms.RadioSelect,
        help_text=SHOWN_HELP,
    )


def _projects(label, **options) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, widget=forms.CheckboxSelectMultiple, **options
    )


class ProposeForm(InitiativeFacts, CityPart):
    source_lang = forms.ChoiceField(
        label=_("Language you write in"), choices=LANGUAGE_CHOICES
    )
    projects = _projects(
        _("Projects"),
        help_text=_("One or more of your city and of each city that is invited."),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    field_order = (
        "source_lang",
        "title",
        "aim",
        "outcome",
        "sectors",
        "projects",
        "contribution",
        "visibility",
    )

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.fields["projects"].choices = proposal.choices

    def clean_projects(self):
        chosen = set(self.cleaned_data["projects"])
        found = [p for p in self.proposal.projects if p.pk in chosen]
        missing = {city.pk for city in self.proposal.cities} - {
            project.organisation_id for project in found
        }
        if missing:
            raise forms.ValidationError(
                _("Choose a project of your city and one of each city that you invite.")
            )
        return found


class InitiativeForm(VersionedForm, InitiativeFacts):
    """The shared description, as every participant may change it."""


class StepRow(RowForm):
    title = line(_("What"), required=True, max_length=300)
    who = forms.TypedChoiceField(
        label=_("Who"), coerce=int, empty_value=None, required=False
    )
    due_on = day(_("Until when"))
    done_on = day(_("Done on"))

    def clean_done_on(self):
        done = self.cleaned_data["done_on"]
        if done and done > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return done


class Steps(Rows):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Remove this step")


StepRows = formset_factory(
    StepRow,
    formset=Steps,
    extra=NEW_ROWS,
    can_delete=True,
    max_num=MAX_ROWS,
    absolute_max=MAX_ROWS,
    validate_max=True,
)


class PartForm(VersionedForm, CityPart):
    """A city's own part: when it accepts, and whenever it changes it."""

    source_lang = forms.ChoiceField(
        label=_("Language you write in"), choices=LANGUAGE_CHOICES
    )
    projects = _projects(
        _("Projects of your city that belong to it"),
        required=False,
    )

    field_order = ("source_lang", "contribution", "projects", "visibility")

    def __init__(self, *args, choices, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["projects"].choices = choices
        if not choices:
            del self.fields["projects"]
        if not is_new:
            del self.fields["source_lang"]


class ResultForm(forms.Form):
    """What is asked when an initiative is completed."""

    reason = CleanCharField(
        label=_("What came of it"),
        help_text=_("Everybody who may see the initiative reads it."),
        lines=True,
        max_length=2000,
    )


class FollowUpForm(forms.Form):
    noted_on = day(_("Day"), required=True)
    text = prose(
        _("How it goes"),
        required=True,
        max_length=4000,
        help_text=_("What is done, what is stuck, what the participants agreed."),
    )
    next_review_on = day(
        _("Look again on"),
        help_text=_("The offices of all participants are reminded on that day."),
    )

    def clean(self):
        data = super().clean()
        today = timezone.localdate()
        if data.get("noted_on") and data["noted_on"] > today:
            self.add_error("noted_on", _("This day has not come yet."))
        if data.get("next_review_on") and data["next_review_on"] <= today:
            self.add_error("next_review_on", _("Choose a day that is still to come."))
        return data


class InviteForm(forms.Form):
    city = forms.ModelChoiceField(
        label=_("City to invite"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose a local government"),
    )

    def __init__(self, *args, cities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities


# --- What the fields hold ---------------------------------------------------------


def of_initiative(initiative: Initiative) -> dict:
    lang = initiative.source_lang
    texts = {
        name: getattr(initiative, column(name, lang)) or ""
        for name in ("title", "aim", "outcome")
    }
    return texts | {"sectors": initiative.sectors, "version": initiative.version}


def of_steps(initiative: Initiative) -> list[dict]:
    name = column("title", initiative.source_lang)
    return [
        {
            "id": step.pk,
            "title": getattr(step, name) or "",
            "who": step.who_id or "",
            "due_on": step.due_on,
            "done_on": step.done_on,
        }
        for step in initiative.steps.all()
    ]


def typed(sent) -> tuple[dict, list[dict]]:
    """The description and the steps as they stand on the page, unchecked."""
    facts = {
        name: sent.getlist(name) if name == "sectors" else sent.get(name, "")
        for name in InitiativeForm.base_fields
    }
    count = whole_number(sent.get(f"{ROWS}-TOTAL_FORMS", "")) or 0
    names = (*StepRow.base_fields, DELETION_FIELD_NAME)
    rows = [
        {name: sent.get(f"{ROWS}-{number}-{name}", "") for name in names}
        for number in range(min(count, MAX_ROWS))
    ]
    return facts, [row for row in rows if any(row.values())]


def of_part(part: Participation) -> dict:
    return {
        "source_lang": part.source_lang,
        "contribution": getattr(part, column("contribution", part.source_lang)) or "",
        "projects": [project.pk for project in part.projects.all()],
        "visibility": part.visibility,
        "version": part.version,
    }


def writing_language(city: Organisation) -> str:
    """The reader's language if the city works in it, else the city's first."""
    mine = current()
    return mine if mine in city.languages else next(iter(city.languages), mine)
