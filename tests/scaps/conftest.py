from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from scaps.steps import LAST, STEPS
from tests.factories import ProjectFactory, ScapFactory
from tests.scaps.plan_pen import PlanPen
from vocabulary.models import NeedType, Sector

KEY = "abcdefghij12"


@pytest.fixture
def typed() -> dict:
    """What a browser sends when all five steps are filled in."""
    return {
        "source_lang": "en",
        "title": "Buses that come when they say",
        "text": "Passengers wait in the cold, since nobody knows when a bus comes.",
        "sector": str(Sector.objects.get(code="transportation").pk),
        "areas": [],
        "types": [str(NeedType.objects.get(code="knowledge").pk)],
        "stage": "",
        "urgency": "",
        "starts_on": "",
        "budget_min": "",
        "budget_max": "250000",
        "currency": "USD",
        "languages": ["en", "ko"],
        "visibility": "public",
    }


@dataclass
class Pen:
    """Writes a need as a browser without scripts does: page by page."""

    browser: Client
    key: str = KEY
    need: object = None

    def address(self, name: str) -> str:
        if self.need is None:
            return reverse("needs:begun-step", args=[self.key, name])
        if name == LAST.name:
            return reverse("needs:edit", args=[self.need.pk])
        return reverse("needs:edit-step", args=[self.need.pk, name])

    def autosave_address(self, name: str) -> str:
        if self.need is None:
            return reverse("needs:begun-autosave", args=[self.key, name])
        return reverse("needs:edit-autosave", args=[self.need.pk, name])

    def open(self, name: str):
        return self.browser.get(self.address(name))

    def send(self, name: str, typed: dict, **more):
        """Post one step with those of the answers that it asks for."""
        step = next(step for step in STEPS if step.name == name)
        sent = {field: typed[field] for field in step.fields if field in typed}
        if self.need and "version" not in more:
            more["version"] = typed.get("version", 1)
        return self.browser.post(self.address(name), sent | more)

    def autosave(self, name: str, **sent):
        return self.browser.post(self.autosave_address(name), sent)

    def fill_in(self, typed: dict):
        """All steps but the last; the answer to the first that is refused."""
        for step in STEPS[:-1]:
            answer = self.send(step.name, typed)
            if answer.status_code != 302:
                return answer
        return answer

    def save(self, typed: dict, **more):
        """The last step, as it was read just now."""
        seen = self.open(LAST.name).context["sheet"].seen
        return self.send(LAST.name, typed, **({"seen": seen} | more))

    def write(self, typed: dict):
        answer = self.fill_in(typed)
        return self.save(typed) if answer.status_code == 302 else answer


@pytest.fixture
def pen_of(client_of):
    """`pen_of("csco")` writes a new need, `pen_of("csco", need=need)` edits one."""
    return lambda name, **options: Pen(client_of(name), **options)


@pytest.fixture
def scap(city):
    return ScapFactory(organisation=city, slug="busan")


@pytest.fixture
def project(scap):
    return ProjectFactory(scap=scap, slug="sensors")


@pytest.fixture
def pen_for(client_of):
    """`pen_for("csco", scap)` writes in the editor of a plan, or of a project."""
    return lambda who, thing: PlanPen(client_of(who), thing)
