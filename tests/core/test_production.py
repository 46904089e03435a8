"""Settings and answers as the environment makes them, in processes of their own."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests import ground

PUBLIC = {
    "SITE_URL": "https://portal.example.org",
    "SECRET_KEY": "a-key-for-one-test-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
}
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload"}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """A Python of its own; nothing of this process's settings reaches it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**kept, "DJANGO_SETTINGS_MODULE": "neascn.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def answers(*paths: str, **environment: str) -> dict:
    done = run("-m", "tests.core.in_production", *paths, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def addresses(servers, django_db_setup) -> dict[str, str]:
    return {
        "DATABASE_URL": ground.with_name(
            os.environ["DATABASE_URL"], ground.worker_database()
        ),
        "BROKER_URL": ground.broker_url(14),
    }


# --- Headers -----------------------------------------------------------------------

PAGES = ("/en/", "/en/account/login/", "/admin/", "/en/no-such-page/", "/healthz")


@pytest.fixture(scope="module")
def public(addresses, tmp_path_factory) -> dict:
    data = str(tmp_path_factory.mktemp("public"))
    return answers(*PAGES, **PUBLIC, **addresses, DATA_DIR=data)


@pytest.fixture(scope="module")
def local(addresses, tmp_path_factory) -> dict:
    data = str(tmp_path_factory.mktemp("local"))
    return answers(*PAGES, **addresses, DATA_DIR=data)


# `/healthz` answers before anything else, a word for machines.
@pytest.mark.parametrize("path", PAGES[:-1])
def test_headers_of_a_public_portal(public, path):
    headers = public[path]["headers"]

    assert {name: headers.get(name) for name in ALWAYS | HSTS} == ALWAYS | HSTS


@pytest.mark.parametrize("path", PAGES[:-1])
def test_headers_on_this_machine(local, path):
    headers = local[path]["headers"]

    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("path", ["/en/", "/en/account/login/", "/en/no-such-page/"])
def test_the_policy_is_strict(public, path):
    policy = public[path]["headers"]["Content-Security-Policy"]

    assert {part.strip() for part in policy.split(";") if part.strip()} == CSP


def test_pages_answer(public, local):
    for found in (public, local):
        assert [found[path]["status"] for path in PAGES] == [200, 200, 302, 404, 200]


def test_nothing_tells_what_it_is_made_of(public):
    for path in PAGES:
        assert not {"Server", "X-Powered-By"} & set(public[path]["headers"])


def test_cookies_are_bound_to_the_host(public):
    cookie = public["/en/account/login/"]["cookies"]["__Host-csrftoken"]

    assert (cookie["path"], cookie["samesite"]) == ("/", "Lax")
    assert cookie["httponly"]
    assert cookie["secure"]
    assert "domain" not in cookie


def test_cookies_on_this_machine_have_plain_names(local):
    cookie = local["/en/account/login/"]["cookies"]["csrftoken"]

    assert "secure" not in cookie
    assert cookie["httponly"]


# --- What is refused to start ------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SITE_URL": "http://portal.example.org"}, "http is allowed for localhost"),
        ({"SITE_URL": "http://127.0.0.1.example.org"}, "http is allowed for localhost"),
        ({"SITE_URL": "ftp://portal.example.org"}, "must look like https"),
        ({"SITE_URL": "portal.example.org"}, "must look like https"),
        ({**PUBLIC, "DEMO": "1"}, "DEBUG and DEMO are for a portal on this machine"),
        ({**PUBLIC, "DEBUG": "1"}, "DEBUG and DEMO are for a portal on this machine"),
        ({**PUBLIC, "SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"DEMO": "maybe"}, "DEMO is “maybe”"),
        ({"EMAIL_PORT": "twenty"}, "EMAIL_PORT is “twenty”"),
        ({"DATABASE_URL": "sqlite:///x"}, "must start with postgresql://"),
    ],
)
def test_a_dangerous_environment_is_refused(environment, words, tmp_path):
    done = run("manage.py", "check", **environment, DATA_DIR=str(tmp_path))

    assert done.returncode != 0
    assert words in done.stderr


def test_the_deployment_check_is_clean(addresses, tmp_path):
    done = run(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        **PUBLIC,
        **addresses,
        DATA_DIR=str(tmp_path),
    )

    assert done.returncode == 0, done.stderr


# --- When a server behind us is gone ----------------------------------------------------


@pytest.fixture(scope="module")
def without_database(servers, tmp_path_factory) -> dict:
    return answers(
        *("/en/", "/en/members/", "/en/no-such-page/", "/healthz", "/readyz"),
        DATABASE_URL="postgresql://portal@127.0.0.1:1/portal",
        BROKER_URL=ground.broker_url(14),
        DATA_DIR=str(tmp_path_factory.mktemp("no-database")),
    )


def test_a_dead_database_is_503_with_when_to_come_back(without_database):
    answer = without_database["/en/members/"]

    assert answer["status"] == 503
    assert answer["headers"]["Retry-After"] == "10"
    assert "Traceback" not in answer["body"]
    assert "<h1" in answer["body"]


def test_a_page_that_is_not_there_needs_no_database(without_database):
    assert without_database["/en/no-such-page/"]["status"] == 404


def test_the_process_says_that_it_lives(without_database):
    assert without_database["/healthz"]["status"] == 200
    assert without_database["/healthz"]["body"] == "ok\n"


def test_readiness_names_what_is_missing(without_database):
    answer = without_database["/readyz"]
    checks = json.loads(answer["body"])

    assert answer["status"] == 503
    assert checks["database"] is False
    assert checks["broker"] is True


def test_pages_go_on_without_the_cache(addresses, tmp_path):
    found = answers(
        *("/en/", "/en/members/", "/readyz"),
        DATABASE_URL=addresses["DATABASE_URL"],
        BROKER_URL="redis://127.0.0.1:1/0",
        DATA_DIR=str(tmp_path),
    )

    assert [found[path]["status"] for path in ("/en/", "/en/members/")] == [200, 200]
    assert json.loads(found["/readyz"]["body"])["broker"] is False
