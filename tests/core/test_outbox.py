"""From a committed change to a job: delayed by trouble, lost by none."""

import json
import threading
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from core import outbox
from core.models import Outbox
from tests.factories import HeartbeatFactory, OutboxFactory


@pytest.fixture
def queued(servers):
    """`queued()` names the jobs that the broker holds, oldest first."""
    with current_app.connection_for_write() as broker:
        client = broker.default_channel.client
        client.flushdb()
        yield lambda: [
            json.loads(message)["headers"]["task"]
            for message in reversed(client.lrange("default", 0, -1))
        ]
        client.flushdb()


def test_a_commit_hands_the_job_over(transactional_db, queued):
    with transaction.atomic():
        outbox.enqueue("core.tick")
        assert queued() == []

    assert queued() == ["core.tick"]
    assert not Outbox.objects.waiting().exists()


def test_what_is_rolled_back_asks_for_nothing(transactional_db, queued):
    with transaction.atomic():
        outbox.enqueue("core.tick")
        transaction.set_rollback(True)

    assert queued() == []
    assert not Outbox.objects.exists()


def test_a_dead_broker_delays_and_loses_nothing(
    transactional_db, broker_is_down, queued
):
    with broker_is_down(), transaction.atomic():
        HeartbeatFactory(name="change")
        outbox.enqueue("core.tick")

    row = Outbox.objects.waiting().get()
    assert (row.attempts, bool(row.last_error)) == (1, True)

    assert outbox.relay() == 1
    assert outbox.relay() == 0
    assert queued() == ["core.tick"]


def test_two_relays_at_once_send_once(transactional_db, queued):
    OutboxFactory.create_batch(20)
    start = threading.Barrier(2)

    def relay() -> None:
        start.wait()
        outbox.relay()
        connection.close()

    pair = [threading.Thread(target=relay) for _ in range(2)]
    for thread in pair:
        thread.start()
    for thread in pair:
        thread.join()

    assert len(queued()) == 20


def test_a_key_that_waits_is_not_asked_for_twice(db):
    for need in (1, 1, 2):
        outbox.enqueue("core.tick", key=f"need-{need}")

    assert [row.key for row in Outbox.objects.order_by("id")] == ["need-1", "need-2"]


def test_a_key_that_was_sent_may_be_asked_for_again(db):
    OutboxFactory(key="need-1", sent=True)

    outbox.enqueue("core.tick", key="need-1")

    assert Outbox.objects.waiting().count() == 1


def test_jobs_without_a_key_all_wait(db):
    outbox.enqueue("core.tick")
    outbox.enqueue("core.tick")

    assert Outbox.objects.waiting().count() == 2


def test_the_sweep_hands_over_and_forgets_what_was_sent_long_ago(
    transactional_db, queued
):
    OutboxFactory.create_batch(3)
    old = OutboxFactory(sent_at=timezone.now() - outbox.KEEP_SENT - timedelta(hours=1))

    assert outbox.sweep() == 3
    assert not Outbox.objects.filter(pk=old.pk).exists()
    assert len(queued()) == 3
