"""`./portal`: its words, and when it installs anew."""

import errno
import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def portal(tmp_path, monkeypatch):
    """The script as a module, working on a checkout of its own."""
    for name in ("run", "dev"):
        (tmp_path / "requirements").mkdir(exist_ok=True)
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    copy = tmp_path / "portal"
    shutil.copy(ROOT / "portal", copy)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("portal", str(copy))
    module = importlib.util.module_from_spec(
        importlib.util.spec_from_loader("portal", loader)
    )
    loader.exec_module(module)
    return module


@pytest.fixture
def installs(portal, monkeypatch):
    """Each installation that was made, without making any."""
    made = []

    def make(noted):
        portal.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(portal, "make_venv", make)
    monkeypatch.setattr(portal, "installer", lambda: ["pip"])
    monkeypatch.setattr(
        portal, "run_installer", lambda _, requirements: made.append(requirements.stem)
    )
    return made


def call(*arguments, cwd=ROOT, env=None):
    return subprocess.run(
        [sys.executable, str(ROOT / "portal"), *arguments],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        check=False,
        capture_output=True,
        text=True,
    )


def test_without_a_verb_it_lists_them():
    said = call()

    assert said.returncode == 0
    assert "demo" in said.stdout


def test_an_unknown_verb_is_named():
    said = call("dance")

    assert said.returncode == 2
    assert said.stderr.startswith("There is no verb “dance”.")


def test_every_verb_of_make_is_a_verb_of_the_portal(portal):
    line = next(
        line
        for line in (ROOT / "Makefile").read_text().splitlines()
        if line.startswith("VERBS")
    )

    assert set(line.split("=")[1].split()) == set(portal.VERBS) - {"manage"}


def test_a_second_installation_is_not_needed(portal, installs):
    portal.install("run")
    portal.install("run")

    assert installs == ["run"]


def test_dev_includes_run_but_not_the_other_way(portal, installs):
    portal.install("run")
    portal.install("dev")
    portal.install("run")

    assert installs == ["run", "dev"]


def test_an_interrupted_installation_is_begun_again(portal, monkeypatch):
    monkeypatch.setattr(portal, "has_module", lambda *_: False)  # quicker without pip
    portal.make_venv({})
    (portal.VENV / "half-a-package").touch()

    portal.make_venv({})

    assert not (portal.VENV / "half-a-package").exists()


@pytest.mark.parametrize("what", ["requirements", "interpreter", "interruption"])
def test_what_makes_it_install_again(portal, installs, monkeypatch, what):
    portal.install("run")
    if what == "requirements":
        (portal.ROOT / "requirements" / "run.txt").write_text("# other\n")
    elif what == "interpreter":
        monkeypatch.setattr(portal, "how_made", lambda: ["cpython-399"])
    else:
        portal.STAMP.unlink()

    portal.install("run")

    assert installs == ["run", "run"]


def test_an_environment_from_elsewhere_is_made_anew(portal, monkeypatch):
    """A checkout was moved, or copied with its .venv."""
    monkeypatch.setattr(portal, "has_module", lambda *_: False)  # quicker without pip
    portal.VENV.mkdir()
    (portal.VENV / "left-over").touch()

    portal.make_venv({"made": ["cpython-311", [3, 11, 0], "/elsewhere/.venv"]})

    assert not (portal.VENV / "left-over").exists()
    assert portal.venv_works()


def test_without_pip_one_line_says_what_to_install(portal, monkeypatch):
    monkeypatch.setattr(portal, "has_module", lambda *_: False)
    monkeypatch.setattr(portal.shutil, "which", lambda _: None)

    with pytest.raises(portal.Problem, match=r"apt-get install python3\.\d+-venv$"):
        portal.installer()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("NewConnectionError('<pip…>: failed')", "package index does not answer"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "could not be installed"),
    ],
)
def test_a_failed_installation_is_explained(portal, monkeypatch, said, words):
    failed = subprocess.CompletedProcess([], 1, stdout=said)
    monkeypatch.setattr(portal, "output", lambda _: failed)

    with pytest.raises(portal.Problem, match=words):
        portal.run_installer(["pip"], Path("requirements/run.txt"))


def test_a_full_disk_anywhere_is_one_line(portal, monkeypatch, capsys):
    def fill(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(portal.VERBS, "check", fill)
    monkeypatch.setattr(sys, "argv", ["portal", "check"])

    code = portal.main()

    assert code == 1
    assert capsys.readouterr().err.startswith("The disk is full:")


def test_checks_all_run_and_the_failed_are_named(portal, monkeypatch, capsys):
    checks = {"lint": lambda: False, "types": lambda: True, "locks": lambda: False}
    monkeypatch.setattr(portal, "CHECKS", checks)

    code = portal.run_checks()

    assert code == 1
    assert capsys.readouterr().out.splitlines()[-1] == "check: failed: lint, locks"


def test_an_old_python_is_refused_in_one_line(tmp_path):
    """The script is read by an old Python; here one that only says it is old."""
    trick = (
        "import sys, runpy; sys.version_info = (3, 9, 2);"
        f"sys.argv = ['portal']; runpy.run_path({str(ROOT / 'portal')!r})"
    )

    said = subprocess.run(
        [sys.executable, "-c", trick],
        env={"PATH": str(tmp_path)},
        check=False,
        capture_output=True,
        text=True,
    )

    assert said.returncode == 1
    assert said.stderr.startswith("The portal needs Python 3.11 or newer")
    assert len(said.stderr.splitlines()) == 1
