"""The portal's own processes at work: their memory, their speed, and who waits."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from core import outbox
from matching import engines, hubs, store
from matching.models import Embedding
from neascn.benchmarks.figure import Figure
from neascn.standalone import programs
from neascn.standalone.runner import end_with_parent
from scaps.models import Need
from scaps.services import needs
from solutions.matching import NEED, SOLUTION
from solutions.models import Ranking, Solution

WAIT, WORKER_MB, WEB_MB = 10, 900, 250
# How many solutions the back-fill reads while somebody waits.
REFILLED = 400
NEEDS = 3
LIST_SHARE = 0.9
# A redirection, which asks nothing of the database.
BARE = "/favicon.ico"
CONNECTIONS, SECONDS, TURNS = 8, 2, 3
PIECE = 2**16
PATIENCE = 300


def figures() -> Iterator[Figure]:
    yield from worker()
    yield from web()


# --- The worker --------------------------------------------------------------------


def worker() -> Iterator[Figure]:
    """Time from a saved need to its list while a back-fill runs, and memory then."""
    like = Need.objects.published().filter(is_demo=True).first()
    if like is None:
        return
    most = 0.0
    with _running(programs.worker("bench", queues="embed,bulk"), programs.JOBS) as pid:
        _begin_refill()
        waits = []
        for _number in range(NEEDS):
            waits.append(_seconds_until_matched(like))
            most = max(most, sum(map(_megabytes, [pid, *_children(pid)])))
        _wait(_is_refilled)
        most = max(most, sum(map(_megabytes, [pid, *_children(pid)])))
    yield Figure("need saved to list, in a back-fill", round(max(waits), 2), "s", WAIT)
    yield Figure("memory of the worker", round(most), "MB", WORKER_MB)


def _begin_refill() -> None:
    """Take some vectors away and let the worker make them again."""
    newest = Solution.objects.published().order_by("-pk")
    ids = list(newest.values_list("pk", flat=True)[:REFILLED])
    store.forget(SOLUTION, ids)
    hubs.forget(SOLUTION, ids)
    outbox.enqueue("solutions.embed_missing", key="bench")
    of_these = Embedding.objects.of(SOLUTION, engines.serving().name)
    _wait(of_these.filter(subject_id__in=ids).exists)


def _is_refilled() -> bool:
    done = store.embedded(SOLUTION, engines.serving().name)
    return not Solution.objects.published().exclude(pk__in=done).exists()


def _seconds_until_matched(like: Need) -> float:
    """Save a need as a city would, wait for its list, and take it away again."""
    language = like.source_lang
    suffix = language.replace("-", "_")
    need = needs.create(
        like.organisation,
        {
            "source_lang": language,
            "title": f"{timezone.now():%H:%M:%S.%f}",
            "text": getattr(like, f"text_{suffix}"),
            "sector": like.sector,
        },
        by=like.entered_by,
    )
    begin = time.monotonic()
    done = Ranking.objects.filter(need=need, done__gte=F("wanted"))
    try:
        _wait(done.exists)
        return time.monotonic() - begin
    finally:
        store.forget(NEED, [need.pk])
        need.delete()


# --- The web -----------------------------------------------------------------------


def web() -> Iterator[Figure]:
    """Memory of the larger of the web processes, and requests a second.

    Beside the public list stands a view that does nothing behind all middleware, so
    that the machine cancels out; each counts by the best of a few turns.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with _running(programs.web(port), programs.FEW_HEAPS) as pid:
        _wait(lambda: _answers(port))
        paths = [
            f"/{language}/{page}"
            for language, _name in settings.LANGUAGES
            for page in ("", "solutions/", "needs/", "members/")
        ]
        _rates(port, paths)
        turns = [
            (_rates(port, [BARE]), _rates(port, ["/mn/solutions/"]))
            for _turn in range(TURNS)
        ]
        most = max(map(_megabytes, _children(pid)))
    yield Figure("memory of a web process", round(most), "MB", WEB_MB)
    bare, listed = map(max, zip(*turns, strict=True))
    share = round(100 * listed / bare, 2)
    yield Figure("public list beside a bare view", share, "%", LIST_SHARE, floor=True)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as line:
            return _ask(line, BARE) > 0
    except OSError:
        return False


def _rates(port: int, paths: list[str]) -> float:
    """Answers a second, asked for over a few connections that stay open."""
    until = time.monotonic() + SECONDS

    def ask(turns: Iterator[str]) -> int:
        with socket.create_connection(("127.0.0.1", port), 30) as line:
            count = 0
            while time.monotonic() < until:
                _ask(line, next(turns))
                count += 1
        return count

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        starts = (islice(cycle(paths), at, None) for at in range(CONNECTIONS))
        return sum(pool.map(ask, starts)) / SECONDS


def _ask(line: socket.socket, path: str) -> int:
    """Ask for a page and read it all; its size. Any client library costs more."""
    request = f"GET {path} HTTP/1.1\r\nHost: {settings.SITE_HOST}\r\n\r\n"
    line.sendall(request.encode())
    head, _gap, body = _until(line, b"\r\n\r\n").partition(b"\r\n\r\n")
    status = int(head.split(None, 2)[1])
    if status >= 400:
        raise RuntimeError(f"{path} answered {status}")
    [length] = re.findall(rb"(?i)\r\ncontent-length: (\d+)", head)
    left = int(length) - len(body)
    while left > 0:
        left -= len(line.recv(PIECE))
    return len(head) + int(length)


def _until(line: socket.socket, mark: bytes) -> bytes:
    said = b""
    while mark not in said:
        piece = line.recv(PIECE)
        if not piece:
            raise ConnectionError("The portal said nothing.")
        said += piece
    return said


# --- Processes ---------------------------------------------------------------------


@contextmanager
def _running(command: list[str], env: dict[str, str]) -> Iterator[int]:
    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


def _megabytes(pid: int) -> float:
    """Resident memory; what it shares with others counts in proportion."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _wait(is_done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_done():
        if time.monotonic() > until:
            raise TimeoutError(f"Nothing came of it within {PATIENCE} s.")
        time.sleep(0.1)
