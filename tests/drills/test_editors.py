"""`make drill`: fifty officials save the same section at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse

from core.models import Draft
from members.states import Role
from scaps.models import Section
from tests.factories import ScapFactory
from tests.people import World, seated, sign_in

pytestmark = pytest.mark.drill
EDITORS = 50


def test_fifty_editors_of_one_section_lose_no_text(transactional_db, figure):
    """Each is either saved or shown both texts; saved + conflicts = 50."""
    world = World()
    scap = ScapFactory(organisation=world.city, vision="As it was.")
    address = reverse("scaps:scap-section", args=[scap.slug, "vision"])
    people = [seated(f"editor-{n}", world.city, Role.EDITOR) for n in range(EDITORS)]
    browsers = [sign_in(person) for person in people]
    together = threading.Barrier(EDITORS)

    def save(number: int) -> tuple[int, str]:
        sent = {"version": "0", "vision": f"Text of editor {number:02}."}
        try:
            together.wait(timeout=60)
            answer = browsers[number].post(address, sent)
            return answer.status_code, answer.content.decode()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(EDITORS) as pool:
        answers = list(pool.map(save, range(EDITORS)))

    scap.refresh_from_db()
    statuses = [status for status, _page in answers]
    saved, conflicts = statuses.count(302), statuses.count(409)
    pages = {n: page for n, (status, page) in enumerate(answers) if status == 409}
    lost = [n for n, page in pages.items() if f"Text of editor {n:02}." not in page]
    unseen = [n for n, page in pages.items() if scap.vision_en not in page]
    winner = statuses.index(302)
    assert scap.vision_en == f"Text of editor {winner:02}."
    assert Section.objects.get().version == 1
    kept = {draft.data["vision"] for draft in Draft.objects.all()}
    assert len(kept) == conflicts
    figure("editors neither saved nor told, of fifty", EDITORS - saved - conflicts, 0)
    figure("texts lost, of fifty", len(lost) + len(unseen), 0)
