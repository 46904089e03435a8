"""`make drill`: letters, while the mail server and the worker fail in every way.

A real worker takes real jobs. Hours do not pass: `later` brings forward what
waits for another try, and lets old claims lapse.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core import outbox
from notifications import tasks
from notifications.models import Digest, Letter, Notice
from notifications.models.mailed import CLAIM_HOLDS, MAX_ATTEMPTS
from notifications.services import announce
from tests import ground
from tests.drills.mail_server import Server
from tests.factories import NeedFactory, UserFactory
from tests.kinds import SomethingHappened

pytestmark = pytest.mark.drill
LETTERS = 20
MODELS = (Notice, Digest, Letter)


class Worker:
    """As `portal` runs it: two children, and a clock that sweeps."""

    def __init__(self, mail_port: int) -> None:
        self.cache = ground.cache_url(1)
        self.env = {
            **os.environ,
            "DATABASE_URL": ground.with_name(
                os.environ["DATABASE_URL"], ground.worker_database()
            ),
            "BROKER_URL": current_app.conf.broker_url,
            "CACHE_URL": self.cache,
            "DATA_DIR": str(settings.BASE_DIR / "var"),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail_port),
            "EMAIL_TIMEOUT": "2",
            "LOG_LEVEL": "ERROR",
        }
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "neascn"]
        command += ["--quiet", "--skip-checks", "worker", "--queues", "default"]
        command += ["--concurrency", "2", "--loglevel", "ERROR", "-I", "tests.kinds"]
        command += ["--without-gossip", "--without-mingle"]
        self.process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.env, start_new_session=True
        )

    def kill(self) -> None:
        """All of it, with what it has in hand."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_children(self) -> None:
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        for pid in listed.stdout.split():
            os.kill(int(pid), signal.SIGKILL)


@pytest.fixture
def server(closed_port):
    found = Server(closed_port)
    found.up()
    yield found
    found.down()


@pytest.fixture
def worker(transactional_db, server):
    found = Worker(server.port)
    yield found
    found.kill()
    connection.close()


def people(number: int) -> list:
    return [UserFactory(email=f"person-{n}@example.org") for n in range(number)]


def tell(told: list) -> set[str]:
    """One notice and so one letter each; their Message-IDs."""
    event = announce(SomethingHappened, about=NeedFactory(), by=None, to=told)
    return {f"<notice-{n.pk}@{settings.SITE_HOST}>" for n in event.notices.all()}


def write(number: int) -> set[str]:
    """Letters that are no notices; their Message-IDs."""
    ids = {f"<other-{n}@{settings.SITE_HOST}>" for n in range(number)}
    with transaction.atomic():
        for message_id in ids:
            outbox.enqueue(
                "notifications.send_letter",
                subject="Your link",
                body="It is a right.",
                to=["somebody@example.org"],
                message_id=message_id,
            )
    return ids


def later(worker: Worker) -> None:
    redis.from_url(worker.cache).flushdb()
    now = timezone.now()
    for model in MODELS:
        model.objects.waiting().update(due_at=now)
        model.objects.filter(claimed_at__isnull=False).update(
            claimed_at=now - CLAIM_HOLDS - timedelta(seconds=1)
        )


def until(done: Callable[[], bool], *, sweep: bool = True, seconds: float = 60) -> None:
    """Wait, while the clock sweeps once a second."""
    end, swept = time.monotonic() + seconds, 0.0
    while not done():
        assert time.monotonic() < end, "it takes too long"
        if sweep and time.monotonic() > swept + 1:
            tasks.sweep()
            outbox.sweep()
            swept = time.monotonic()
        time.sleep(0.02)


def in_hand() -> bool:
    return any(
        model.objects.filter(mailed_at=None, claimed_at__isnull=False).exists()
        for model in MODELS
    )


def tried_in_vain(ids: set[str]) -> Callable[[], bool]:
    """At least three have come back from a server that fails."""

    def done() -> bool:
        kept = sum(
            model.objects.waiting().filter(due_at__gt=timezone.now()).count()
            for model in MODELS
        )
        return kept >= min(3, len(ids)) and not in_hand()

    return done


@pytest.mark.parametrize(
    "fault", ["down", "later", "refuse", "hang", "drop", "hang at the goodbye"]
)
def test_the_mail_server_fails(worker, server, figure, fault):
    """It fails for a while and comes back: every letter arrives, as one letter."""
    if fault == "down":
        server.down()
    server.does = fault
    ids = tell(people(LETTERS)) | write(LETTERS // 4)

    if fault == "hang at the goodbye":
        until(lambda: server.ids == ids)
    else:
        until(tried_in_vain(ids))
    if fault == "down":
        server.up()
    before, server.does = server.repeated, "accept"
    later(worker)
    until(lambda: server.ids >= ids and not in_hand())

    allowed = LETTERS if fault == "drop" else 0
    figure(f"mail server: {fault}; letters lost", len(ids - server.ids), 0)
    figure(f"mail server: {fault}; letters doubled", len(server.ids - ids), 0)
    figure(
        f"mail server: {fault}; accepted again under the same Message-ID",
        server.repeated,
        allowed,
    )
    assert before <= allowed


@pytest.mark.parametrize("what", ["its children", "all of it"])
def test_the_worker_is_killed(worker, server, figure, what):
    """In the middle of letters, five times."""
    server.seconds = 0.1
    ids = tell(people(LETTERS * 2))
    if what == "its children":
        ids |= write(LETTERS // 2)
    for kill in range(1, 6):
        until(lambda kill=kill: len(server.ids) >= kill * 4)
        if what == "its children":
            worker.kill_children()
        else:
            worker.kill()
            worker.start()
        later(worker)
    until(lambda: server.ids >= ids)
    until(lambda: not in_hand())

    figure(f"worker killed ({what}); letters lost", len(ids - server.ids), 0)
    figure(f"worker killed ({what}); letters doubled", len(server.ids - ids), 0)
    figure(
        f"worker killed ({what}); accepted again under the same Message-ID",
        server.repeated,
        2 * 5,
    )


@pytest.mark.parametrize("manner", ["refuse", "hang", "drop"])
def test_poison_is_parked_and_holds_nobody_up(worker, server, figure, manner):
    warm = tell(people(2))
    until(lambda: server.ids == warm, seconds=90)
    told = [UserFactory(email=f"good-{n}@example.org") for n in range(LETTERS)]

    plain = seconds_for(server, lambda: tell(told))
    poison = UserFactory(email="poison@example.org")
    server.poison[poison.email] = manner
    behind = seconds_for(server, lambda: tell([poison]) and tell(told))
    figure(f"queue behind poison ({manner}), delayed by s", behind - plain, 1)

    bad = Notice.objects.filter(recipient=poison)
    tries = 0
    while not bad.filter(parked=True).exists():
        tries += 1
        assert tries <= MAX_ATTEMPTS
        until(lambda n=tries: bad.filter(attempts=n, claimed_at=None).exists())
        later(worker)
    figure(f"tries before poison ({manner}) is parked", bad.get().attempts, 8)
    assert bad.get().attempts == MAX_ATTEMPTS


def seconds_for(server: Server, send: Callable[[], set[str]]) -> float:
    begin = time.monotonic()
    ids = send()
    until(lambda: ids <= server.ids, sweep=False)
    last = max(at for message_id, at in server.accepted if message_id in ids)
    return last - begin
