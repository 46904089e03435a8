import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Draft
from scaps.models import Need
from tests.factories import NeedFactory
from vocabulary.models import NeedType, Sector

NEW = "/en/needs/new/"


@pytest.fixture
def typed(city) -> dict:
    """What a browser sends when the form is filled in."""
    return {
        "organisation": city.pk,
        "source_lang": "en",
        "title": "Buses that come when they say",
        "text": "Passengers wait in the cold, since nobody knows when a bus comes.",
        "sector": Sector.objects.get(code="transportation").pk,
        "types": [NeedType.objects.get(code="knowledge").pk],
        "budget_max": "250000",
        "currency": "USD",
        "languages": ["en", "ko"],
        "visibility": "public",
    }


def test_saving_leads_to_the_finder(client_of, typed):
    answer = client_of("csco").post(NEW, typed)

    need = Need.objects.get()
    assert answer.url == reverse("solutions:finder", args=[need.pk])
    assert need.title_en == typed["title"]
    assert str(need.budget) == "250,000 USD"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "This field is required."),
        ("title", "…—!!", "Write this in words."),
        ("text", "x" * 8001, "at most 8000 characters"),
        ("budget_min", "300000", "The budget starts above where it ends."),
        ("budget_max", "12 mio", "Enter a number."),
        ("currency", "", "Choose the currency of the budget."),
        ("sector", "999999", "not one of the available choices"),
        ("source_lang", "fr", "not one of the available choices"),
        ("starts_on", "soon", "Enter a valid date."),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(
    client_of, typed, field, value, sentence
):
    answer = client_of("csco").post(NEW, typed | {field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "<title>Error:" in page
    kept = "title" if field == "text" else "text"
    assert typed[kept] in page
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Smoke\x00 in\x07 winter", "Smoke in winter"),
        ("abc\u202edcba\u202c and more", "abcdcba and more"),
        ("  two\u00a0 \t lines\r\nin one ", "two lines in one"),
        ("Ну\u0438\u0306", "Ну\u0439"),
    ],
)
def test_invisible_characters_go_and_the_rest_stays(client_of, typed, given, kept):
    client_of("csco").post(NEW, typed | {"title": given})

    assert Need.objects.get().title_en == kept


def test_a_conflict_shows_both_texts_and_saving_again_works(client_of, city, typed):
    need = NeedFactory(organisation=city)
    page = reverse("scaps:edit", args=[need.pk])
    browser = client_of("csco")
    browser.post(page, typed | {"version": 1, "title": "Saved first"})

    answer = browser.post(page, typed | {"version": 1, "title": "Saved second"})

    content = answer.content.decode()
    assert answer.status_code == 409
    assert "Saved first" in content
    assert 'value="Saved second"' in content
    answer = browser.post(page, typed | {"version": 2, "title": "Saved second"})
    assert answer.status_code == 302
    need.refresh_from_db()
    assert need.title_en == "Saved second"


def test_autosave_keeps_what_is_not_valid_yet(client_of, city, deputy):
    browser = client_of("csco")
    half = {"organisation": city.pk, "title": "Half a sen", "types": ["7", "8"]}

    answer = browser.post(reverse("scaps:draft"), half)

    assert answer.status_code == 204
    assert Draft.objects.get().data == {
        "organisation": str(city.pk),
        "title": "Half a sen",
        "types": ["7", "8"],
    }
    colleague = client_of("deputy").get(NEW).content.decode()
    assert 'value="Half a sen"' in colleague


def test_autosave_is_refused_for_another_city(client_of, other_city):
    answer = client_of("csco").post(
        reverse("scaps:draft"), {"organisation": other_city.pk, "title": "x"}
    )

    assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_a_draft_is_not_endless(client_of, city):
    answer = client_of("csco").post(
        reverse("scaps:draft"), {"organisation": city.pk, "text": "x" * 30_000}
    )

    assert answer.status_code == 413


def test_closing_asks_for_a_reason(client_of, city):
    need = NeedFactory(organisation=city, published=True)
    page = reverse("scaps:move", args=[need.pk, "close"])

    assert client_of("csco").post(page, {"reason": " "}).status_code == 422
    client_of("csco").post(page, {"reason": "A partner was found."})

    need.refresh_from_db()
    assert (need.state, need.close_reason) == ("closed", "A partner was found.")


def test_the_list_asks_no_more_for_more_rows(client, city):
    NeedFactory(organisation=city, published=True)
    client.get("/ko/needs/")
    with CaptureQueriesContext(connection) as one:
        client.get("/ko/needs/")
    NeedFactory.create_batch(2, organisation=city, published=True)

    with CaptureQueriesContext(connection) as three:
        client.get("/ko/needs/")

    assert len(three) == len(one) <= 12


def test_a_facet_says_what_a_click_will_show(client, city):
    NeedFactory(organisation=city, published=True)
    water = NeedFactory(
        organisation=city,
        published=True,
        sector=Sector.objects.get(code="water"),
        title="Leaks nobody finds",
    )

    answer = client.get("/en/needs/?sector=water")

    assert [need.pk for need in answer.context["page"]] == [water.pk]
    sector = answer.context["facets"][0]
    counts = {option.value: option.count for option in sector.options if option.count}
    assert counts == {"environment": 1, "water": 1}
    assert [chip["label"] for chip in answer.context["chips"]] == ["Water management"]


@pytest.mark.parametrize("bad", ["sector=nothing", "page=zzz", "page=99999", "city=no"])
def test_odd_addresses_still_answer(client, db, bad):
    assert client.get(f"/en/needs/?{bad}").status_code == 200


def test_a_draft_begun_before_somebody_saved_meets_the_conflict_page(
    client_of, city, typed
):
    need = NeedFactory(organisation=city)
    page = reverse("scaps:edit", args=[need.pk])
    browser, colleague = client_of("csco"), client_of("deputy")
    browser.post(page, typed | {"version": 1, "title": "Saved by me"})
    late = typed | {"version": 1, "title": "Typed before that"}
    colleague.post(reverse("scaps:draft-of", args=[need.pk]), late)

    form = colleague.get(page).context["form"]
    answer = colleague.post(page, late | {"version": form["version"].value()})

    assert answer.status_code == 409
    need.refresh_from_db()
    assert need.title_en == "Saved by me"


def test_a_conflict_names_every_field_that_differs(client_of, city, typed):
    need = NeedFactory(organisation=city)
    page = reverse("scaps:edit", args=[need.pk])
    browser = client_of("csco")
    browser.post(page, typed | {"version": 1, "budget_max": "500"})

    answer = browser.post(page, typed | {"version": 1, "budget_max": "700"})

    assert answer.context["pairs"] == [
        {"label": "Budget up to", "theirs": "500", "mine": "700"}
    ]


def test_an_editor_does_not_widen_who_sees_a_published_need(client_of, city, typed):
    need = NeedFactory(organisation=city, published=True, for_own_office=True)
    page = reverse("scaps:edit", args=[need.pk])

    client_of("editor").post(page, typed | {"version": 1, "visibility": "public"})

    need.refresh_from_db()
    assert (need.title_en, need.visibility) == (typed["title"], "own")
