"""Real servers for the tests, and a migrated database to copy from.

Migrations run once for each set of migrations. The cluster they leave behind
is kept under `var/test/`; a run copies it (a quarter of a second), and each
xdist worker clones its own database from the template in it (30 ms). Two runs
at once do not meet: what a run changes is in a folder of its own.

Where DATABASE_URL and BROKER_URL are given, those servers are used instead.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from neascn.standalone import Servers, paths

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test"
ADDRESSES = ("DATABASE_URL", "BROKER_URL")
CLUSTERS_KEPT = 3
# Valkey has sixteen numbered databases; each process takes one for jobs and
# one for the cache.
VALKEY_DATABASES = 16


class Ground:
    """The servers of one test run, begun by whoever runs the tests."""

    def __init__(self) -> None:
        self._servers: Servers | None = None
        self._folder: Path | None = None

    def start(self) -> None:
        """Have servers and a template database, and name them in the environment."""
        if not all(os.environ.get(name) for name in ADDRESSES):
            self._start_servers()
        if not database_exists(template_name()):
            make_template()
            self._keep_cluster()

    def stop(self) -> None:
        if self._servers is None:
            return
        self._servers.stop()
        for folder in (self._folder, paths.elsewhere(self._folder)):
            shutil.rmtree(folder, ignore_errors=True)
        for name in ADDRESSES:
            os.environ.pop(name, None)
        self._servers = None

    def _start_servers(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="neascn-test-")).resolve()
        self._folder.chmod(0o711)
        self._servers = Servers(self._folder, durable=False)
        try:
            if kept_cluster().exists():
                copy(kept_cluster(), self._servers.postgres.cluster)
            self._servers.start()
        except BaseException:
            self.stop()
            raise
        os.environ |= self._servers.environment()

    def _keep_cluster(self) -> None:
        """Set the migrated cluster aside for the runs to come."""
        if self._servers is None:
            return
        postgres = self._servers.postgres
        postgres.stop()
        unfinished = KEPT / f"new-{os.getpid()}"
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        copy(postgres.cluster, unfinished)
        with suppress(OSError):  # another run was quicker
            unfinished.rename(kept_cluster())
        shutil.rmtree(unfinished, ignore_errors=True)
        by_age = sorted(KEPT.glob("cluster-*"), key=lambda path: path.stat().st_mtime)
        for old in by_age[:-CLUSTERS_KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        postgres.start()


# --- The template -------------------------------------------------------------


def fingerprint() -> str:
    """What the template depends on: migrations, ours and others', and word lists."""
    sources = [
        *ROOT.glob("*/migrations/*.py"),
        *ROOT.glob("vocabulary/data/*.json"),
        ROOT / "vocabulary" / "loading.py",
        ROOT / "requirements" / "run.txt",
        ROOT / "tests" / "template_database.py",
    ]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def template_name() -> str:
    return f"test_template_{fingerprint()}"


def kept_cluster() -> Path:
    return KEPT / f"cluster-{fingerprint()}"


def make_template() -> None:
    """Migrate and fill a database; it gets its name when it is whole."""
    unfinished = f"test_new_{os.getpid()}"
    create_database(unfinished, template="template0")
    try:
        subprocess.run(
            [sys.executable, "-m", "tests.template_database"],
            cwd=ROOT,
            check=True,
            env={
                **os.environ,
                "DATABASE_URL": with_name(os.environ["DATABASE_URL"], unfinished),
                "DJANGO_SETTINGS_MODULE": "neascn.settings",
            },
        )
    except BaseException:
        drop_database(unfinished)
        raise
    with administration() as connection, suppress(psycopg.errors.DuplicateDatabase):
        connection.execute(f'ALTER DATABASE {unfinished} RENAME TO "{template_name()}"')
    drop_database(unfinished)


def copy(source: Path, target: Path) -> None:
    """A copy with owners and modes: PostgreSQL insists on them."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


# --- Databases ------------------------------------------------------------------


def administration() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def database_exists(name: str) -> bool:
    with administration() as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        )
        return found.fetchone() is not None


def create_database(name: str, *, template: str) -> None:
    drop_database(name)
    with administration() as connection:
        connection.execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy'
        )


def drop_database(name: str) -> None:
    with administration() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def with_name(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def worker_number() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def worker_database() -> str:
    return f"test_{os.getpid()}_{worker_number()}"


def broker_url(number: int) -> str:
    """The given broker, in a numbered database of its own."""
    address = os.environ["BROKER_URL"].partition("?")[0]
    number %= VALKEY_DATABASES
    if address.startswith("redis+socket:"):
        return f"{address}?virtual_host={number}"
    return urlsplit(address)._replace(path=f"/{number}").geturl()


def cache_url(number: int) -> str:
    address = broker_url(number)
    if not address.startswith("redis+socket:"):
        return address
    path = urlsplit(address).path
    return f"unix://{path}?db={number % VALKEY_DATABASES}"
