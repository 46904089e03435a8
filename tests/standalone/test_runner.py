"""The process runner, tried from outside as a person at a terminal would."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

START = """
import sys
from neascn.standalone.runner import Program, Runner
python = [sys.executable, "-uc"]
runner = Runner([{programs}], healthy_after={healthy_after}, first_pause=0.05)
sys.exit(runner.run())
"""
STAYS = "import time; print('here'); time.sleep(60)"
POLITE = """
import signal, sys, time
def leave(*_):
    print('left'); sys.exit()
signal.signal(signal.SIGTERM, leave)
print('here'); time.sleep(60)
"""
STUBBORN = """
import signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
helper = subprocess.Popen(['sleep', '60'])
print('helper', helper.pid, 'here'); time.sleep(60)
"""


class Started:
    """A runner in its own process, with the lines it has shown so far."""

    def __init__(self, programs, healthy_after=60):
        script = START.format(programs=", ".join(programs), healthy_after=healthy_after)
        self.process = subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines = []

    def read_until(self, words, times=1):
        while sum(words in line for line in self.lines) < times:
            line = self.process.stdout.readline()
            assert line, self.lines
            self.lines.append(line.rstrip("\n"))

    def end(self, kind=signal.SIGTERM):
        self.process.send_signal(kind)
        return self.finish()

    def finish(self):
        rest, _ = self.process.communicate(timeout=20)
        self.lines += rest.splitlines()
        return self.process.returncode


@pytest.fixture
def start():
    started = []

    def begin(*programs, **options):
        started.append(Started(programs, **options))
        return started[-1]

    yield begin
    for one in started:
        one.process.kill()
        one.process.communicate()


def program(name, code, **options):
    more = "".join(f", {key}={value!r}" for key, value in options.items())
    return f"Program({name!r}, [*python, {code!r}]{more})"


def test_lines_carry_the_name_of_who_says_them(start):
    runner = start(
        program("web", "print('one\\ntwo', end=''); import time; time.sleep(60)"),
        program("beat", STAYS),
    )
    runner.read_until("one")
    runner.read_until("here")

    code = runner.end()

    assert code == 0
    assert sorted(runner.lines) == ["beat    | here", "web     | one", "web     | two"]


def test_a_program_that_dies_is_started_again(start):
    runner = start(program("web", STAYS + "; print('pid')"), healthy_after=0)
    runner.read_until("here")
    child = (
        Path(f"/proc/{runner.process.pid}/task/{runner.process.pid}/children")
        .read_text()
        .split()
    )

    os.kill(int(child[0]), signal.SIGKILL)
    runner.read_until("here", times=2)

    assert "portal  | web ended (SIGKILL); it is started again" in runner.lines
    assert runner.end() == 0


def test_a_program_that_cannot_live_ends_the_portal_with_its_last_words(start):
    runner = start(program("web", "print('no table'); raise SystemExit(3)"))

    code = runner.finish()

    assert code == 1
    assert sum("it is started again" in line for line in runner.lines) == 4
    assert "portal  | web ended 5 times in a row (code 3):" in runner.lines
    assert runner.lines[-2:] == [
        "portal  |   no table",
        "portal  | Everything is stopped.",
    ]


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_programs_stop_in_order(start, kind):
    runner = start(
        program("web", POLITE, rank=0),
        program("worker", POLITE, rank=1),
        program("beat", POLITE, rank=2),
    )
    runner.read_until("here", times=3)

    code = runner.end(kind)

    assert code == 0
    assert [line for line in runner.lines if "left" in line] == [
        "beat    | left",
        "worker  | left",
        "web     | left",
    ]


def test_a_program_that_does_not_stop_is_ended_with_all_it_started(start):
    runner = start(program("worker", STUBBORN, patience=0.3))
    runner.read_until("here")
    helper = int(runner.lines[-1].split()[3])

    code = runner.end()

    assert code == 0
    assert "portal  | worker does not stop; it is ended" in runner.lines
    assert not is_running(helper)


def test_programs_do_not_outlive_a_killed_runner(start):
    runner = start(
        program("web", "import os, time; print('pid', os.getpid()); time.sleep(60)")
    )
    runner.read_until("pid")
    child = int(runner.lines[-1].split()[-1])

    runner.end(signal.SIGKILL)

    deadline = time.monotonic() + 5
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def is_running(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
