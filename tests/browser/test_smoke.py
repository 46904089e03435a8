"""The browser, the server, the policy and axe work together."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_home_page_is_shown_without_a_complaint(page, check_axe):
    page.goto("/en/")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    check_axe(page)


def test_whoever_is_signed_in_is_recognised(world, page_of):
    page = page_of("csco")

    page.goto("/en/inbox/")

    expect(page).to_have_url(re.compile("/en/inbox/$"))


def test_a_complaint_of_the_policy_is_heard(page, complaints):
    page.goto("/en/")

    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "1";
            document.body.append(script);
        }"""
    )
    page.wait_for_timeout(100)

    assert any("Content Security Policy" in words for words in complaints)
    complaints.clear()
