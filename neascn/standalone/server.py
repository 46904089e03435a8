"""What PostgreSQL and Valkey have in common: started, waited for, stopped."""

import os
import signal
import subprocess
import time
from pathlib import Path

from neascn.standalone import disk, paths
from neascn.standalone.accounts import Account
from neascn.standalone.errors import StandaloneError

SECONDS_TO_START = 60
SECONDS_TO_STOP = 30
PAUSE = 0.02
LOG_LIMIT = 10 * disk.MEGABYTE


class Server:
    """One server process that belongs to one data folder.

    Subclasses say how it is prepared, started, asked and stopped.
    """

    name: str
    stop_signal = signal.SIGTERM
    process: subprocess.Popen | None = None

    def __init__(self, base: Path | str, *, durable: bool = True) -> None:
        self.base = Path(base).absolute()
        self.durable = durable

    @property
    def account(self) -> Account:
        raise NotImplementedError

    def prepare(self) -> None:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    def is_passing(self, words: str) -> bool:
        """Whether a failure to start with these last words goes away by itself."""
        return False

    @property
    def log(self) -> Path:
        return self.base / "log" / f"{self.name}.log"

    @property
    def is_running(self) -> bool:
        return self._running() is not None

    def _running(self) -> subprocess.Popen | None:
        """The process, as long as it lives."""
        if self.process is None or self.process.poll() is not None:
            return None
        return self.process

    def start(self) -> None:
        if self.is_running:
            return
        try:
            self.prepare()
            self._launch()
        except OSError as error:
            if disk.is_full_error(error):
                raise disk.full(self.base) from error
            raise StandaloneError(f"{self.name} cannot start: {error}") from error

    def stop(self) -> None:
        """Stop cleanly; a server that does not listen is killed."""
        process = self._running()
        if process is None:
            return
        process.send_signal(self.stop_signal)
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the server as `kill -9` does, for drills and as a last resort."""
        if process := self._running():
            process.kill()
            process.wait()

    def _launch(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            words = self._launch_once(deadline)
            if words is None:
                return
            if self.is_passing(words) and time.monotonic() < deadline:
                time.sleep(10 * PAUSE)
                continue
            raise self._failure(words)

    def _launch_once(self, deadline: float) -> str | None:
        """Start the process; return its last words if it ends before it is ready."""
        with self._open_log() as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                self.command(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=environment(),
                **self.account.as_options(),
            )
        while self.process.poll() is None:
            if self.is_ready():
                return None
            if time.monotonic() > deadline:
                self.kill()
                break
            time.sleep(PAUSE)
        with self.log.open("rb") as log:
            log.seek(begin)
            return log.read().decode(errors="replace")

    def _open_log(self):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        too_long = self.log.exists() and self.log.stat().st_size > LOG_LIMIT
        log = self.log.open("wb" if too_long else "ab")
        log.seek(0, os.SEEK_END)
        return log

    def _failure(self, words: str) -> StandaloneError:
        if disk.is_full(self.base, words):
            return disk.full(self.base)
        last = [line for line in words.splitlines() if line.strip()][-3:]
        said = " / ".join(last) or "it said nothing"
        return StandaloneError(f"{self.name} did not start: {said} (see {self.log})")


def environment() -> dict[str, str]:
    """A clean environment: nothing of ours changes how a server behaves."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def sockets_record(base: Path) -> Path:
    return base / "run" / "sockets"


def sockets(base: Path, owner: Account) -> Path:
    return paths.socket_folder(sockets_record(base), owner)
