"""Mail: claim, send, mark. No transaction is open while the mail server thinks."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.text import clean_line
from notifications.models import Notice

log = logging.getLogger(__name__)

CLAIM_HOLDS = timedelta(minutes=10)
MAX_ATTEMPTS = 8


def mail(notice_id: int) -> bool:
    """Mail one notice unless it was mailed; say whether it was sent now.

    A claim older than ten minutes may be taken again; the Message-ID comes
    from the row, so a letter that went out just before a kill is the same
    letter. After eight failures the notice is parked for staff to look at.
    """
    notice = claim(notice_id)
    if notice is None:
        return False
    if not notice.may_be_read():
        # Rights have changed since: there is nothing to tell any more.
        Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
        return False
    try:
        letter(notice).send()
    except (SMTPException, OSError) as error:
        release(notice)
        log.warning("Notice %s was not mailed: %s", notice_id, type(error).__name__)
        raise
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
    return True


def claim(notice_id: int) -> Notice | None:
    """Take the notice for this attempt, or nothing if it is sent or taken."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    taken = (
        Notice.objects.filter(
            pk=notice_id,
            mailed_at=None,
            read_at=None,
            parked=False,
            attempts__lt=MAX_ATTEMPTS,
        )
        .filter(free)
        .update(claimed_at=now, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    return Notice.objects.select_related("recipient", "event").get(pk=notice_id)


def release(notice: Notice) -> None:
    """Give a failed attempt back, or park the notice after too many."""
    Notice.objects.filter(pk=notice.pk).update(
        claimed_at=None, parked=notice.attempts >= MAX_ATTEMPTS
    )


def letter(notice: Notice) -> EmailMessage:
    """The notice as mail, in the recipient's language."""
    person = notice.recipient
    with translation.override(person.language):
        body = render_to_string(
            "notices/letter.txt",
            {"body": notice.body, "person": person, "site_url": settings.SITE_URL},
        )
        return EmailMessage(
            clean_line(notice.subject),
            body,
            to=[person.email],
            headers={"Message-ID": f"<notice-{notice.pk}@{settings.SITE_HOST}>"},
        )


def unsent() -> list[int]:
    """Notices that are due again: their job was lost, or the attempt failed."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM_HOLDS)
    waiting = Notice.objects.filter(free, mailed_at=None, parked=False)
    # A letter that takes its worker down with it never reaches `release`.
    waiting.filter(attempts__gte=MAX_ATTEMPTS).update(parked=True)
    lost = Q(event__at__lt=timezone.now() - CLAIM_HOLDS)
    due = waiting.filter(Q(attempts__gt=0) | lost, read_at=None)
    return list(due.values_list("pk", flat=True)[:500])


def send(subject: str, body: str, to: list[str], message_id: str) -> None:
    """Send a letter that is no notice: an invitation, a link to reset a password."""
    EmailMessage(
        clean_line(subject), body, to=to, headers={"Message-ID": message_id}
    ).send()
