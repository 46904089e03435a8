"""Translations of plans and projects, text by text, beside their originals."""

import pytest
from django.urls import reverse

from scaps import text_diff
from tests.factories import (
    ChallengeFactory,
    ProjectFactory,
    ScapFactory,
    TargetFactory,
)
from translations import services as translations
from translations.models import TextStatus


@pytest.fixture
def scap(city):
    return ScapFactory(
        organisation=city, slug="busan", title="Plan", vision="Clean air."
    )


@pytest.fixture
def desk(client_of, scap):
    return Desk(client_of("csco"), scap, "ko")


class Desk:
    """A translator's desk: reads the page, changes some texts, sends them all."""

    def __init__(self, browser, thing, lang: str, kind: str = "scap") -> None:
        self.browser = browser
        self.address = reverse(f"scaps:{kind}-translate", args=[thing.slug, lang])

    def open(self):
        return self.browser.get(self.address)

    def fields(self) -> dict:
        form = self.open().context["form"]
        return {f.html_name: f.value() for f in form if f.value()}

    def save(self, **texts):
        return self.browser.post(self.address, self.fields() | texts)

    def states(self) -> dict[str, str]:
        rows = self.open().context["rows"]
        return {r["pair"].name: r["pair"].state.value for r in rows}


def test_every_text_says_how_far_its_translation_is(desk, scap, csco):
    target = TargetFactory(scap=scap, indicator="Days", unit="")
    translations.write(scap, "title", "ko", "계획", by=csco)
    scap.status_en, scap.status_ko = "Smoke", "연기"
    translations.write(scap, "vision", "ko", "맑은 공기", by=csco)
    scap.vision_en = "Clean and quiet air."
    scap.save()

    assert desk.states() == {
        f"scap-{scap.pk}-title": "confirmed",
        f"scap-{scap.pk}-status": "draft",
        f"scap-{scap.pk}-vision": "behind",
        f"target-{target.pk}-indicator": "not_begun",
    }
    page = desk.open().content.decode()
    assert "<ins>and quiet " in page


def test_a_text_that_was_written_is_confirmed_and_others_are_left(desk, scap):
    desk.save(**{f"scap-{scap.pk}-vision": "맑은 공기"})

    scap.refresh_from_db()
    assert (scap.vision_ko, scap.title_ko) == ("맑은 공기", None)
    assert desk.states()[f"scap-{scap.pk}-vision"] == "confirmed"
    assert TextStatus.objects.count() == 1


def test_a_text_that_is_behind_can_be_confirmed_as_it_is(desk, scap, csco):
    translations.write(scap, "vision", "ko", "맑은 공기", by=csco)
    scap.vision_en = "Clean air!"
    scap.save()
    name = f"scap-{scap.pk}-vision"
    assert desk.states()[name] == "behind"

    desk.save(**{f"{name}-confirm": "on"})

    assert desk.states()[name] == "confirmed"


def test_two_translators_of_one_text_lose_nothing(desk, client_of, scap):
    name, title = f"scap-{scap.pk}-vision", f"scap-{scap.pk}-title"
    mine = desk.fields() | {name: "Mine", title: "계획"}
    Desk(client_of("deputy"), scap, "ko").save(**{name: "Theirs"})

    answer = desk.browser.post(desk.address, mine)

    page = answer.content.decode()
    scap.refresh_from_db()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    assert (scap.vision_ko, scap.title_ko) == ("Theirs", "계획")
    form = answer.context["form"]
    desk.browser.post(desk.address, {f.html_name: f.value() for f in form if f.value()})
    scap.refresh_from_db()
    assert scap.vision_ko == "Mine"


def test_rows_of_a_project_are_translated_too(client_of, scap):
    project = ProjectFactory(scap=scap, slug="sensors")
    challenge = ChallengeFactory(project=project)
    desk = Desk(client_of("editor"), project, "mn", kind="project")

    desk.save(**{f"challenge-{challenge.pk}-response": "Халаалттай хайрцаг"})

    challenge.refresh_from_db()
    assert challenge.response_mn == "Халаалттай хайрцаг"


def test_what_is_typed_is_kept_until_it_is_saved(desk, scap):
    name = f"scap-{scap.pk}-vision"
    desk.browser.post(f"{desk.address}draft/", desk.fields() | {name: "맑"})
    assert desk.open().context["form"][name].value() == "맑"
    scap.refresh_from_db()
    assert scap.vision_ko is None

    desk.save()

    scap.refresh_from_db()
    assert scap.vision_ko == "맑"
    assert desk.open().context["draft"] is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("clean air", "clean air", [("same", "clean air")]),
        ("clean air", "air", [("gone", "clean "), ("same", "air")]),
        (
            "깨끗한 공기",
            "맑은 공기",
            [("gone", "깨끗한"), ("new", "맑은"), ("same", " 공기")],
        ),
        (
            "清洁空气",
            "清新空气",
            [("same", "清"), ("gone", "洁"), ("new", "新"), ("same", "空气")],
        ),
        ("", "new", [("new", "new")]),
    ],
)
def test_changes_are_shown_by_word_or_by_character(old, new, expected):
    assert text_diff.pieces(old, new) == expected


def test_a_very_long_text_is_not_compared_for_minutes():
    old, new = "a b " * 3000, "b a " * 3000

    assert text_diff.pieces(old, new) == [("gone", old), ("new", new)]
