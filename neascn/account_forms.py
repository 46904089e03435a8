"""The forms of the account pages: allauth's own, in the portal's words.

Labels and hints are ours, so that all six languages say the same; nothing is
said in a placeholder, which goes away as soon as somebody types.
"""

import unicodedata

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.languages import ENDONYMS
from members.models import User
from neascn.account_services import PROFILE
from neascn.account_zones import choices as zone_choices

EMAIL = (_("E-mail address"), "")
PASSWORD = (_("Password"), "")
CURRENT_PASSWORD = (_("Current password"), "")
NEW_PASSWORD = (
    _("New password"),
    _("At least 12 characters. A few words that do not belong together are good."),
)
AGAIN = (_("New password again"), "")
CODE = (
    _("Code"),
    _("Six digits from your authenticator app, or one of your recovery codes."),
)
KEY_NAME = (
    _("Name of the passkey"),
    _("For you alone, to tell one from another: “phone”, “key at the office”."),
)


class Worded:
    """Mixin: `wording` gives label and hint by field; placeholders are dropped."""

    wording: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.wording.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)


class CodeField(forms.CharField):
    """A code that people copy by hand: full-width digits and gaps are meant well."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        kwargs.setdefault("max_length", 40)
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value):
        value = unicodedata.normalize("NFKC", super().to_python(value))
        return "".join(value.split())


class SignInForm(Worded, account.LoginForm):
    wording = {
        "login": EMAIL,
        "password": PASSWORD,
        "remember": (
            _("Keep me signed in on this device"),
            _("For two weeks. Leave it empty on a computer that others use."),
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    wording = {"email": EMAIL}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    wording = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    wording = {
        "oldpassword": CURRENT_PASSWORD,
        "password1": NEW_PASSWORD,
        "password2": AGAIN,
    }


class SetPasswordForm(Worded, account.SetPasswordForm):
    wording = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangeEmailForm(Worded, account.AddEmailForm):
    wording = {
        "email": (
            _("New e-mail address"),
            _("We send a link there. The address changes when you follow it."),
        )
    }


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    wording = {"password": PASSWORD}


class CodeForm(mfa.AuthenticateForm):
    code = CodeField(label=CODE[0], help_text=CODE[1])


class ReauthenticateCodeForm(mfa.ReauthenticateForm):
    code = CodeField(label=CODE[0], help_text=CODE[1])


class ActivateAppForm(ActivateTOTPForm):
    code = CodeField(
        label=_("Code from the app"),
        help_text=_("Six digits; the app shows new ones every half minute."),
    )


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):
    wording = {
        "name": KEY_NAME,
        "passwordless": (
            _("Sign in with this passkey alone, without the password"),
            _("The device then asks for your finger, your face or its own code."),
        ),
    }
    name = CleanCharField(required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Worded, webauthn.EditWebAuthnForm):
    wording = {"name": KEY_NAME}
    name = CleanCharField(max_length=60)


class ProfileForm(forms.ModelForm):
    """A person's own name, language and time zone; rights are not among them."""

    name_lang = forms.ChoiceField(
        label=_("Language of that name"),
        choices=[("", "–"), *ENDONYMS.items()],
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("The portal opens in it, and writes its letters to you in it."),
        choices=list(ENDONYMS.items()),
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Times on the pages are shown in it."),
        choices=zone_choices,
        required=False,
    )

    class Meta:
        model = User
        fields = PROFILE
        field_classes = dict.fromkeys(
            (
                "name_native",
                "family_latin",
                "given_latin",
                "patronymic",
                "salutation",
            ),
            CleanCharField,
        )
        labels = {
            "name_native": _("Name in your own script"),
            "family_latin": _("Family name, in Latin letters"),
            "given_latin": _("Given name, in Latin letters"),
            "patronymic": _("Patronymic, in Latin letters"),
            "display_order": _("How your name is written"),
            "salutation": _("How letters address you"),
        }
        help_texts = {
            "name_native": _("As you sign it, with the parts in your own order."),
            "patronymic": _("If your name has one."),
        }
