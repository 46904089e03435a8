"""What is mailed, in the recipient's language, with headers that say what it is."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from core.text import clean_line
from notifications import unsubscribing
from notifications.models import Digest, Letter, Notice

# Nobody's holiday notice answers, and no mail server takes it for a person's.
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def message(letter: Notice | Digest | Letter) -> EmailMessage | None:
    """The letter, or nothing when there is nothing to tell any more."""
    match letter:
        case Letter():
            return _mail(letter.subject, letter.body, letter.to, letter.message_id)
        case Notice():
            return notice(letter) if letter.may_be_read() else None
        case Digest():
            return digest(letter)
    raise TypeError(letter)


def notice(notice: Notice) -> EmailMessage:
    with translation.override(notice.recipient.language):
        return _to_person(notice, notice.subject, notice.body)


def digest(digest: Digest) -> EmailMessage | None:
    """What is still unread of it. One notice alone looks like a letter of its own."""
    person = digest.recipient
    unread = digest.notices.unread().select_related("event").order_by("pk")
    unread = unread.prefetch_related("event__target")
    with translation.override(person.language):
        told = []
        for notice in unread:
            notice.recipient = person
            if notice.may_be_read():
                told.append(notice)
        if not told:
            return None
        told.sort(key=lambda notice: notice.kind.group.order)
        context = {"notices": told, "first": told[0].subject, "more": len(told) - 1}
        words = render_to_string("notices/digest.txt", context).strip()
        subject, _line_end, body = words.partition("\n")
        if len(told) == 1:
            subject, body = told[0].subject, told[0].body
        return _to_person(digest, subject, body)


def _to_person(letter: Notice | Digest, subject: str, body: str) -> EmailMessage:
    person = letter.recipient
    unsubscribe = unsubscribing.headers(letter)
    context = {
        "body": body.strip(),
        "person": person,
        "site_url": settings.SITE_URL,
        "stop_url": unsubscribing.address(letter) if unsubscribe else "",
    }
    kind = "digest" if isinstance(letter, Digest) else "notice"
    return _mail(
        subject,
        render_to_string("notices/letter.txt", context),
        person.email,
        f"<{kind}-{letter.pk}@{settings.SITE_HOST}>",
        {
            "Content-Language": person.language,
            "List-Id": f"NEASCN <notices.{settings.SITE_HOST}>",
            **unsubscribe,
        },
    )


def _mail(
    subject: str, body: str, to: str, message_id: str, headers: dict | None = None
) -> EmailMessage:
    return EmailMessage(
        clean_line(subject),
        body,
        to=[to],
        headers={"Message-ID": message_id, **HEADERS, **(headers or {})},
    )
