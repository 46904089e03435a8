"""Letters: claimed, sent, marked; once for a person, whatever breaks in between."""

import contextlib
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from notifications import delivery, services, tasks
from notifications.models import Letter, Notice
from notifications.models.mailed import CLAIM_HOLDS, MAX_ATTEMPTS
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


def mail(letter) -> bool:
    return delivery.mail(type(letter), letter.pk)


def waiting() -> list[int]:
    """Notices that will be tried again, whenever that is."""
    return list(Notice.objects.waiting().values_list("pk", flat=True))


def its_time_has_come() -> None:
    Notice.objects.waiting().update(due_at=timezone.now())


def test_a_letter_is_sent_once(db, server):
    notice = NoticeFactory()

    assert mail(notice) is True
    assert mail(notice) is False

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

    mail(notice)

    ((_to, letter),) = server.letters
    assert letter["Subject"] == subject
    assert str(notice.event.target) in letter.get_content()


def test_a_kill_between_send_and_mark_repeats_the_same_letter(db, server, monkeypatch):
    notice = NoticeFactory()
    with monkeypatch.context() as patch:
        patch.setattr(delivery.timezone, "now", dying_after(3))
        with contextlib.suppress(KeyboardInterrupt):
            mail(notice)
    assert len(server.letters) == 1
    assert Notice.objects.get().mailed_at is None

    assert mail(notice) is False, "the claim still holds"
    claim_is_old(notice)
    assert mail(notice) is True

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
        claimed_at=timezone.now() - CLAIM_HOLDS - timedelta(seconds=1)
    )


@pytest.mark.parametrize(
    ("says", "kept"),
    [
        ("451 Try again later", "SMTPDataError 451"),
        ("550 No such person", "SMTPDataError 550"),
    ],
)
def test_what_the_server_refuses_is_tried_again(db, server, says, kept):
    notice = NoticeFactory()
    server.says = says

    assert mail(notice) is False

    notice.refresh_from_db()
    assert (notice.claimed_at, notice.mailed_at, notice.attempts) == (None, None, 1)
    assert notice.last_error == kept
    assert notice.due_at > timezone.now()
    assert mail(notice) is False, "its time has not come"
    server.says = "250 OK"
    its_time_has_come()
    assert mail(notice) is True
    assert waiting() == []


@pytest.fixture
def server_down(settings, closed_port):
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port


def test_a_server_that_is_down_is_no_fault_of_the_letter(db, server_down, monkeypatch):
    first, second = NoticeFactory.create_batch(2)

    assert mail(first) is False
    monkeypatch.setattr(delivery, "get_connection", None)
    assert mail(second) is False, "it is not even tried"

    for notice in (first, second):
        notice.refresh_from_db()
        assert (notice.attempts, notice.parked, notice.claimed_at) == (0, False, None)
        assert notice.due_at > timezone.now()


def test_after_eight_failures_a_letter_is_parked_and_staff_can_unpark_it(db, server):
    notice = NoticeFactory()
    server.says = "550 No such person"

    for _ in range(MAX_ATTEMPTS):
        its_time_has_come()
        assert mail(notice) is False

    notice.refresh_from_db()
    assert (notice.parked, notice.attempts) == (True, 8)
    assert waiting() == []
    server.says = "250 OK"
    assert services.send_again(Notice.objects.all()) == 1
    assert mail(notice) is True


def test_a_letter_that_kills_its_worker_is_not_tried_for_ever(db, server):
    """Whoever claims it never comes back to say how it went."""
    notice = NoticeFactory()
    tries = 0
    while delivery.claim(Notice, notice.pk) and tries < 20:
        tries += 1
        claim_is_old(notice)

    assert tries == MAX_ATTEMPTS


def test_a_letter_that_cannot_be_written_does_not_stop_the_next(db, server):
    broken = NoticeFactory(event=EventFactory(kind="no_such_kind_any_more"))
    good = NoticeFactory()

    with contextlib.suppress(Exception):
        mail(broken)

    assert mail(good) is True


def test_who_may_not_know_any_more_is_not_told(db, server):
    event = EventFactory(kind=NoLongerYours.slug)
    closed = NoticeFactory(recipient=UserFactory(disabled=True))

    assert mail(NoticeFactory(event=event)) is False
    assert mail(closed) is False
    assert server.letters == []


def test_the_subject_holds_no_header(db, server, monkeypatch):
    monkeypatch.setattr(
        SomethingHappened,
        "text",
        classmethod(lambda *_: "Hello\r\x0b\x0cBcc: all@example.org\u2028x\n\nBody"),
    )
    notice = NoticeFactory()

    mail(notice)

    ((to, letter),) = server.letters
    assert to == [notice.recipient.email]
    assert letter["Bcc"] is None
    assert len(letter.get_all("Subject")) == 1


def test_the_sweep_asks_for_what_is_due(db, monkeypatch):
    left = NoticeFactory(attempts=1)
    alone = NoticeFactory()
    NoticeFactory(due_at=timezone.now() + timedelta(hours=1))
    NoticeFactory(due_at=None)
    NoticeFactory(mailed=True)
    NoticeFactory(given_up=True)
    asked = []
    for task in (tasks.mail_notice, tasks.mail_digest, tasks.mail_letter):
        monkeypatch.setattr(
            task, "apply_async", lambda *, kwargs, expires: asked.append(kwargs)
        )

    tasks.sweep()

    assert asked == [{"notice_id": left.pk}, {"notice_id": alone.pk}]


def test_a_letter_of_another_sort_is_kept_until_it_is_out(db, server):
    words = ("Hello\nBcc: x", "A link", ["a@example.org"], "<1@localhost>")
    server.says = "451 Later"
    tasks.send_letter(*words)
    assert server.letters == []
    Letter.objects.update(due_at=timezone.now())
    server.says = "250 OK"

    tasks.send_letter(*words)
    tasks.send_letter(*words)

    ((to, letter),) = server.letters
    assert (to, letter["Subject"]) == (["a@example.org"], "Hello Bcc: x")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None
    assert Letter.objects.get().body == "", "its link is a right"
