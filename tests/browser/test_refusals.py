"""Pages that say no, in the browser: no barrier, nothing wider than the screen."""

from itertools import product

import pytest

from core.languages import CODES
from tests.browser.refusals import PAGES

pytestmark = pytest.mark.browser
LOOKS = [(375, "dark"), (1280, "light")]


@pytest.fixture
def look(open_browser, page_of, check_axe, complaints, settings):
    settings.ROOT_URLCONF = "tests.browser.refusals"

    def at(who: str, path: str, width: int, scheme: str) -> None:
        page = open_browser() if who == "visitor" else page_of(who)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        check_axe(page)
        complaints[:] = [c for c in complaints if "with a status of" not in c]

    return at


@pytest.mark.parametrize("who", ["visitor", "csco"])
def test_every_refusal_once(look, people, who):
    for number, status in enumerate(PAGES):
        language = CODES[number % len(CODES)]
        look(who, f"/{language}/shown/{status}/", *LOOKS[number % 2])


@pytest.mark.sweep
def test_every_refusal_in_every_look(look, people):
    for status, language, (width, scheme) in product(PAGES, CODES, LOOKS):
        look("visitor", f"/{language}/shown/{status}/", width, scheme)
