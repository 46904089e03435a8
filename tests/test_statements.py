"""About, accessibility, privacy: in six languages, linked everywhere, and true."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from neascn import statements
from tests.factories.members import PASSWORD

NAMES = ("about", "accessibility", "privacy")
CODES = ("en", "zh-hans", "ja", "ko", "ru", "mn")


@pytest.mark.parametrize("language", CODES)
def test_every_page_leads_to_them(client, db, language):
    with translation.override(language):
        links = [f'href="{reverse(name)}"' for name in NAMES]
        pages = [reverse(name) for name in ("home", "solutions:index", *NAMES)]

    for page in [*pages, f"/{language}/no-such-page/"]:
        html = client.get(page).content.decode()
        assert [link for link in links if link not in html] == []


@pytest.mark.parametrize("name", NAMES)
def test_they_say_where_to_write(client, db, name):
    html = client.get(reverse(name)).content.decode()

    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    assert f'href="mailto:{statements.contact()}"' in main


def test_about_names_the_countries_of_the_region(client, db):
    html = client.get("/mn/about/").content.decode()

    assert "Монгол Улс" in html


def test_no_cookie_is_left_untold(people, client):
    """A visit, a sign-in and a note on the next page set those that are told of."""
    person = people["csco"]
    client.get(reverse("home"))
    assert set(client.cookies) == set()

    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})

    told = {cookie["name"] for cookie in statements.privacy()["cookies"]}
    assert set(client.cookies) <= told
    assert settings.SESSION_COOKIE_NAME in client.cookies


def test_privacy_states_the_times_that_the_code_keeps(client, db):
    html = client.get("/en/privacy/").content.decode()

    assert "14 days at most" in html
    assert "60 days after the last change" in html
    assert "1 hour after they were handed over" in html
