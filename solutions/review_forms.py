"""What staff are asked when they look at an application and decide about it."""

from collections.abc import Iterable

from django import forms
from django.contrib.admin.widgets import (
    AdminEmailInputWidget,
    AdminRadioSelect,
    AdminTextInputWidget,
)
from django.db.models import Q
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, ReasonForm
from core.languages import LANGUAGE_CHOICES
from members.models import Organisation
from solutions import criteria
from solutions.models import ProposedSolution, ProviderApplication, ReviewScore
from solutions.review_checks import Recommendation, Task

SCALE = {"class": "scale"}
NOTE = {"lines": True, "max_length": 4000, "required": False}


class CheckForm(forms.Form):
    """What came of one check."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), widget=AdminRadioSelect(attrs=SCALE)
    )
    note = CleanCharField(
        label=_("Note"),
        help_text=_("What was looked at, and what was found. Staff read it."),
        **NOTE,
    )

    def __init__(self, *args, task: Task, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            (code, capfirst(label)) for code, label in task.outcomes
        ]


class ScoreForm(forms.Form):
    """Points for every criterion, and what one would do."""

    def __init__(self, *args, known: ReviewScore | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for criterion in criteria.CRITERIA:
            self.fields[criterion.code] = forms.TypedChoiceField(
                label=criterion.label,
                help_text=_("%(question)s 1: %(low)s 5: %(high)s")
                % {
                    "question": criterion.question,
                    "low": criterion.low,
                    "high": criterion.high,
                },
                coerce=int,
                choices=[(n, str(n)) for n in range(criteria.LEAST, criteria.MOST + 1)],
                widget=AdminRadioSelect(attrs=SCALE),
                initial=known.points.get(criterion.code) if known else None,
            )
        self.fields["recommendation"] = forms.ChoiceField(
            label=_("I would"),
            choices=Recommendation.choices,
            widget=AdminRadioSelect(attrs=SCALE),
            initial=known.recommendation if known else None,
        )
        self.fields["remark"] = CleanCharField(
            label=_("Remark"),
            help_text=_(
                "The other reviewer reads it once both judgements are in; the applicant does not."
            ),
            initial=known.remark if known else "",
            **NOTE,
        )

    def clean(self):
        data = super().clean()
        given = {code: data[code] for code in criteria.CODES if code in data}
        rest = {name: value for name, value in data.items() if name not in given}
        return rest | {"points": given}


class InterestForm(ReasonForm):
    """Why somebody takes no part in the decision."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Which interest?")
        self.fields["reason"].help_text = _(
            "For example: a relative works there. It is recorded; you cannot take part in this decision afterwards."
        )


class AskForm(ReasonForm):
    """A question to the applicant, and the step of the form that it is about."""

    step = forms.ChoiceField(label=_("It is about"), required=False)
    field_order = ["step", "reason"]

    def __init__(self, *args, application: ProviderApplication, steps, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [
            ("", _("The application as a whole")),
            *((step.name, step.label) for step in steps if not step.is_last),
        ]
        self.fields["reason"].label = _("Question to the applicant")
        self.fields["reason"].help_text = _(
            "It is mailed as you write it. Write in the applicant’s language if you can: %(language)s."
        ) % {"language": application.get_language_display()}


class ApproveForm(forms.Form):
    """What an application becomes."""

    organisation = forms.ModelChoiceField(
        label=_("Known already as"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("It is new to the portal"),
        help_text=_("Choose it if the portal has a profile of it: no second is made."),
    )
    slug = forms.SlugField(
        label=_("Address of the profile"),
        max_length=80,
        required=False,
        widget=AdminTextInputWidget,
    )
    listed = forms.MultipleChoiceField(
        label=_("Solutions to list"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "The others become drafts, which the provider can better and submit."
        ),
    )
    verified = forms.MultipleChoiceField(
        label=_("References that hold"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Those that somebody confirmed, or that were found in public. Readers see it, and matching counts them."
        ),
    )
    owner_email = forms.EmailField(
        label=_("Who manages the profile"),
        help_text=_("An invitation goes to this address."),
        widget=AdminEmailInputWidget,
    )
    owner_language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=LANGUAGE_CHOICES
    )
    reason = CleanCharField(
        label=_("Reason"),
        help_text=_("Why it is approved. The applicant reads it."),
        lines=True,
        max_length=2000,
    )

    def __init__(
        self,
        *args,
        application: ProviderApplication,
        proposed: Iterable[ProposedSolution],
        **kwargs,
    ):
        kwargs["initial"] = {
            "slug": slugify(application.name),
            "listed": [row.pk for row in proposed],
            "owner_email": application.answers.get("contact_email")
            or application.email,
            "owner_language": application.language,
        }
        super().__init__(*args, **kwargs)
        self.fields["listed"].choices = [(row.pk, str(row)) for row in proposed]
        self.fields["verified"].choices = [
            (mark, f"{city}, {year}: {row}")
            for row in proposed
            for mark, city, year in row.named_references()
        ]
        for name in ("listed", "verified"):
            if not self.fields[name].choices:
                del self.fields[name]
        self._known(application)
        if application.renews_id:
            for name in ("organisation", "slug", "owner_email", "owner_language"):
                del self.fields[name]

    def _known(self, application: ProviderApplication) -> None:
        """Profiles of the same kind and country; the one of that name is chosen."""
        same = Organisation.objects.filter(
            kind=application.kind, country=application.country
        )
        field = self.fields["organisation"]
        field.queryset = same
        native = application.answers.get("native_name") or ""
        field.initial = same.filter(
            Q(name_en__iexact=application.name)
            | Q(native_name__iexact=native) & ~Q(native_name="")
        ).first()

    def clean(self):
        data = super().clean()
        data["listed"] = {int(pk) for pk in data.get("listed", [])}
        data["verified"] = set(data.get("verified", []))
        if (
            "slug" in self.fields
            and not data.get("organisation")
            and not data.get("slug")
        ):
            self.add_error("slug", _("A new profile needs an address."))
        return data
