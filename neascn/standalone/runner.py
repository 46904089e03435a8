"""Runs the portal's processes together and stops them together.

One thread: it reads what the processes say, starts again what has died, and
ends when asked. Being alone also makes it safe to fork.
"""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import IO, TextIO, cast

TICK = 0.1
QUICK_DEATHS_ALLOWED = 5
LONGEST_PAUSE = 10.0
SECONDS_TO_INSIST = 1.5
LAST_LINES = 15
LONGEST_LINE = 64 * 1024
COLOURS = (36, 32, 33, 35, 34, 31)
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """A process that should always run; programs of a higher `rank` stop first."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    rank: int = 0
    # Seconds between the polite and the final signal.
    patience: float = 10.0


class Runner:
    """Keeps programs running until told to stop.

    `tick` is called several times a second, for whatever else needs care; it
    may call `say` and `stop`.
    """

    def __init__(
        self,
        programs: Iterable[Program],
        *,
        env: dict[str, str] | None = None,
        out: TextIO = sys.stdout,
        tick: Callable[[], None] = lambda: None,
        healthy_after: float = 20.0,
        first_pause: float = 0.5,
    ) -> None:
        self._env = dict(os.environ if env is None else env)
        self._selector = selectors.DefaultSelector()
        self._tick = tick
        self._code: int | None = None
        self._asked = 0.0
        self._screen = Screen(out)
        self._children = [
            Child(program, healthy_after=healthy_after, first_pause=first_pause)
            for program in programs
        ]

    def say(self, words: str) -> None:
        self._screen.show("portal", words)

    def stop(self, code: int = 0) -> None:
        """End the loop; asked again later, end the programs without patience.

        One Ctrl-C may arrive twice, from the terminal and from make.
        """
        if self._code is None:
            self._code, self._asked = code, time.monotonic()
        elif time.monotonic() - self._asked > SECONDS_TO_INSIST:
            for child in self._children:
                child.signal(signal.SIGKILL)

    def run(self) -> int:
        """Run until stopped; return the exit code."""
        before = {kind: signal.getsignal(kind) for kind in STOP_SIGNALS}
        for kind in STOP_SIGNALS:
            signal.signal(kind, lambda *_: self.stop())
        try:
            while self._code is None:
                self._keep_running()
                self._read(TICK)
                self._tick()
        finally:
            self._stop_all()
            for kind, handler in before.items():
                signal.signal(kind, handler)
        return self._code or 0

    def _keep_running(self) -> None:
        for child in self._children:
            if child.is_running or self._code is not None:
                continue
            if child.has_died:
                self._bury(child)
            if self._code is None and child.is_due:
                child.start(self._env)
                self._selector.register(child.pipe, selectors.EVENT_READ, child)

    def _bury(self, child: "Child") -> None:
        """Note a death: what was said, what is left of the group, when to try again."""
        self._drain(child)
        status = child.clean_up()
        if child.quick_deaths < QUICK_DEATHS_ALLOWED:
            self.say(f"{child.name} ended ({status}); it is started again")
            return
        self.say(f"{child.name} ended {child.quick_deaths} times in a row ({status}):")
        for line in child.last_lines:
            self.say(f"  {line}")
        self.say("Everything is stopped.")
        self.stop(1)

    def _read(self, timeout: float) -> None:
        for key, _ in self._selector.select(timeout):
            child = key.data
            if child.read(self._screen.show):
                continue
            self._selector.unregister(child.pipe)

    def _drain(self, child: "Child") -> None:
        if child.pipe in self._selector.get_map():
            while self._has_words(child) and child.read(self._screen.show):
                pass
            self._selector.unregister(child.pipe)
        child.flush(self._screen.show)

    def _has_words(self, child: "Child") -> bool:
        return any(key.data is child for key, _ in self._selector.select(0))

    def _stop_all(self) -> None:
        for rank in sorted({child.program.rank for child in self._children})[::-1]:
            group = [c for c in self._children if c.program.rank == rank]
            for child in group:
                child.signal(signal.SIGTERM)
            self._wait(group)
        for child in self._children:
            if child.has_died:
                self._drain(child)
                child.clean_up()
        self._selector.close()

    def _wait(self, group: list["Child"]) -> None:
        begin = time.monotonic()
        while running := [child for child in group if child.is_running]:
            for child in running:
                if time.monotonic() - begin > child.program.patience:
                    self.say(f"{child.name} does not stop; it is ended")
                    child.signal(signal.SIGKILL)
                    child.process.wait()
            self._read(TICK / 2)


class Child:
    """One program's current process, and the history that decides its next start."""

    def __init__(
        self, program: Program, *, healthy_after: float, first_pause: float
    ) -> None:
        self.program = program
        self.name = program.name
        self._process: subprocess.Popen[bytes] | None = None
        self.quick_deaths = 0
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._healthy_after = healthy_after
        self._first_pause = first_pause
        self._started = self._due = 0.0
        self._rest = b""

    @property
    def process(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError(f"{self.name} has no process now")
        return self._process

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def has_died(self) -> bool:
        """Whether there is a dead process that was not cleaned up yet."""
        return self._process is not None and self._process.poll() is not None

    @property
    def is_due(self) -> bool:
        return time.monotonic() >= self._due

    @property
    def pipe(self) -> IO[bytes]:
        return cast("IO[bytes]", self.process.stdout)

    def start(self, env: dict[str, str]) -> None:
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self.program.command,
            env={**env, **self.program.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def signal(self, kind: signal.Signals) -> None:
        """To the program; the final signal goes to everything it started."""
        if not self.is_running:
            return
        if kind == signal.SIGKILL:
            os.killpg(self.process.pid, kind)
        else:
            self.process.send_signal(kind)

    def read(self, show: Callable[[str, str], None]) -> bool:
        """Pass on what was said; false at the end."""
        words = os.read(self.pipe.fileno(), LONGEST_LINE)
        *lines, self._rest = (self._rest + words).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            lines, self._rest = [*lines, self._rest], b""
        for line in lines:
            self._show(line, show)
        return bool(words)

    def flush(self, show: Callable[[str, str], None]) -> None:
        if self._rest:
            self._show(self._rest, show)
        self._rest = b""

    def _show(self, line: bytes, show: Callable[[str, str], None]) -> None:
        text = line.decode(errors="replace").rstrip()
        self.last_lines.append(text)
        show(self.name, text)

    def clean_up(self) -> str:
        """End what the dead process left behind; say how it ended."""
        code = self.process.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.pipe.close()
        self._process = None
        lived = time.monotonic() - self._started
        self.quick_deaths = 0 if lived >= self._healthy_after else self.quick_deaths + 1
        pause = self._first_pause * 2 ** max(self.quick_deaths - 1, 0)
        self._due = time.monotonic() + min(pause, LONGEST_PAUSE)
        return signal.Signals(-code).name if code < 0 else f"code {code}"


class Screen:
    """Lines with the name of who says them, coloured for a person."""

    WIDTH = 8

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._colourful = out.isatty() and "NO_COLOR" not in os.environ
        self._colours: dict[str, int] = {}

    def show(self, name: str, words: str) -> None:
        prefix = f"{name:<{self.WIDTH}}| "
        if self._colourful:
            colour = self._colours.setdefault(
                name, COLOURS[len(self._colours) % len(COLOURS)]
            )
            prefix = f"\x1b[{colour}m{prefix}\x1b[0m"
        try:
            print(f"{prefix}{words}", file=self._out, flush=True)
        except (BrokenPipeError, ValueError):
            pass  # nobody reads any more; the portal goes on
        except UnicodeEncodeError:
            plain = words.encode("ascii", "backslashreplace").decode()
            print(f"{prefix}{plain}", file=self._out, flush=True)


def end_with_parent() -> None:
    """Have the kernel end this process when the runner is killed (Linux)."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
