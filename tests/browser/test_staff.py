"""The secretariat recommends a solution, with boxes that complete what is typed."""

import pytest

from matching.facets import NeedFacets, OfferFacets
from matching.scoring import score
from matching.weights import START
from solutions import matching
from solutions.models import Match
from tests.admin.conftest import object_page
from tests.admin.conftest import page as page_of_model
from tests.factories import NeedFactory, SolutionFactory

pytestmark = pytest.mark.browser
WIDTHS = {"desk": 1280, "phone": 375}


@pytest.fixture
def need(world, monkeypatch):
    found = score(NeedFacets(country="KR"), OfferFacets(), 0.3, weights=START)
    monkeypatch.setattr(matching, "scored", lambda *_pair: (found, 0.3))
    return NeedFactory(published=True, organisation=world.city)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_a_solution_is_found_by_typing_and_recommended(need, page_of, check_axe, width):
    solution = SolutionFactory(published=True, title="Heat from rivers")
    page = page_of("secretariat", viewport={"width": width, "height": 900})
    page.goto(f"{page_of_model('add', Match)}?need={need.pk}")
    check_axe(page)

    page.get_by_role("combobox", name="Solution").click()
    page.locator(".select2-search__field").fill("rivers")
    page.get_by_role("option", name="Heat from rivers").click()
    page.get_by_label("Reason", exact=False).first.fill("Two members use it.")
    page.get_by_role("button", name="Recommend").click()

    page.get_by_text("The local government has been told.").wait_for()
    match = Match.objects.get()
    assert (match.need, match.solution) == (need, solution)
    assert match.pin_reason == "Two members use it."
    assert page.url.endswith(object_page(match))
    check_axe(page)
