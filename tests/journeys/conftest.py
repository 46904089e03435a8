import os
import subprocess
import sys
import time

import pytest
from celery import current_app
from django.conf import settings

from matching import engine_folder
from tests import ground


@pytest.fixture
def workers(transactional_db):
    """A real Celery worker on all queues, in a process of its own, beside the test."""
    # The encoder that `manage.py setup` prepared: workers convert nothing here.
    models = settings.BASE_DIR / "var" / "models"
    engine_folder.prepared(models)
    env = {
        **os.environ,
        "DATABASE_URL": ground.with_name(
            os.environ["DATABASE_URL"], ground.worker_database()
        ),
        "BROKER_URL": settings.CELERY_BROKER_URL,
        "DATA_DIR": str(models.parent),
        "STATEMENT_TIMEOUT_MS": "0",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "celery", "-A", "neascn", "--quiet", "worker"]
    command += ["-Q", "embed,bulk,default", "--pool", "solo", "--loglevel", "WARNING"]
    worker = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle"],
        env=env,
        cwd=settings.BASE_DIR,
    )
    wait_until_it_answers(worker)
    yield worker
    worker.terminate()
    worker.wait(30)


def wait_until_it_answers(worker, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not current_app.control.ping(timeout=0.3):
        assert worker.poll() is None, "the worker ended"
        assert time.monotonic() < until, "the worker does not answer"
