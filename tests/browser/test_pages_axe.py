"""Every page once: no barrier, no complaint, nothing wider than the screen.

The language, the width and the colours go round by page, so that all of them
are met; `make sweep` looks at every combination.
"""

from functools import cache
from itertools import cycle, product

import pytest

from core.languages import CODES
from matching import engines
from members import join_links
from solutions import catalogue_vectors, matching
from tests.factories import (
    ApplicationFactory,
    NeedFactory,
    NoticeFactory,
    ReferenceFactory,
    SolutionFactory,
)

LOOKS = [(375, "dark"), (1280, "light")]
PAGES = [
    ("visitor", "/"),
    ("visitor", "/account/login/"),
    ("visitor", "/account/password/reset/"),
    ("visitor", "/members/"),
    ("visitor", "/members/{city}/"),
    ("visitor", "/members/join/"),
    ("visitor", "/members/join/a/{joining}/csco/"),
    ("visitor", "/members/join/a/{joined}/status/"),
    ("visitor", "/networks/"),
    ("visitor", "/networks/neascn/"),
    ("visitor", "/needs/"),
    ("visitor", "/needs/?sector=environment&q=smoke"),
    ("visitor", "/needs/{need}/"),
    ("visitor", "/solutions/"),
    ("visitor", "/solutions/?sector=environment&served=MN&q=heat"),
    ("visitor", "/solutions/?view=map"),
    ("visitor", "/solutions/?q=zeppelin&sector=environment"),
    ("visitor", "/solutions/{solution}/"),
    ("visitor", "/solutions/by/{provider}/"),
    ("visitor", "/finder/"),
    ("visitor", "/finder/how/"),
    ("visitor", "/about/"),
    ("visitor", "/accessibility/"),
    ("visitor", "/privacy/"),
    ("visitor", "/nothing-here/"),
    ("csco", "/"),
    ("csco", "/inbox/"),
    ("csco", "/office/{city}/"),
    ("csco", "/office/{city}/invite/"),
    ("csco", "/office/{city}/hand-over/"),
    ("csco", "/needs/new/"),
    ("csco", "/needs/ours/"),
    ("csco", "/needs/{need}/edit/"),
    ("csco", "/needs/{need}/edit/subject/"),
    ("csco", "/needs/{need}/close/"),
    ("csco", "/finder/"),
    ("csco", "/finder/{need}/"),
    ("csco", "/finder/{need}/?only=reference"),
    ("csco", "/finder/{need}/compare/"),
    ("csco", "/finder/{need}/why/{solution}/"),
    ("csco", "/account/"),
    ("csco", "/account/sessions/"),
    ("csco", "/account/2fa/"),
    ("csco", "/nothing-here/"),
    ("secretariat", "/components/"),
]
ROUND = list(zip(PAGES, cycle(CODES), cycle(LOOKS), strict=False))
ALL = list(
    product(PAGES, CODES, [*LOOKS, (375, "light"), (1280, "dark"), (768, "light")])
)


@pytest.fixture
def places(world) -> dict:
    solution = SolutionFactory(published=True, provider=world.provider)
    ReferenceFactory(
        solution=solution, city="Busan", latitude="35.18", longitude="129.08"
    )
    need = NeedFactory(
        organisation=world.city, published=True, entered_by=world.people["csco"]
    )
    NoticeFactory(recipient=world.people["csco"])
    engines.configured()
    catalogue_vectors.embed_solutions([solution.pk])
    matching.match(need.pk)
    return {
        "city": world.city.slug,
        "joining": join_links.token(ApplicationFactory(filled=True)),
        "joined": join_links.token(ApplicationFactory(submitted=True)),
        "need": need.pk,
        "solution": solution.slug,
        "provider": world.provider.slug,
    }


@pytest.fixture
def look(open_browser, page_of, places, check_axe, complaints):
    @cache
    def page_for(who: str):
        return open_browser() if who == "visitor" else page_of(who)

    def at(who: str, path: str, language: str, width: int, scheme: str) -> None:
        page = page_for(who)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"/{language}{path.format(**places)}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} px wide"
        check_axe(page)
        complaints[:] = [c for c in complaints if "status of 404" not in c]

    return at


@pytest.mark.browser
@pytest.mark.parametrize(("group"), range(4))
def test_every_page_once(look, group):
    for (who, path), language, (width, scheme) in ROUND[group::4]:
        look(who, path, language, width, scheme)


@pytest.mark.sweep
@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page[0]} {page[1]}")
def test_every_page_in_every_look(look, page):
    for (who, path), language, (width, scheme) in ALL:
        if (who, path) == page:
            look(who, path, language, width, scheme)
