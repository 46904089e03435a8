"""What a person chooses about letters: how soon, by kind, and at which hours."""

from dataclasses import dataclass

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Group, Kind, grouped
from notifications.models import LetterTimes
from notifications.states import Rhythm

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


@dataclass(frozen=True)
class Row:
    """Kinds with the same words are chosen together."""

    name: str
    label: str
    kinds: list[type[Kind]]

    @property
    def rhythms(self) -> list[Rhythm]:
        return [r for r in Rhythm if all(r in kind.rhythms() for kind in self.kinds)]


def rows(person) -> list[tuple[Group, list[Row]]]:
    found = []
    for group, kinds in grouped(person):
        alike: dict[str, list[type[Kind]]] = {}
        for kind in kinds:
            alike.setdefault(str(kind.label), []).append(kind)
        found.append(
            (group, [Row(same[0].slug, label, same) for label, same in alike.items()])
        )
    return found


class RhythmsForm(forms.Form):
    """A choice for each row of kinds, under the headings of their groups."""

    def __init__(self, person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = dict(person.preferences.values_list("kind", "rhythm"))
        self.headed = []
        for group, found in rows(person):
            for row in found:
                kind = row.kinds[0]
                self.fields[row.name] = forms.ChoiceField(
                    label=row.label,
                    help_text=_("This cannot be switched off.")
                    if kind.must_arrive
                    else "",
                    choices=[(r.value, r.label) for r in row.rhythms],
                    initial=chosen.get(kind.slug, kind.rhythm),
                )
            self.headed.append((group, found))

    def groups(self) -> list[dict]:
        return [
            {"label": group.label, "fields": [self[row.name] for row in found]}
            for group, found in self.headed
        ]

    def chosen(self) -> dict[str, str]:
        """By kind, as the service wants it."""
        return {
            kind.slug: self.cleaned_data[row.name]
            for _group, found in self.headed
            for row in found
            for kind in row.kinds
        }

    def all_as(self, rhythm: str) -> dict[str, str]:
        """The same rhythm for every kind that allows it."""
        return {
            kind.slug: rhythm
            for _group, found in self.headed
            for row in found
            for kind in row.kinds
        }


class EveryKindForm(forms.Form):
    every = forms.ChoiceField(
        label=_("For every kind"), choices=Rhythm.choices, initial=Rhythm.DAILY
    )


class TimesForm(forms.ModelForm):
    quiet_from = forms.TypedChoiceField(label=_("From"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_("Until"),
        choices=HOURS,
        coerce=int,
        help_text=_("Letters that come once a day or once a week come at this hour."),
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly letter"), choices=list(WEEKDAYS.items()), coerce=int
    )

    class Meta:
        model = LetterTimes
        fields = ("is_quiet", "quiet_from", "quiet_until", "weekday")
        labels = {"is_quiet": _("No letters during quiet hours")}
        help_texts = {
            "is_quiet": _("What happens then comes in one letter when they end.")
        }
