from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from notifications import delivery, digests
from notifications.models import Digest, Letter, Notice

SWEEP_EVERY = 15
AT_MOST = 500
LETTERS_ARE_KEPT = timedelta(days=30)


@shared_task(name="notifications.mail_notice")
def mail_notice(notice_id: int) -> None:
    delivery.mail(Notice, notice_id)


@shared_task(name="notifications.mail_digest")
def mail_digest(digest_id: int) -> None:
    delivery.mail(Digest, digest_id)


@shared_task(name="notifications.mail_letter")
def mail_letter(letter_id: int) -> None:
    delivery.mail(Letter, letter_id)


@shared_task(name="notifications.send_letter")
def send_letter(subject: str, body: str, to: list[str], message_id: str) -> None:
    """Keep a letter, then try it: what fails now is the sweep's to try again."""
    words = {"to": to[0], "subject": subject, "body": body}
    letter, _is_new = Letter.objects.get_or_create(
        message_id=message_id, defaults=words
    )
    delivery.mail(Letter, letter.pk)


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """What is due: joined letters, what waited for the morning, and what failed.

    A job that was not done before the next sweep expires, and is asked for again.
    """
    digests.gather()
    for task, model, name in (
        (mail_letter, Letter, "letter_id"),
        (mail_notice, Notice, "notice_id"),
        (mail_digest, Digest, "digest_id"),
    ):
        for pk in delivery.due(model, AT_MOST):
            task.apply_async(kwargs={name: pk}, expires=SWEEP_EVERY)
    old = timezone.now() - LETTERS_ARE_KEPT
    Letter.objects.filter(asked_at__lt=old).delete()
