"""The processes the portal consists of, beside its servers."""

import sys
from pathlib import Path

from neascn.standalone.runner import Program

WEB_RANK, WORKER_RANK, BEAT_RANK = 0, 1, 2
PYTHON = [sys.executable, "-m"]
# As root, Celery fills the screen with a warning about pickled jobs; ours are JSON.
CALM = ["-W", "ignore:You're running the worker"]
CELERY = [sys.executable, *CALM, "-m", "celery", "-A", "neascn"]
CELERY += ["--quiet", "--skip-checks"]
WORKER = ["worker", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]

# Jobs have time limits of their own; requests must not hang on one statement.
JOBS = {"STATEMENT_TIMEOUT_MS": "0"}
# Threads otherwise keep a heap each, and what one frees no other uses.
FEW_HEAPS = {"MALLOC_ARENA_MAX": "2"}


def portal(*, port: int, data_dir: Path) -> list[Program]:
    """Web, one encoder, one worker for the rest, and the clock.

    Python programs are run as modules: the first line of a console script
    breaks in a long path or one with spaces.
    """
    return [
        Program("web", web(port), FEW_HEAPS, rank=WEB_RANK, patience=35),
        Program("embed", worker("embed", queues="embed,bulk"), JOBS, rank=WORKER_RANK),
        # Two: a mail server that does not answer holds up one of them.
        Program(
            "worker",
            worker("worker", queues="default", children=2),
            JOBS,
            rank=WORKER_RANK,
        ),
        Program("beat", beat(data_dir), rank=BEAT_RANK),
    ]


def web(port: int) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": "127.0.0.1",
        "--port": str(port),
        "--workers": "2",
        "--blocking-threads": "4",
        "--workers-kill-timeout": "30",
        "--log-level": "warning",
    }
    words = [part for option in options.items() for part in option]
    return [
        *PYTHON,
        "granian",
        *words,
        "--no-ws",
        "--respawn-failed-workers",
        "neascn.wsgi:application",
    ]


def worker(name: str, *, queues: str, children: int = 1) -> list[str]:
    """Jobs are done in children: when a child is killed, the job is not lost."""
    options = ["--hostname", f"{name}@%h", "--queues", queues]
    options += ["--concurrency", str(children)]
    return [*CELERY, *WORKER, "--pool", "prefork", *options]


def beat(data_dir: Path) -> list[str]:
    schedule = data_dir / "run" / "beat-schedule"
    options = ["--schedule", str(schedule), "--pidfile=", "--loglevel", "WARNING"]
    return [*CELERY, "beat", *options]
