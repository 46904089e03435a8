"""The link that an applicant has instead of an account.

It names one application and the number of the letter that it came with: asked
for again, that number goes up and every link mailed before is dead.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from members.models import Application

SALT = "members.joining"
VALID_FOR = timedelta(days=30)


def token(application: Application) -> str:
    return signing.dumps([application.pk, application.link_number], salt=SALT)


def application_of(word: str) -> Application | None:
    """The application of a link; none if it is made up, too old, or replaced."""
    try:
        pk, number = signing.loads(word, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    found = Application.objects.select_related(
        "country", "signed_form", "appointment_letter", "membership__organisation"
    )
    return found.filter(pk=pk, link_number=number).first()


def address(application: Application) -> str:
    """The whole address for a letter, in the applicant's language."""
    with translation.override(application.language):
        path = reverse("join:open", args=[token(application)])
    return f"{settings.SITE_URL}{path}"
