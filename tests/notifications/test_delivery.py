"""Letters: claimed, sent, marked; once for a person, whatever breaks in between."""

import contextlib
from datetime import timedelta
from email import message_from_bytes, policy
from smtplib import SMTPException

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from notifications import delivery, tasks
from notifications.models import Event, Notice
from tests.factories import EventFactory, NoticeFactory, UserFactory
from tests.kinds import NoLongerYours, SomethingHappened

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Server:
    """A mail server that says what the test tells it to."""

    def __init__(self) -> None:
        self.says = "250 OK"
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        if self.says.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=policy.default)
            self.letters.append((envelope.rcpt_tos, letter))
        return self.says


@pytest.fixture
def server(settings, closed_port):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=closed_port)
    controller.start()
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port
    yield handler
    controller.stop()


def test_a_letter_is_sent_once(db, server):
    notice = NoticeFactory()

    assert delivery.mail(notice.pk) is True
    assert delivery.mail(notice.pk) is False

    notice.refresh_from_db()
    assert notice.mailed_at
    ((to, letter),) = server.letters
    assert to == [notice.recipient.email]
    assert letter["Message-ID"] == f"<notice-{notice.pk}@localhost>"


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("ko", "무슨 일이 있었습니다"),
        ("mn", "Нэг зүйл болов"),
        ("en", "Something happened"),
    ],
)
def test_a_letter_is_in_the_recipients_language(db, server, language, subject):
    notice = NoticeFactory(recipient__language=language)

    delivery.mail(notice.pk)

    ((_to, letter),) = server.letters
    assert letter["Subject"] == subject
    assert str(notice.event.target) in letter.get_content()


def test_a_kill_between_send_and_mark_repeats_the_same_letter(db, server, monkeypatch):
    notice = NoticeFactory()
    with monkeypatch.context() as patch:
        patch.setattr(delivery.timezone, "now", dying_after(2))
        with contextlib.suppress(KeyboardInterrupt):
            delivery.mail(notice.pk)
    assert len(server.letters) == 1
    assert Notice.objects.get().mailed_at is None

    assert delivery.mail(notice.pk) is False, "the claim still holds"
    claim_is_old(notice)
    assert delivery.mail(notice.pk) is True

    first, second = (letter["Message-ID"] for _to, letter in server.letters)
    assert first == second


def dying_after(calls: int):
    """A clock that is read a few times before its process is killed."""
    now = timezone.now
    left = iter(range(calls - 1))

    def read():
        if next(left, None) is None:
            raise KeyboardInterrupt
        return now()

    return read


def claim_is_old(notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(
        claimed_at=timezone.now() - delivery.CLAIM_HOLDS - timedelta(seconds=1)
    )


@pytest.mark.parametrize(
    "says", ["451 Try again later", "550 No such person", "554 Refused"]
)
def test_what_the_server_refuses_may_be_tried_again(db, server, says):
    notice = NoticeFactory()
    server.says = says

    with pytest.raises(SMTPException):
        delivery.mail(notice.pk)

    notice.refresh_from_db()
    assert (notice.claimed_at, notice.mailed_at, notice.attempts) == (None, None, 1)
    assert delivery.unsent() == [notice.pk]
    server.says = "250 OK"
    assert delivery.mail(notice.pk) is True
    assert delivery.unsent() == []


@pytest.fixture
def server_down(settings, closed_port):
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port


def test_a_server_that_is_down_loses_nothing(db, server_down):
    notice = NoticeFactory()

    with pytest.raises(OSError, match="refused"):
        delivery.mail(notice.pk)

    assert delivery.unsent() == [notice.pk]


def test_after_eight_failures_a_letter_is_parked(db, server_down):
    notice = NoticeFactory()

    for _ in range(delivery.MAX_ATTEMPTS):
        with pytest.raises(OSError, match="refused"):
            delivery.mail(notice.pk)

    notice.refresh_from_db()
    assert (notice.parked, notice.attempts) == (True, 8)
    assert delivery.mail(notice.pk) is False
    assert delivery.unsent() == []


def test_a_letter_that_kills_its_worker_is_not_tried_for_ever(db, server):
    """Whoever claims it never comes back to say how it went."""
    notice = NoticeFactory()
    tries = 0
    while delivery.claim(notice.pk) and tries < 20:
        tries += 1
        claim_is_old(notice)

    assert tries == delivery.MAX_ATTEMPTS


def test_a_letter_that_cannot_be_written_does_not_stop_the_next(db, server):
    broken = NoticeFactory(event=EventFactory(kind="no_such_kind_any_more"))
    good = NoticeFactory()

    with contextlib.suppress(Exception):
        delivery.mail(broken.pk)

    assert delivery.mail(good.pk) is True


def test_who_may_not_know_any_more_is_not_told(db, server):
    event = EventFactory(kind=NoLongerYours.slug)
    closed = NoticeFactory(recipient=UserFactory(disabled=True))

    assert delivery.mail(NoticeFactory(event=event).pk) is False
    assert delivery.mail(closed.pk) is False
    assert server.letters == []


def test_the_subject_holds_no_header(db, server, monkeypatch):
    monkeypatch.setattr(
        SomethingHappened,
        "text",
        classmethod(lambda *_: "Hello\r\x0b\x0cBcc: all@example.org\u2028x\n\nBody"),
    )
    notice = NoticeFactory()

    delivery.mail(notice.pk)

    ((to, letter),) = server.letters
    assert to == [notice.recipient.email]
    assert letter["Bcc"] is None
    assert len(letter.get_all("Subject")) == 1


def test_the_sweep_mails_what_was_left(db, server, monkeypatch):
    left = NoticeFactory(attempts=1)
    NoticeFactory(mailed=True)
    NoticeFactory(given_up=True)
    asked = []
    monkeypatch.setattr(tasks.mail_notice, "delay", lambda **words: asked.append(words))

    tasks.sweep()

    assert asked == [{"notice_id": left.pk}]


def test_the_job_mails(db, server, run_outbox):
    tasks.send_letter("Hello\nBcc: x", "Body", ["a@example.org"], "<1@localhost>")

    ((to, letter),) = server.letters
    assert (to, letter["Subject"]) == (["a@example.org"], "Hello Bcc: x")


def test_a_letter_whose_job_died_before_the_first_try_is_found(db):
    notice = NoticeFactory()
    assert delivery.unsent() == []

    Event.objects.update(at="2026-01-01T00:00Z")

    assert delivery.unsent() == [notice.pk]
