"""What an office writes down about itself: colleagues, terms, its head."""

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, UploadField
from core.languages import CODES, ENDONYMS, in_markup
from core.uploads import DOCUMENTS
from members import heads
from members.models import Organisation, User
from members.models.names import name_order
from members.name_forms import NameForm
from members.services import people
from members.states import Role, roles_at
from vocabulary.models import HeadTitle

LANGUAGES = list(ENDONYMS.items())
DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


def role_choices(organisation: Organisation, *, without=()) -> list:
    return [(r.value, r.label) for r in roles_at(organisation.kind) if r not in without]


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address at work. The letter with the link goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("The letter is written in it."),
        choices=LANGUAGES,
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        # The CSCO is appointed, with a term: that has a page of its own.
        choices = role_choices(organisation, without={Role.CSCO})
        self.fields["role"].choices = choices


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(organisation, without={Role.CSCO})


class AcceptForm(NameForm):
    """Somebody new: how they are called, their language, a password."""

    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("The portal opens in it, and writes its letters to you in it."),
        choices=LANGUAGES,
    )
    password1 = forms.CharField(
        label=_("New password"),
        help_text=_(
            "At least 12 characters. A few words that do not belong together are good."
        ),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, own=True, **kwargs)
        self.email = email
        del self.fields["salutation"]

    def clean(self):
        data = super().clean()
        first, again = data.get("password1"), data.get("password2")
        if not (first and again):
            return data
        if first != again:
            self.add_error("password2", _("You must type the same password each time."))
        person = User(
            email=self.email,
            family_latin=data.get("family_latin", ""),
            given_latin=data.get("given_latin", ""),
        )
        try:
            get_adapter().clean_password(first, user=person)
        except ValidationError as error:
            self.add_error("password1", error)
        return data


class HandOverForm(NameForm):
    """The next Chief Smart City Officer, and what makes them that."""

    colleague = forms.ModelChoiceField(
        label=_("A colleague who has a seat here"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Somebody else, named below"),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "Whoever has no account yet is invited there, and takes the seat by the link in the letter."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("The letter is written in it."),
        choices=LANGUAGES,
    )
    office = CleanCharField(
        label=_("Office or department"),
        help_text=_("The unit that works on the smart city, as it is called."),
        required=False,
    )
    appointed_by = CleanCharField(
        label=_("Appointed by"),
        help_text=_("The body or the person, and the number of the decision."),
        required=False,
    )
    starts = forms.DateField(label=_("In office from"), **DAY)
    is_acting = forms.BooleanField(
        label=_("Acting, until somebody is appointed"), required=False
    )
    letter = UploadField(
        label=_("Letter of appointment"), kinds=DOCUMENTS, required=False
    )

    field_order = [
        "colleague",
        "email",
        "family_latin",
        "given_latin",
        "patronymic",
        "display_order",
        "name_native",
        "name_lang",
        "salutation",
        "language",
        "office",
        "appointed_by",
        "starts",
        "is_acting",
        "letter",
    ]

    def __init__(self, *args, organisation: Organisation, by, **kwargs):
        super().__init__(*args, country=organisation.country.code, **kwargs)
        seated = User.objects.active().filter(
            seats__organisation=organisation, seats__ended_at=None
        )
        self.fields["colleague"].queryset = seated.order_by(*name_order())
        self.fields["letter"].by = by
        self.order_fields(self.field_order)

    def clean(self):
        """A colleague is known; of anybody else at least the address is told."""
        if self.data.get("colleague"):
            return forms.Form.clean(self)
        data = super().clean()
        if not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Choose a colleague, or write an address."))
        elif people.known(data.get("email") or ""):
            for field in ("given_latin", "name_lang"):
                self.errors.pop(field, None)
        return data

    def clean_starts(self):
        starts = self.cleaned_data["starts"]
        if starts > timezone.localdate():
            raise ValidationError(
                _("A hand-over is recorded on its day: seats change at once."),
                code="future",
            )
        return starts

    def successor(self) -> User:
        """Whoever is meant; made known to the portal if nobody has the address."""
        data = self.cleaned_data
        return data.get("colleague") or people.known_or_new(
            data["email"], language=data["language"], **self.name
        )

    @property
    def facts(self) -> dict:
        names = ("starts", "office", "appointed_by", "is_acting", "letter")
        return {name: self.cleaned_data[name] for name in names}


class HeadForm(NameForm):
    """Who heads the local government, under which title, from when."""

    title = forms.ModelChoiceField(
        label=_("Title of the head of government"),
        queryset=HeadTitle.objects.all(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    starts = forms.DateField(label=_("In office from"), **DAY)
    ends = forms.DateField(
        label=_("To"),
        help_text=_("Only if the term has ended, or its last day is known."),
        required=False,
        **DAY,
    )
    field_order = [
        "title",
        "family_latin",
        "given_latin",
        "patronymic",
        "display_order",
        "name_native",
        "name_lang",
        "starts",
        "ends",
    ]

    def __init__(self, *args, organisation: Organisation, **kwargs):
        country = organisation.country.code
        super().__init__(*args, country=country, **kwargs)
        del self.fields["salutation"]
        unit = organisation.local_government.unit_type.code
        titles = heads.titles_for(country, unit)
        self.fields["title"].queryset = titles
        if len(titles) == 1:
            self.initial.setdefault("title", titles[0].pk)
        for code in CODES:
            self.fields[f"salutation_{code}"] = CleanCharField(
                label=_("Salutation: %(language)s") % {"language": ENDONYMS[code]},
                max_length=120,
                required=False,
                widget=forms.TextInput(attrs={"lang": in_markup(code)}),
            )
        self.order_fields(self.field_order)

    def clean(self):
        data = super().clean()
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("A term ends after it has begun."))
        return data

    @property
    def salutations(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"salutation_{code}"] for code in CODES}


class RedactionForm(forms.Form):
    """Why somebody is forgotten, and how else their name is written."""

    reason = CleanCharField(
        label=_("Reason"),
        help_text=_("It is recorded. Do not write the name here."),
        lines=True,
        max_length=2000,
    )
    spellings = CleanCharField(
        label=_("Other spellings to look for"),
        help_text=_(
            "One per line: in other scripts, the family name alone, with initials. Wherever they stand they are blacked out."
        ),
        lines=True,
        max_length=1000,
        required=False,
    )
    is_sure = forms.BooleanField(
        label=_("This cannot be undone: the name, the address and the letters go.")
    )

    def clean_spellings(self) -> list[str]:
        lines = self.cleaned_data["spellings"].splitlines()
        words = [line.strip() for line in lines if line.strip()]
        if any(len(word) < people.SHORTEST for word in words):
            raise ValidationError(_("One letter stands everywhere. Write more."))
        return words
