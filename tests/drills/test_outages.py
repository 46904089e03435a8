"""`make drill`: what people notice when a part of the portal dies."""

import os
import signal
import threading
import time

import pytest

pytestmark = pytest.mark.drill
OUTAGE = 10


def kill(pids: list[int], kind: signal.Signals) -> None:
    assert pids
    for pid in pids:
        os.kill(pid, kind)


def postmaster(portal) -> list[int]:
    return portal.pids("bin/postgres", "-D")


def test_a_need_is_matched_within_seconds(portal, csco, figure):
    address = csco.write_need("Утаа, хэвийн үед")

    figure(
        "need saved → matches visible, s", csco.seconds_until_matched(address, 20), 3
    )


def test_the_database_freezes_for_ten_seconds(portal, csco, figure):
    """Without a database `/healthz` answers at once, pages say 503, nothing crashes."""
    group = portal.pids("postgres")
    kill(group, signal.SIGSTOP)
    thaw = threading.Timer(OUTAGE, kill, (group, signal.SIGCONT))
    thaw.start()
    slowest, seen = 0.0, set()
    while thaw.is_alive():
        begin = time.monotonic()
        assert portal.status("/healthz", seconds=5) == 200
        slowest = max(slowest, time.monotonic() - begin)
        seen.add(portal.status("/en/needs/", seconds=2))
    thaw.join()
    begin = time.monotonic()
    while portal.status("/en/needs/") != 200:
        time.sleep(0.1)

    assert seen <= {0, 200, 503}
    figure("/healthz while the database is frozen, s", slowest, 1)
    figure("first page after the database is back, s", time.monotonic() - begin, 5)


def test_the_database_is_killed_and_comes_back(portal, csco, figure):
    address = csco.write_need("Утаа, сервер унахаас өмнө")
    kill(postmaster(portal), signal.SIGKILL)
    begin = time.monotonic()
    seen = set()
    while (status := portal.status("/en/needs/")) != 200:
        seen.add(status)
        time.sleep(0.1)

    assert seen <= {503}
    figure("pages after kill -9 of the database, s", time.monotonic() - begin, 15)
    figure("the list of before, s", csco.seconds_until_matched(address, 60), 45)


def test_the_broker_is_killed_while_a_need_is_saved(portal, csco, figure):
    kill(portal.pids("valkey"), signal.SIGKILL)
    begin = time.monotonic()
    address = csco.write_need("Утаа, зуучлагч унасан үед")
    figure("saving without a broker, s", time.monotonic() - begin, 3)

    figure("matched once it is back, s", csco.seconds_until_matched(address, 90), 60)


def test_the_encoder_is_killed_while_matching(portal, csco, figure):
    address = csco.write_need("Утаа, кодлогч унасан үед")
    kill(portal.pids("celery", "embed,bulk"), signal.SIGKILL)

    figure("matched after kill -9, s", csco.seconds_until_matched(address, 120), 75)
