"""The whole portal, as `make demo` runs it, to be hurt and looked at."""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 180


class Portal:
    """A running portal: its address, its processes, and a way to hurt them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        env = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
        self.log = (folder / "demo.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "neascn.standalone", "demo"],
            cwd=ROOT,
            env={**env, "DATA_DIR": str(folder), "PORT": str(self.port)},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def wait_until_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN
        while self.status("/readyz") != 200:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.3)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def close(self) -> None:
        self.log.close()

    def said(self) -> str:
        self.log.seek(0)
        return self.log.read()[-2000:]

    def status(self, path: str, seconds: float = 20) -> int:
        """What the portal answers to a visitor; 0 when nobody does in time."""
        request = urllib.request.Request(self.address + path)
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def pids(self, *words: str) -> list[int]:
        """This portal's processes whose command line holds all words."""
        listed = subprocess.run(
            ["ps", "-ww", "-eo", "pid,ppid,args"],
            capture_output=True,
            text=True,
            check=True,
        )
        rows = [line.split(None, 2) for line in listed.stdout.splitlines()[1:]]
        ours = {self.process.pid}
        for _generation in range(6):
            ours |= {int(pid) for pid, parent, _line in rows if int(parent) in ours}
        return [
            int(pid)
            for pid, _parent, line in rows
            if int(pid) in ours and all(word in line for word in words)
        ]


class Person:
    """Somebody signed in, with the cookies a browser would keep."""

    def __init__(self, portal: Portal, email: str, password: str) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar)
        self.portal = portal
        self.post("/mn/account/login/", {"login": email, "password": password})

    def get(self, path: str) -> str:
        with self.browser.open(self.portal.address + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path: str, fields: dict) -> str:
        """Fill in the form of a page and send it; the address one ends at."""
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}, True)
        request = urllib.request.Request(
            self.portal.address + path,
            data.encode(),
            {"Referer": self.portal.address + path},
        )
        with self.browser.open(request, timeout=30) as answer:
            return answer.url

    def write_need(self, title: str) -> str:
        """Write a need as a browser would; the address of its results."""
        page = self.get("/mn/needs/new/")
        city = re.search(r'name="organisation" value="(\d+)"', page)[1]
        sector = re.search(r'<option value="(\d+)">', page.split('name="sector"')[1])[1]
        kind = re.search(r'name="types" value="(\d+)"', page)[1]
        return self.post(
            "/mn/needs/new/",
            {
                "organisation": city,
                "source_lang": "mn",
                "title": title,
                "text": "Гэр хорооллын айлууд өвөлдөө нүүрс түлж, агаар бохирдоно.",
                "sector": sector,
                "types": [kind],
                "visibility": "own",
            },
        )

    def seconds_until_matched(self, address: str, at_most: float) -> float:
        begin = time.monotonic()
        path = urllib.parse.urlsplit(address).path
        while "<article" not in self.get(path):
            assert time.monotonic() - begin < at_most, "no list"
            time.sleep(0.2)
        return time.monotonic() - begin


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    if (kept := ROOT / "var" / "models").exists():
        shutil.copytree(kept, folder / "models")
    running = Portal(folder)
    try:
        running.wait_until_ready()
        yield running
    finally:
        code, said = running.stop(), running.said()
        running.close()
    assert code == 0, said


@pytest.fixture
def csco(portal) -> Person:
    return Person(portal, "csco.ulaanbaatar@example.org", "harbour-lantern-42")


@pytest.fixture
def figure(capsys):
    """`figure(name, value, limit)` prints a JSON line and holds it to its limit."""

    def line(name: str, value: float, limit: float) -> None:
        value = round(value, 2)
        found = {"name": name, "value": value, "limit": limit, "pass": value <= limit}
        with capsys.disabled():
            sys.stdout.write(f"\n{json.dumps(found)}\n")
        assert found["pass"], found

    return line
