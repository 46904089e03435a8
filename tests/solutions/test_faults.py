"""What a city notices when a server behind the portal is gone: a delay, no loss."""

import os
import signal
import subprocess
import sys

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core import outbox
from core.models import Outbox
from scaps.models import Need
from solutions import matching
from tests import ground
from tests.factories import SolutionFactory
from tests.people import World
from tests.scaps.conftest import Pen
from vocabulary.models import NeedType, Sector


@pytest.fixture
def office(transactional_db):
    world = World()
    browser = Client()
    browser.force_login(world.people["csco"])
    return world, browser


def typed() -> dict:
    return {
        "source_lang": "mn",
        "title": "Автобус хэзээ ирэхийг мэдэх",
        "text": "Зорчигчид хүйтэнд автобус хэзээ ирэхийг мэдэхгүй хүлээдэг.",
        "sector": Sector.objects.get(code="transportation").pk,
        "types": [NeedType.objects.get(code="knowledge").pk],
        "languages": ["mn"],
        "visibility": "public",
    }


def test_the_broker_is_down_when_a_need_is_saved(office, broker_is_down, read):
    _world, browser = office
    solution = SolutionFactory(published=True)
    read(solution)

    with broker_is_down():
        answer = Pen(browser).write(typed())

    need = Need.objects.get()
    assert answer.status_code == 302
    page = browser.get(reverse("solutions:finder", args=[need.pk]))
    assert page.status_code == 200
    row = Outbox.objects.waiting().get()
    assert (row.task, row.attempts) == ("solutions.match_need", 1)

    assert outbox.sweep() == 1
    current_app.tasks[row.task](**row.kwargs)
    assert [m.solution for m in need.matches.all()] == [solution]


KILLED_AT_THE_WORST_MOMENT = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "neascn.settings"
import django
django.setup()
from solutions import lists, matching
lists.keep = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
matching.match(int(sys.argv[1]))
"""


def test_a_worker_killed_while_matching_loses_nothing(office, read):
    """The process dies after scoring and before the list is stored."""
    _world, browser = office
    read(SolutionFactory(published=True))
    Pen(browser).write(typed())
    need = Need.objects.get()

    worker = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            KILLED_AT_THE_WORST_MOMENT,
            str(need.pk),
        ],
        env={
            **os.environ,
            "DATABASE_URL": ground.with_name(
                os.environ["DATABASE_URL"], ground.worker_database()
            ),
            "DATA_DIR": str(settings.BASE_DIR / "var"),
        },
        cwd=settings.BASE_DIR,
        check=False,
    )

    assert worker.returncode == -signal.SIGKILL
    assert not need.matches.exists()
    need.ranking.wanted_at = "2026-01-01T00:00Z"
    need.ranking.save()
    assert matching.behind() == [need.pk]
    matching.match(need.pk)
    assert need.matches.count() == 1
