"""A plan is written, reviewed and published; the other city sees what overlaps."""

import json
import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from scaps.services import plans
from tests.factories import (
    FocusFactory,
    ProjectFactory,
    ScapFactory,
    TargetFactory,
)
from vocabulary.models import Sector

pytestmark = pytest.mark.browser

DEMO = Path(settings.BASE_DIR) / "neascn/demo/data/plans"
TEXTS = ("title", "status", "needs_text", "outcome")


def winter_air(city: str) -> dict[str, str]:
    """The texts of a city's sensors of winter air, in its own language."""
    plan = json.loads((DEMO / f"{city}.json").read_text("utf-8"))
    project = next(p for p in plan["projects"] if p["slug"].endswith("winter-air"))
    return {name: project[name][plan["lang"]] for name in TEXTS}


@pytest.fixture
def scap(world):
    """All but its project, which has a title only."""
    lang = {"source_lang": "mn"}
    csco = world.people["csco"]
    scap = ScapFactory(organisation=world.city, slug="air", entered_by=csco, **lang)
    FocusFactory(scap=scap)
    TargetFactory(scap=scap)
    ProjectFactory(
        scap=scap, slug="sensors", title=winter_air("ulaanbaatar")["title"], **lang
    )
    return scap


@pytest.fixture
def neighbour(world, workers):
    """The other city has published its own sensors, in Russian."""
    scap = ScapFactory(organisation=world.other_city, submitted=True, source_lang="ru")
    project = ProjectFactory(scap=scap, source_lang="ru", **winter_air("irkutsk"))
    project.sectors.set(Sector.objects.filter(code="environment"))
    plans.publish(scap, by=world.people["secretariat"])
    return scap


def test_a_published_plan_shows_the_other_city_what_overlaps(scap, neighbour, page_of):
    write(page_of("csco"))
    publish(page_of("secretariat"))

    theirs = page_of("other_csco")
    city = neighbour.organisation.slug
    overlap = theirs.locator("main .ledger__title a")
    begin = time.monotonic()
    while not overlap.count():
        assert time.monotonic() - begin < 10, "no overlap was found"
        theirs.goto(f"/ru/overlaps/{city}/")
    overlap.first.click()
    expect(theirs.locator("main")).to_contain_text(winter_air("ulaanbaatar")["title"])
    expect(theirs.locator("main")).to_contain_text(winter_air("irkutsk")["title"])


def write(page) -> None:
    """In Mongolian: sectors and situation of the project; then all is submitted."""
    page.goto("/mn/scaps/projects/sensors/edit/about/")
    environment = Sector.objects.get(code="environment")
    page.check(f"[name=sectors][value='{environment.pk}']")
    go_on(page, "situation")
    texts = winter_air("ulaanbaatar")
    for name in ("status", "needs_text", "outcome"):
        page.fill(f"[name={name}]", texts[name])
    go_on(page, "stage")
    page.goto("/mn/scaps/air/edit/check/")
    expect(page.locator("main")).to_contain_text(texts["outcome"])
    page.locator("form.form button[type=submit]").last.click()
    page.wait_for_url(re.compile("/scaps/air/$"))


def go_on(page, name: str) -> None:
    page.locator("form.form .cluster button[type=submit]").first.click()
    page.wait_for_url(re.compile(f"/{name}/$"))


def publish(page) -> None:
    page.goto("/en/scaps/air/review/")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile("/scaps/air/$"))
