"""Which of the needs found an applicant addresses, with a note for each."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from solutions.models import AddressedNeed
from solutions.models.proposed import MOST_ADDRESSED
from solutions.services.pinpointing import Chosen

NOTE_LENGTH = 1000


class AddressForm(forms.Form):
    """A tick and a note for each need; `offers` is the solution that fits it best."""

    def __init__(
        self,
        data=None,
        *,
        offers: dict[int, int | None],
        addressed: Iterable[AddressedNeed] = (),
    ):
        super().__init__(data)
        self.offers = offers
        chosen = {one.need_id: one for one in addressed}
        for need in offers:
            one = chosen.get(need)
            self.fields[f"take-{need}"] = forms.BooleanField(
                label=_("Address this need"),
                required=False,
                initial=one is not None,
            )
            self.fields[f"note-{need}"] = CleanCharField(
                label=_("A short note to the local government"),
                lines=True,
                max_length=NOTE_LENGTH,
                required=False,
                initial=one.note if one else "",
                help_text=_(
                    "What you would do for it, and what you want to know. Without a "
                    "note it gets your solution alone."
                ),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def rows(self, need: int) -> list[forms.BoundField]:
        return [self[f"take-{need}"], self[f"note-{need}"]]

    def clean(self):
        data = super().clean()
        if len(self._taken(data)) > MOST_ADDRESSED:
            raise forms.ValidationError(
                _("You chose more than five needs. Untick some of them.")
            )
        return data

    @property
    def chosen(self) -> list[Chosen]:
        data = self.cleaned_data
        return [
            Chosen(need, self.offers[need] or 0, data.get(f"note-{need}") or "")
            for need in self._taken(data)
        ]

    def _taken(self, data) -> list[int]:
        return [need for need in self.offers if data.get(f"take-{need}")]
