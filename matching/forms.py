"""The numbers of a version of the weights, as staff type them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.errors import DomainError
from core.forms import CleanCharField
from matching import services
from matching.terms import TERMS
from matching.weights import Weights

LABELS = {
    "T": _("Text"),
    "A": _("Solution areas"),
    "Sx": _("Sector"),
    "B": _("Budget and price"),
    "St": _("Stage"),
    "R": _("Verified references"),
    "L": pgettext_lazy("criterion of a match", "Languages"),
    "C": _("Experience in the country"),
}
HELP = {
    "T": _("How near the texts of need and solution are, in whatever languages."),
    "A": _("How many of the areas that the need names the solution covers."),
    "Sx": _("The same sector, a neighbouring one, or another."),
    "B": _("Whether the price starts within the budget."),
    "St": _("Whether the solution serves the stage that the project is in."),
    "R": _("More references raise it, up to ten."),
    "L": _("A shared language, English or an interpreter, or none."),
    "C": _("Used in the same country, next to it, or elsewhere."),
}
WEIGHT, MISSING = "weight_", "missing_"


class WeightsForm(forms.Form):
    """One number field a term; `base` is the version that the numbers come from."""

    text_middle = forms.FloatField(
        label=_("Text score in the middle"),
        help_text=_("The score of two texts at which the text counts one half."),
    )
    text_width = forms.FloatField(
        label=_("Width of the text score"),
        help_text=_("Smaller: the text counts either nothing or all."),
        min_value=services.LEAST_WIDTH,
    )
    strong = forms.FloatField(
        label=_("“Strong” from"),
        help_text=_("The least number of a strong match, 0 to 100."),
        min_value=0,
        max_value=100,
    )
    possible = forms.FloatField(
        label=_("“Possible” from"),
        help_text=_("The least number of a possible match; below it, weak."),
        min_value=0,
        max_value=100,
    )
    note = CleanCharField(
        label=_("Why"),
        help_text=_(
            "What the change is for. If the numbers were measured, name the judged "
            "set and the date."
        ),
        lines=True,
        max_length=2000,
    )

    def __init__(self, *args: Any, base: Weights, note: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.base = base
        for term in TERMS:
            self.fields[WEIGHT + term] = forms.FloatField(
                label=_("Weight: %(term)s") % {"term": LABELS[term]},
                help_text=HELP[term],
                min_value=0,
            )
            self.fields[MISSING + term] = forms.FloatField(
                label=_("Not stated: %(term)s") % {"term": LABELS[term]},
                help_text=_("What it counts where one side says nothing, 0 to 0.5."),
                min_value=0,
                max_value=0.5,
            )
            self.initial[WEIGHT + term] = base.weight[term]
            self.initial[MISSING + term] = base.missing[term]
        for name in services.SINGLE:
            self.initial[name] = getattr(base, name)
        self.initial["note"] = note
        for field in self.fields.values():
            if isinstance(field, forms.FloatField):
                field.widget.attrs["step"] = "any"
        terms = [prefix + term for term in TERMS for prefix in (WEIGHT, MISSING)]
        self.order_fields([*terms, *services.SINGLE, "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unknown = {
            name
            for name in self.data
            if name.startswith((WEIGHT, MISSING)) and name not in self.fields
        }
        if unknown:
            raise ValidationError(
                _("The portal does not know these numbers: %(names)s."),
                params={"names": ", ".join(sorted(unknown))},
            )
        if self.errors:
            return data
        if not any(data[WEIGHT + term] for term in TERMS):
            self.add_error(WEIGHT + TERMS[0], _("At least one weight is above zero."))
        elif data["possible"] >= data["strong"]:
            self.add_error("possible", _("“Possible” begins below “strong”."))
        else:
            self._ask_the_service()
        return data

    def _ask_the_service(self) -> None:
        try:
            services.merged(self.base, self.changes())
        except DomainError as error:
            self.add_error(None, str(error))

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        by_term = {
            name: {term: data[f"{name}_{term}"] for term in TERMS}
            for name in services.BY_TERM
        }
        return by_term | {name: data[name] for name in services.SINGLE}
