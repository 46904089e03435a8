"""From nothing to a running portal: servers, data, processes, an address."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neascn.standalone import programs
from neascn.standalone.errors import StandaloneError
from neascn.standalone.lock import FolderLock
from neascn.standalone.runner import Runner, end_with_parent
from neascn.standalone.servers import Servers

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
ADDRESSES = ("DATABASE_URL", "BROKER_URL")
SECONDS_BETWEEN_LOOKS = 0.25
SECONDS_BETWEEN_COMPLAINTS = 30
SECONDS_BETWEEN_REVIVALS = 5


def start(*, demo: bool) -> int:
    """Run the portal until it is told to stop; return the exit code."""
    os.chdir(ROOT)
    port, folder = chosen_port(), data_dir()
    env = environment(port, folder, demo=demo)
    with stop_by_signal(), servers_for(folder) as servers:
        ensure_free(port)
        if servers:
            env |= servers.environment()
        prepare(env, folder, demo=demo)
        portal = Portal(port, folder, env, servers, demo=demo)
        return portal.runner.run()


def manage(arguments: list[str]) -> int:
    """Run a command of manage.py against the given, the running or own servers."""
    folder = data_dir()
    servers = None if addresses_given() else Servers(folder)
    lock = FolderLock(folder)
    if servers and lock.try_to_take():
        lock.release()
        with stop_by_signal(), servers:
            return run_manage(arguments, servers.environment())
    return run_manage(arguments, servers.environment() if servers else {})


def run_manage(arguments: list[str], addresses: dict[str, str]) -> int:
    env = {**os.environ, "DATA_DIR": str(data_dir()), **addresses}
    process = subprocess.Popen([*MANAGE, *arguments], env=env)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()


# --- What the environment says ---------------------------------------------------


def data_dir() -> Path:
    return (ROOT / (os.environ.get("DATA_DIR") or "var")).resolve()


def chosen_port() -> int:
    said = os.environ.get("PORT") or "8000"
    if not said.isascii() or not said.isdigit() or not 0 < int(said) < 65536:
        raise StandaloneError(f"PORT is “{said}”; it must be a number up to 65535.")
    return int(said)


def addresses_given() -> bool:
    """Whether both servers are given; one alone is a mistake."""
    given = [name for name in ADDRESSES if os.environ.get(name)]
    if len(given) == 1:
        (missing,) = set(ADDRESSES) - set(given)
        raise StandaloneError(
            f"{given[0]} is set but {missing} is not. Set both to use your own "
            "servers, or neither to use the built-in ones."
        )
    return bool(given)


def environment(port: int, folder: Path, *, demo: bool) -> dict[str, str]:
    """What the portal's processes are started with."""
    defaults = {
        "SITE_URL": f"http://localhost:{port}",
        "DEMO" if demo else "DEBUG": "1",
        "LOG_LEVEL": "WARNING" if demo else "INFO",
        "PYTHONUNBUFFERED": "1",
        # The encoder's tokenizer must not ask the outside world.
        "HF_HUB_OFFLINE": "1",
    }
    return {**defaults, **os.environ, "DATA_DIR": str(folder)}


def ensure_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise StandaloneError(
                f"Port {port} is reserved for root. Choose another: PORT=8000"
            ) from error
        except OSError as error:
            raise StandaloneError(
                f"Port {port} is taken by another program. Choose another: "
                f"PORT={port + 1 if port < 65535 else 8000}"
            ) from error


# --- Steps -----------------------------------------------------------------------


@contextmanager
def stop_by_signal() -> Iterator[None]:
    """SIGTERM and SIGHUP unwind as Ctrl-C does, so that servers are stopped."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = {
        kind: signal.signal(kind, interrupt) for kind in (signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


@contextmanager
def servers_for(folder: Path) -> Iterator[Servers | None]:
    """The embedded servers, or nothing where addresses are given."""
    if not addresses_given():
        with Servers(folder) as servers:
            yield servers
        return
    lock = FolderLock(folder)
    lock.take()
    try:
        yield None
    finally:
        lock.release()


def prepare(env: dict[str, str], folder: Path, *, demo: bool) -> None:
    """Bring code and data together: catalogues, encoder, static files, tables."""
    command = [*MANAGE, "prepare"]
    if demo:
        command += ["--demo", "--sign-ins", str(sign_ins_file(folder))]
    # Apart from our terminal's group: on Ctrl-C we end it, without a traceback.
    process = subprocess.Popen(
        command, env=env, start_new_session=True, preexec_fn=end_with_parent
    )
    try:
        code = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if code:
        raise StandaloneError(f"“manage.py prepare” failed with code {code}.")


class Portal:
    """The running portal, and what is said and mended while it runs."""

    def __init__(
        self,
        port: int,
        folder: Path,
        env: dict[str, str],
        servers: Servers | None,
        *,
        demo: bool,
    ) -> None:
        self._port = port
        self._folder = folder
        self._servers = servers
        self._demo = demo
        self._is_announced = False
        self._next_look = self._next_revival = 0.0
        self._next_complaint = time.monotonic() + SECONDS_BETWEEN_COMPLAINTS
        self.runner = Runner(
            programs.portal(port=port, data_dir=folder), env=env, tick=self._tick
        )

    def _tick(self) -> None:
        self._mend()
        if not self._is_announced and time.monotonic() >= self._next_look:
            self._look()
            self._next_look = time.monotonic() + SECONDS_BETWEEN_LOOKS

    def _mend(self) -> None:
        """Start a dead server again; keep trying, as a full disk may be emptied."""
        if self._servers is None or time.monotonic() < self._next_revival:
            return
        try:
            for name in self._servers.revive():
                self.runner.say(f"{name} had died; it runs again")
        except StandaloneError as error:
            self.runner.say(str(error))
            self._next_revival = time.monotonic() + SECONDS_BETWEEN_REVIVALS

    def _look(self) -> None:
        status, words = readiness(self._port)
        if status == 200:
            self._announce()
            self._is_announced = True
        elif time.monotonic() >= self._next_complaint:
            self.runner.say(f"Not ready yet: {words}")
            self._next_complaint += SECONDS_BETWEEN_COMPLAINTS

    def _announce(self) -> None:
        lines = ["", f"The portal is ready:  http://localhost:{self._port}/", ""]
        if self._demo:
            lines += [*sign_ins(self._folder), ""]
        lines += ["Ctrl-C stops it.", ""]
        for line in lines:
            self.runner.say(line)


def readiness(port: int) -> tuple[int, str]:
    """What /readyz answers; status 0 while nobody does."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        line.request("GET", "/readyz", headers={"Host": f"localhost:{port}"})
        answer = line.getresponse()
        words = answer.read(500).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, f"the web process does not answer ({error})"
    finally:
        line.close()
    return answer.status, f"{answer.status} {' '.join(words.split())}"


def sign_ins_file(folder: Path) -> Path:
    return folder / "run" / "sign-ins"


def sign_ins(folder: Path) -> list[str]:
    """Who can sign in, as it was noted when the demo was prepared."""
    try:
        return sign_ins_file(folder).read_text("utf-8").splitlines()
    except OSError:
        return ["The sign-ins could not be read: ./portal manage demo --sign-ins"]
