"""Pages that say no: the right status, the reader's language, ways on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from core.middleware import unavailable
from neascn import views

CODES = ("en", "zh-hans", "ja", "ko", "ru", "mn")
MARKUP = {"zh-hans": "zh-Hans"}
PAGES = [
    (views.bad_request, 400),
    (views.forbidden, 403),
    (views.not_found, 404),
    (views.too_many, 429),
    (views.broken, 500),
]


@pytest.fixture
def asked(people):
    def asked(who: str, language: str):
        request = RequestFactory().get(f"/{language}/somewhere/")
        request.user, request.htmx = people[who], False
        return request

    return asked


@pytest.mark.parametrize("who", ["visitor", "csco", "secretariat"])
@pytest.mark.parametrize(("page", "status"), PAGES)
def test_status_language_and_a_way_on(asked, who, page, status):
    for language in CODES:
        with translation.override(language):
            answer = page(asked(who, language))

        html = answer.content.decode()
        assert answer.status_code == status
        assert f'<html lang="{MARKUP.get(language, language)}">' in html
        assert html.count("<h1") == 1
        assert 'href="/' in html.split("<main", 1)[1]


@pytest.mark.parametrize("language", CODES)
def test_an_outage_is_told_in_the_language_of_the_address(asked, language):
    """Whatever language the thread still has from the visitor before."""
    with translation.override("ko" if language != "ko" else "mn"):
        answer = unavailable(asked("visitor", language), OperationalError())

    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert f'<html lang="{MARKUP.get(language, language)}">' in answer.content.decode()


def test_another_fault_is_no_outage(asked):
    assert unavailable(asked("visitor", "en"), ValueError()) is None


def test_too_many_says_when_to_come_back(asked):
    assert views.too_many(asked("visitor", "en"))["Retry-After"] == "60"


def test_a_reason_is_told(asked):
    reason = PermissionDenied("The call is closed.")

    html = views.forbidden(asked("csco", "en"), reason).content.decode()

    assert "The call is closed." in html


def test_people_are_told_what_they_can_do(asked):
    signed_in = views.forbidden(asked("csco", "en")).content.decode()
    visitor = views.forbidden(asked("visitor", "en")).content.decode()

    assert "your seat does not allow" in signed_in
    assert reverse("account_login") not in signed_in
    assert reverse("account_login") in visitor


def test_an_unknown_address_is_told_in_the_readers_language(db):
    answer = Client(HTTP_ACCEPT_LANGUAGE="ru").get("/no-such-page/")

    assert answer.status_code == 404
    assert '<html lang="ru">' in answer.content.decode()


@pytest.mark.parametrize(("page", "status"), PAGES)
def test_drawings_keep_their_size_without_styles(asked, page, status):
    html = page(asked("visitor", "en")).content.decode()

    drawings = [part.split(">", 1)[0] for part in html.split("<svg")[1:]]
    assert drawings
    assert all(" width=" in drawing for drawing in drawings)
