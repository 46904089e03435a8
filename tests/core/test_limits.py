"""Limits on what costs much: per visitor, and never in the way of a dead cache."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from core import limits
from tests.factories import UserFactory

SEARCH = "/en/solutions/?q=heat"


@pytest.fixture
def ask(people):
    """`ask(view, user, address)` is the status of one call."""

    def ask(view, *, user=people["visitor"], address="192.0.2.7"):
        request = RequestFactory().get("/en/", REMOTE_ADDR=address)
        request.user, request.htmx = user, False
        return view(request)

    return ask


@pytest.fixture
def twice():
    return limits.a_minute(2, "test")(lambda request: HttpResponse("ok"))


@pytest.fixture(autouse=True)
def one_minute(monkeypatch):
    """No test falls upon the turn of a minute."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_030)


def test_the_third_call_in_a_minute_is_one_too_many(ask, twice):
    answers = [ask(twice) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "50"
    assert "Too many tries" in answers[2].content.decode()


def test_the_next_minute_is_a_new_one(ask, twice, monkeypatch):
    for _ in range(3):
        ask(twice)
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_030 + 60)

    assert ask(twice).status_code == 200


def test_visitors_are_counted_alone(ask, twice):
    for _ in range(3):
        ask(twice)

    assert ask(twice, address="192.0.2.8").status_code == 200


def test_a_whole_network_of_ipv6_is_one_visitor(ask, twice):
    for last in range(2):
        ask(twice, address=f"2001:db8::{last}")

    assert ask(twice, address="2001:db8::ffff").status_code == 429
    assert ask(twice, address="2001:db8:0:1::1").status_code == 200


def test_ipv4_in_the_dress_of_ipv6_is_counted_alone(ask, twice):
    for _ in range(3):
        ask(twice, address="::ffff:192.0.2.7")

    assert ask(twice, address="::ffff:192.0.2.8").status_code == 200
    assert ask(twice, address="192.0.2.7").status_code == 429


def test_who_is_signed_in_has_a_wider_limit_of_their_own(ask, twice):
    colleagues = UserFactory.create_batch(2)

    for user in colleagues:
        found = [ask(twice, user=user).status_code for _ in range(5)]
        assert found == [200] * 4 + [429]


def test_what_does_not_count_is_not_limited(ask):
    view = limits.a_minute(0, "test", when=limits.is_search)(
        lambda request: HttpResponse("ok")
    )

    assert ask(view).status_code == 200


def test_a_dead_cache_stops_nobody(ask, twice, settings, closed_port):
    settings.CACHES = {
        "default": {
            **settings.CACHES["default"],
            "LOCATION": f"redis://127.0.0.1:{closed_port}/1",
        }
    }

    assert [ask(twice).status_code for _ in range(4)] == [200] * 4


def test_searching_the_catalogue_is_limited_and_reading_it_is_not(db):
    browser = Client(REMOTE_ADDR="192.0.2.9")
    minute = limits.time.time() // limits.WINDOW
    cache.set(f"limit:search:192.0.2.9:{minute}", limits.SEARCHES - 1)

    assert browser.get(SEARCH).status_code == 200
    assert browser.get(SEARCH).status_code == 429
    assert browser.get(reverse("solutions:index")).status_code == 200


def test_behind_a_proxy_the_visitor_counts_and_not_the_proxy(ask, twice, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def from_behind(address):
        request = RequestFactory().get(
            "/en/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"6.6.6.6, {address}"
        )
        return limits._who(_with_visitor(request))

    assert from_behind("192.0.2.1") == "192.0.2.1"


def _with_visitor(request):
    request.user = type("Visitor", (), {"is_authenticated": False})()
    return request
