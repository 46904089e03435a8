"""The name of a person, asked for in parts: never one field that has to be split."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.languages import ENDONYMS
from core.names import DisplayOrder
from members import units
from members.models.names import NAME_PARTS

OWN = {
    "name_native": _("Name in your own script"),
    "family_latin": _("Family name, in Latin letters"),
    "given_latin": _("Given name, in Latin letters"),
    "patronymic": _("Patronymic, in Latin letters"),
    "display_order": _("How your name is written"),
    "salutation": _("How letters address you"),
}
AUTOCOMPLETE = {"family_latin": "family-name", "given_latin": "given-name"}


class NameForm(forms.Form):
    """Mixin: `country` gives the usual order; `own` speaks to the person themselves."""

    name_native = CleanCharField(
        label=_("Name in own script"),
        help_text=_("As the person signs it, with the parts in their own order."),
        max_length=120,
        required=False,
    )
    name_lang = forms.ChoiceField(
        label=_("Language of that name"),
        choices=[("", "–"), *ENDONYMS.items()],
        required=False,
    )
    family_latin = CleanCharField(
        label=_("Family name, in Latin letters"), max_length=80, required=False
    )
    given_latin = CleanCharField(
        label=_("Given name, in Latin letters"), max_length=80, required=False
    )
    patronymic = CleanCharField(
        label=_("Patronymic, in Latin letters"),
        help_text=_("If the name has one."),
        max_length=80,
        required=False,
    )
    display_order = forms.ChoiceField(
        label=_("How the name is written"), choices=DisplayOrder
    )
    salutation = CleanCharField(
        label=_("How letters address the person"),
        help_text=_("For example: Dear Ms Kim. Without it a letter uses the name."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args, country: str = "", own: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("display_order", units.name_order(country))
        self.initial.setdefault("name_lang", units.LANGUAGES.get(country, "").lower())
        if own:
            self._speak_to_the_person()

    def _speak_to_the_person(self) -> None:
        for name, label in OWN.items():
            if name in self.fields:
                self.fields[name].label = label
        for name, value in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = value
        self.fields["name_native"].help_text = _(
            "As you sign it, with the parts in your own order."
        )
        self.fields["patronymic"].help_text = _("If your name has one.")

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        if not (data.get("family_latin") or data.get("given_latin")):
            self.add_error("given_latin", _("Write a name in Latin letters."))
        if data.get("name_native") and not data.get("name_lang"):
            self.add_error("name_lang", _("Say which language that name is in."))
        if not data.get("name_native"):
            data["name_lang"] = ""
        return data

    @property
    def name(self) -> dict[str, str]:
        """The parts, for a service."""
        data = self.cleaned_data
        return {part: data[part] for part in NAME_PARTS if part in data}
