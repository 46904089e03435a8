"""Letters to people who have no account, in the language they chose."""

from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core import outbox
from core.text import clean_line


def send(template: str, *, to: str, language: str, **context) -> None:
    """Ask for a letter; the template holds the subject, an empty line, the body.

    It goes out when the transaction commits, and not otherwise.
    """
    with translation.override(language):
        letter = render_to_string(template, {**context, "site_url": settings.SITE_URL})
    subject, _line_end, body = letter.strip().partition("\n")
    outbox.enqueue(
        "notifications.send_letter",
        subject=clean_line(subject),
        body=f"{body.strip()}\n",
        to=[to],
        message_id=f"<{uuid4()}@{settings.SITE_HOST}>",
    )
