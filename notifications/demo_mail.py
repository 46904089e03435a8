from django.core.mail.backends.base import BaseEmailBackend

from notifications.models import DemoLetter


class DemoMailBackend(BaseEmailBackend):
    """Keeps the demo's letters where `/demo/mail/` shows them."""

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            headers = message.message()
            DemoLetter.objects.get_or_create(
                message_id=headers["Message-ID"],
                defaults={
                    "to": ", ".join(message.to),
                    "subject": message.subject,
                    "body": message.body,
                },
            )
        return len(email_messages)
