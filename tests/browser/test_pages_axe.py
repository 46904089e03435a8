"""Every page once: no barrier, no complaint, nothing wider than the screen.

The language, the width and the colours go round by page, so that all of them
are met; `make sweep` looks at every combination.
"""

from functools import cache
from itertools import cycle, product

import pytest
from django.utils import timezone

from core.languages import CODES
from matching import engines
from members import join_links
from scaps.models import Project
from solutions import catalogue_vectors, matching
from tests import signed_report
from tests.factories import (
    ApplicationFactory,
    FocusFactory,
    InvestmentFactory,
    NeedFactory,
    NoticeFactory,
    OverlapFactory,
    ProjectFactory,
    ProjectVersionFactory,
    ReferenceFactory,
    RemarkFactory,
    ScapFactory,
    SolutionFactory,
    TargetFactory,
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
    ("visitor", "/scaps/"),
    ("visitor", "/scaps/busan/"),
    ("visitor", "/scaps/busan/projects/{published_project}/"),
    ("visitor", "/scaps/busan/changes/"),
    ("visitor", "/reports/"),
    ("visitor", "/reports/busan/2026/"),
    ("visitor", "/reports/busan/2026/slide/"),
    ("visitor", "/dashboard/"),
    ("visitor", "/dashboard/projects/"),
    ("visitor", "/overlaps/"),
    ("visitor", "/overlaps/{city}/"),
    ("visitor", "/overlaps/{overlap}/"),
    ("csco", "/scaps/new/"),
    ("csco", "/scaps/draft/edit/"),
    ("csco", "/scaps/draft/edit/targets/"),
    ("csco", "/scaps/draft/edit/projects/"),
    ("csco", "/scaps/draft/edit/check/"),
    ("csco", "/scaps/draft/edit/translate/ja/"),
    ("csco", "/scaps/projects/sensors/edit/"),
    ("csco", "/scaps/projects/sensors/edit/money/"),
    ("csco", "/scaps/projects/sensors/edit/stage/"),
    ("csco", "/reports/busan/2027/edit/"),
    ("csco", "/reports/busan/2027/edit/figures/"),
    ("csco", "/overlaps/{overlap}/{city}/dismiss/"),
    ("secretariat", "/scaps/submitted/review/"),
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
    ours = plans(world)
    theirs = ProjectVersionFactory(
        project=ProjectFactory(scap__organisation=world.other_city)
    )
    overlap = OverlapFactory(a=ours, b=theirs.project)
    return {
        "city": world.city.slug,
        "joining": join_links.token(ApplicationFactory(filled=True)),
        "joined": join_links.token(ApplicationFactory(submitted=True)),
        "need": need.pk,
        "overlap": overlap.pk,
        "published_project": ours.slug,
        "solution": solution.slug,
        "provider": world.provider.slug,
    }


def plans(world) -> Project:
    """One in work, one that is reviewed, one with a report; the last one's project."""
    of_city = {"organisation": world.city, "entered_by": world.people["csco"]}
    draft = ScapFactory(slug="draft", **of_city)
    FocusFactory(scap=draft)
    TargetFactory(scap=draft)
    InvestmentFactory(project=ProjectFactory(scap=draft, slug="sensors"))
    RemarkFactory(scap=draft, sent_at=timezone.now())
    ProjectFactory(scap=ScapFactory(slug="submitted", submitted=True, **of_city))
    return signed_report.make(world).scap.projects.get()


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
