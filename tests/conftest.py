"""What every test stands on: real servers, people, and strictness.

Ordinary tests run in a transaction that is rolled back; the jobs they ask for
wait in the outbox until `run_outbox()` does them. A test that needs commits
asks for `transactional_db`; afterwards its database is cloned anew, so it may
leave behind what it likes.
"""

import itertools
import os
import socket
from contextlib import contextmanager

import pytest
from celery import current_app
from django.conf import settings
from django.core import mail
from django.core.signals import setting_changed
from django.db import connections
from django.template import Engine
from django.test import TransactionTestCase
from django.utils import timezone, translation

from core.models import Outbox
from neascn import environment
from tests import ground, kept_world, strictness
from tests.people import World, sign_in

_GROUND = ground.Ground()
_TEST_NUMBER = itertools.count(1)
_now_running = 0


# --- Servers ------------------------------------------------------------------


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes():
    """Before the workers start: they inherit the addresses with the environment."""
    _GROUND.start()


def pytest_unconfigure():
    """Also after Ctrl-C."""
    _GROUND.stop()


@pytest.fixture(scope="session")
def servers():
    """PostgreSQL and Valkey are there, and the settings know where."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _GROUND.start()
    number = 2 * ground.worker_number()
    url = ground.with_name(os.environ["DATABASE_URL"], ground.worker_database())
    # In place: Django's connection handler holds this very dictionary.
    settings.DATABASES["default"].update(environment.database(url), CONN_MAX_AGE=0)
    settings.CACHES["default"]["LOCATION"] = ground.cache_url(number + 1)
    settings.CACHES["default"]["KEY_FUNCTION"] = _cache_key
    setting_changed.send(None, setting="CACHES", value=settings.CACHES, enter=True)
    settings.CELERY_BROKER_URL = current_app.conf.broker_url = ground.broker_url(number)
    current_app.loader.import_default_modules()


@pytest.fixture(scope="session")
def django_db_setup(servers, django_db_blocker):
    """Instead of pytest-django's: a clone of the migrated template."""
    clone = pytest.MonkeyPatch()
    clone.setattr(TransactionTestCase, "_fixture_teardown", _clone_anew)
    ground.create_database(ground.worker_database(), template=ground.template_name())
    # Blocked while tests run: one that does not ask for `db` must not commit.
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    clone.undo()
    ground.drop_database(ground.worker_database())


def _clone_anew(_test_case) -> None:
    kept_world.forget()
    connections.close_all()
    ground.create_database(ground.worker_database(), template=ground.template_name())


def _cache_key(key, prefix, version) -> str:
    """No test finds in the cache what another one left there."""
    return f"{os.getpid()}:{_now_running}:{prefix}:{version}:{key}"


# --- Strictness ---------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def test_settings(tmp_path_factory):
    """What differs from production, whatever the environment says."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("static", "media"):
        (folder / name).mkdir()
    settings.DATA_DIR = folder
    settings.STATIC_ROOT = folder / "static"
    settings.MEDIA_ROOT = folder / "media"
    settings.DEMO, settings.DEMO_PASSWORD = False, ""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    Engine.get_default().string_if_invalid = strictness.Missing("missing")


@pytest.fixture(autouse=True)
def strict(monkeypatch):
    """Undefined variables in our templates and outside sockets are errors."""
    strictness.make_templates_strict(monkeypatch)
    strictness.forbid_network(monkeypatch)


@pytest.fixture(autouse=True)
def fresh_state():
    """English, UTC and an empty cache, whatever the test before left behind."""
    global _now_running
    _now_running = next(_TEST_NUMBER)
    with translation.override("en"), timezone.override(None):
        yield


@pytest.fixture(autouse=True)
def no_stray_mail(request):
    """Mail that a test does not ask for (`mailoutbox`) fails it."""
    yield
    if "mailoutbox" not in request.fixturenames:
        assert [letter.subject for letter in getattr(mail, "outbox", [])] == []


# --- People -------------------------------------------------------------------


@pytest.fixture
def world(db) -> World:
    return kept_world.fresh()


@pytest.fixture
def people(world) -> dict:
    """Everybody by name; `tests.people.WHO` lists them."""
    return world.people


@pytest.fixture
def city(world):
    """The local government of csco, deputy, editor and reader."""
    return world.city


@pytest.fixture
def other_city(world):
    return world.other_city


@pytest.fixture
def provider(world):
    return world.provider


@pytest.fixture
def csco(people):
    return people["csco"]


@pytest.fixture
def deputy(people):
    return people["deputy"]


@pytest.fixture
def editor(people):
    return people["editor"]


@pytest.fixture
def reader(people):
    return people["reader"]


@pytest.fixture
def other_csco(people):
    return people["other_csco"]


@pytest.fixture
def provider_owner(people):
    return people["provider_owner"]


@pytest.fixture
def secretariat(people):
    return people["secretariat"]


@pytest.fixture
def client_of(people):
    """`client_of("csco")` is a browser in which that person has just signed in."""

    return lambda name, **defaults: sign_in(people[name], **defaults)


# --- Jobs ---------------------------------------------------------------------


@pytest.fixture
def run_outbox(db):
    """`run_outbox()` does the waiting jobs as a worker would, and names them.

    Jobs that these jobs ask for are done too. `only="app."` leaves others waiting.
    """

    def run(only: str = "") -> list[str]:
        done = []
        waiting = Outbox.objects.waiting().filter(task__startswith=only)
        while row := waiting.order_by("id").first():
            row.sent_at = timezone.now()
            row.save(update_fields=["sent_at"])
            current_app.tasks[row.task](**row.kwargs)
            done.append(row.task)
        return done

    return run


@pytest.fixture
def closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def broker_is_down(servers, closed_port):
    """`with broker_is_down():` nobody answers where the broker should be."""

    @contextmanager
    def down():
        address = current_app.conf.broker_url
        point_at(f"redis://127.0.0.1:{closed_port}/0")
        yield
        point_at(address)

    return down


def point_at(url: str) -> None:
    current_app.conf.broker_url = url
    current_app.amqp._producer_pool = None
