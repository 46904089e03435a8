"""A real browser against a real server: Chromium of the system, Playwright.

Whatever the page complains about (a script error, a refusal of the content
security policy) fails the test that showed the page.
"""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from celery import current_app
from django.conf import settings as django_settings
from django.db import connections
from playwright.sync_api import sync_playwright

from matching import engine_folder
from tests import ground
from tests.people import World

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 15
AXE_RUN = {
    # Without `preload` axe would fetch style sheets for a rule that is off.
    "expression": "axe.run({preload: false})"
    ".then((found) => JSON.stringify(found.violations))",
    "awaitPromise": True,
    "returnByValue": True,
}


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        reason = "Chromium is not installed; set CHROMIUM to its path."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright runs an event loop in this thread, which Django takes for async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server, settings):
    """The address of a running portal whose world this test may change."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    yield live_server.url
    connections.close_all()


@pytest.fixture
def world(site) -> World:
    """Committed: the server's threads see it."""
    return World()


@pytest.fixture
def workers(world):
    """A Celery worker on all queues, in a process of its own, beside the test."""
    # The encoder that `manage.py setup` prepared; the worker converts nothing.
    data_dir = django_settings.BASE_DIR / "var"
    models = data_dir / "models"
    engine_folder.prepared(models)
    engine_folder.prepared(models, engine=engine_folder.VOTER)
    env = {
        **os.environ,
        "DATABASE_URL": ground.with_name(
            os.environ["DATABASE_URL"], ground.worker_database()
        ),
        "BROKER_URL": current_app.conf.broker_url,
        "DATA_DIR": str(data_dir),
        "STATEMENT_TIMEOUT_MS": "0",
    }
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "neascn"]
    command += ["--quiet", "worker", "-Q", "embed,bulk,default", "--pool", "solo"]
    worker = subprocess.Popen(
        [*command, "--loglevel", "WARNING"], env=env, cwd=django_settings.BASE_DIR
    )
    until = time.monotonic() + 40
    while not current_app.control.ping(timeout=0.5):
        assert worker.poll() is None, "the worker ended"
        assert time.monotonic() < until, "the worker does not answer"
    yield worker
    worker.terminate()
    worker.wait(30)


@pytest.fixture
def complaints():
    """What pages of this test complained about; must be empty at the end."""
    found = []
    yield found
    assert found == []


@pytest.fixture
def open_browser(chromium, site, complaints):
    """`open_browser(name=value…)` is a fresh profile with one page."""
    contexts = []

    def open_one(**options):
        options = {"locale": "en", "base_url": site, **options}
        context = chromium.new_context(**options)
        context.set_default_timeout(SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: note(said.type, said.text, said.location))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: note_failure(request))
        return page

    def note(kind, text, place):
        if kind == "error":
            complaints.append(f"{text} ({place.get('url', '')})")

    def note_failure(request):
        # The browser gives up what it was loading when the page is left.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"{request.url}: {request.failure}")

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_browser):
    return open_browser()


@pytest.fixture
def page_of(open_browser, client_of, site, settings):
    """`page_of("csco")` is a browser in which that person has signed in."""

    def signed_in(name: str, **options):
        page = open_browser(**options)
        cookie = client_of(name).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": site}]
        )
        return page

    return signed_in


@pytest.fixture
def check_axe(complaints):
    """`check_axe(page)` looks for barriers.

    The portal's policy rightly refuses a script put into the page, so axe comes
    in by the debugger, which no policy binds. What the policy says of the styles
    that axe tries on is not the page's fault.
    """

    def check(page) -> None:
        before = complaints[:]
        tools = page.context.new_cdp_session(page)
        tools.send("Runtime.evaluate", {"expression": AXE_SCRIPT})
        found = tools.send("Runtime.evaluate", AXE_RUN)
        assert "exceptionDetails" not in found, found
        violations = json.loads(found["result"]["value"])
        tools.detach()
        page.evaluate("1")
        complaints[:] = before
        report = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
            + "\n".join(f"    {node['html']}" for node in violation["nodes"][:3])
            for violation in violations
        ]
        assert not report, "\n".join([page.url, *report])

    return check
