"""Mail: claim, send, mark. No transaction is open while the mail server thinks.

Every letter has a Message-ID that comes from its row. One that went out just
before a kill, or whose server took it and hung up, is tried again as the same
letter: mailboxes show it once.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPException, SMTPResponseException, SMTPServerDisconnected

from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notifications import writing
from notifications.models import Digest, Letter, Notice
from notifications.models.mailed import MAX_ATTEMPTS, Mailed

log = logging.getLogger(__name__)

MODELS = (Notice, Digest, Letter)
# Between the tries of one letter; the eighth fails after ten hours.
WAITS = [15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600]
FAILURES = OSError  # smtplib's are of that kind too
"""What a mail server does; anything else is a mistake of ours, and loud."""

AWAY, SILENCES = "mail:away", "mail:silences"
PAUSE = timedelta(seconds=30)
SILENCES_THAT_COUNT = 3


class ServerIsAway(Exception):
    """It does not even greet: no letter is to blame."""


def mail(model: type[Mailed], pk: int) -> bool:
    """Mail one letter unless it was mailed; say whether it was sent now.

    After eight failures it is parked for staff to look at. While the mail
    server is away nothing is tried, and nothing counts as a failure.
    """
    if cache.get(AWAY):
        put_off(model, pk)
        return False
    letter = claim(model, pk)
    if letter is None:
        return False
    message = writing.message(letter)
    if message is None:
        _drop(letter)
        return False
    try:
        _post(message)
    except ServerIsAway as error:
        _pause()
        _give_back(letter, due_in=PAUSE, attempts=letter.attempts - 1)
        log.warning("The mail server is away: %s", error)
        return False
    except FAILURES as error:
        _fail(letter, error)
        return False
    _mark(letter)
    cache.delete(SILENCES)
    return True


def claim(model: type[Mailed], pk: int) -> Mailed | None:
    """Take the letter for this attempt, or nothing if it is sent or taken."""
    due = model.objects.due().filter(pk=pk, attempts__lt=MAX_ATTEMPTS)
    if not due.update(claimed_at=timezone.now(), attempts=F("attempts") + 1):
        return None
    if model is Notice:
        return Notice.objects.select_related("recipient", "event").get(pk=pk)
    return model.objects.get(pk=pk)


def put_off(model: type[Mailed], pk: int) -> None:
    model.objects.due().filter(pk=pk).update(due_at=timezone.now() + PAUSE)


def due(model: type[Mailed], at_most: int) -> list[int]:
    """Letters whose time has come, or whose job or attempt was lost."""
    # A letter that takes its worker down with it never comes back to say so.
    model.objects.due().filter(attempts__gte=MAX_ATTEMPTS).update(parked=True)
    found = model.objects.due().order_by("due_at", "pk")
    return list(found.values_list("pk", flat=True)[:at_most])


# --- One attempt --------------------------------------------------------------------


def _post(message: EmailMessage) -> None:
    connection = get_connection()
    try:
        connection.open()
    except FAILURES as error:
        raise ServerIsAway(type(error).__name__) from error
    message.connection = connection
    try:
        message.send()
    finally:
        # Whatever happens at the goodbye: the letter was accepted before, or not.
        with suppress(FAILURES):
            connection.close()


@transaction.atomic
def _mark(letter: Mailed) -> None:
    now = timezone.now()
    if isinstance(letter, Digest):
        letter.notices.update(mailed_at=now)
    words = {"subject": "", "body": ""} if isinstance(letter, Letter) else {}
    type(letter).objects.filter(pk=letter.pk).update(mailed_at=now, **words)


@transaction.atomic
def _drop(letter: Mailed) -> None:
    """Rights have changed, or all was read since: there is nothing to tell any more."""
    notices = Notice.objects.filter(pk=letter.pk)
    if isinstance(letter, Digest):
        notices = letter.notices.all()
    notices.unread().update(read_at=timezone.now())
    if isinstance(letter, Digest):
        letter.delete()


def _fail(letter: Mailed, error: Exception) -> None:
    is_last = letter.attempts >= MAX_ATTEMPTS
    wait = 0 if is_last else WAITS[letter.attempts - 1]
    _give_back(
        letter,
        due_in=timedelta(seconds=wait),
        attempts=letter.attempts,
        parked=is_last,
        last_error=in_words(error),
    )
    log.warning("%s %s was not mailed: %s", type(letter), letter.pk, in_words(error))
    if isinstance(error, SMTPServerDisconnected) or not isinstance(
        error, SMTPException
    ):
        _count_silence()


def _give_back(letter: Mailed, *, due_in: timedelta, attempts: int, **facts) -> None:
    type(letter).objects.filter(pk=letter.pk).update(
        claimed_at=None, due_at=timezone.now() + due_in, attempts=attempts, **facts
    )


def in_words(error: Exception) -> str:
    """The kind of failure and the server's code; never an address."""
    name = type(error).__name__
    if isinstance(error, SMTPResponseException):
        return f"{name} {error.smtp_code}"
    refused = getattr(error, "recipients", {})
    return " ".join([name, *sorted({str(code) for code, _words in refused.values()})])


# --- A server that is away ------------------------------------------------------------


def _pause() -> None:
    cache.set(AWAY, 1, PAUSE.total_seconds())


def _count_silence() -> None:
    """One letter may be poison; several in a row that hang are the server's."""
    cache.add(SILENCES, 0, 60)
    if (cache.incr(SILENCES) or 0) >= SILENCES_THAT_COUNT:
        _pause()
        cache.delete(SILENCES)
