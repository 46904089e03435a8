"""How the portal bends django-allauth: letters, addresses, the second factor.

Letters go through the outbox in the recipient's language, with links made
from `SITE_URL`: a request never talks to the mail server, and never trusts
the host name it was asked by.
"""

import re
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from core import outbox
from core.languages import current
from core.text import clean_line

# A path of this portal as browsers read it: printable ASCII, one slash first,
# no backslash. Addresses with a host are never needed and never accepted.
LOCAL_PATH = re.compile(r"/(?!/)[!-\[\]-~]{0,2000}", re.ASCII)

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
OPEN_TO_STAFF = {"healthz", "readyz"}

TOO_MANY_TRIES = _("Too many tries. Wait a few minutes, then try again.")
NO_MATCH = _("This did not match. Try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("This address is in use; it cannot go."),
        "duplicate_email": _("This address is already on your account."),
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both."
        ),
        "email_taken": _("Somebody has this e-mail address already."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": NO_MATCH,
        "incorrect_password": _("This is not your password."),
        "invalid_login": _("The sign-in was not right."),
        "invalid_or_expired_key": _("This link is not valid any more."),
        "invalid_password_reset": _("This link is not valid any more."),
        "max_email_addresses": _("You cannot add more than %d addresses."),
        "rate_limited": TOO_MANY_TRIES,
        "same_as_current": _("This is what it is now. Enter something else."),
        "too_many_login_attempts": TOO_MANY_TRIES,
        "unknown_email": _("Nobody has this e-mail address."),
        "unverified_primary_email": _("Confirm your e-mail address first."),
    }

    def is_open_for_signup(self, request):
        """People are invited."""
        return False

    def is_safe_url(self, url):
        return bool(url) and LOCAL_PATH.fullmatch(url) is not None

    def get_login_redirect_url(self, request):
        with translation.override(request.user.language):
            return reverse("home")

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        super().send_notification_mail(
            template_prefix,
            user,
            {"user": user, **(context or {})},
            email or user.email,
        )

    def send_mail(self, template_prefix, email, context):
        """Ask for a letter: `<prefix>.txt` holds the subject and the body."""
        person = context.get("user")
        with translation.override(person.language if person else current()):
            letter = render_to_string(
                f"{template_prefix}.txt",
                {**context, "email": email, "site_url": settings.SITE_URL},
            )
        subject, _line_end, body = letter.strip().partition("\n")
        outbox.enqueue(
            "notifications.send_letter",
            subject=clean_line(subject),
            body=f"{body.strip()}\n",
            to=[email],
            message_id=f"<{uuid4()}@{settings.SITE_HOST}>",
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("This cannot be switched off."),
        "cannot_generate_recovery_codes": _(
            "Add an authenticator app or a passkey first; codes come with it."
        ),
        "incorrect_code": NO_MATCH,
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def generate_authenticator_name(self, user, type):
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self):
        """Passkeys belong to the address of the portal, not to that of a request."""
        return {"id": settings.SITE_HOST, "name": "NEASCN"}


def must_add_second_factor(person) -> bool:
    """Whether this is staff who signed in with a password and has nothing more."""
    if not person.is_staff or (settings.DEMO and person.is_demo):
        return False
    return not is_mfa_enabled(person, SECOND_FACTORS)


class StaffSecondFactor:
    """Staff without a second factor get to their account pages and no further."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if (
            request.resolver_match.view_name in OPEN_TO_STAFF
            or request.path.startswith(reverse("account"))
            or not request.user.is_authenticated
            or not must_add_second_factor(request.user)
        ):
            return None
        if request.htmx:
            return HttpResponseClientRedirect(reverse("mfa_index"))
        return redirect("mfa_index")
