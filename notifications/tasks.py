from smtplib import SMTPException

from celery import shared_task

from notifications import delivery


@shared_task(
    name="notifications.mail_notice",
    autoretry_for=(OSError, SMTPException),
    retry_backoff=5,
    retry_backoff_max=300,
    max_retries=8,
)
def mail_notice(notice_id: int) -> None:
    delivery.mail(notice_id)


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """Letters whose attempt was lost with its worker."""
    for notice_id in delivery.unsent():
        mail_notice.delay(notice_id=notice_id)


@shared_task(
    name="notifications.send_letter",
    autoretry_for=(OSError, SMTPException),
    retry_backoff=5,
    max_retries=5,
)
def send_letter(subject: str, body: str, to: list[str], message_id: str) -> None:
    delivery.send(subject, body, to, message_id)
