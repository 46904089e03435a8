"""A new need in five steps: kept as it goes, saved once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import drafts
from core.models import Draft
from members.models.offices import office_holder
from members.states import Role
from scaps.models import Need
from scaps.steps import STEPS
from tests.factories import LocalGovernmentFactory, NeedFactory, SeatFactory
from tests.scaps.conftest import KEY

NEW = "/en/needs/new/"


def names_of(form) -> list[str]:
    return list(form.fields)


# --- From the first step to the last ---------------------------------------------------


def test_five_steps_lead_to_the_finder(pen_of, typed):
    pen = pen_of("csco")

    followed = [pen.send(step.name, typed).url for step in STEPS[:-1]]
    answer = pen.save(typed)

    need = Need.objects.get()
    assert followed == [pen.address(step.name) for step in STEPS[1:]]
    assert answer.url == reverse("solutions:finder", args=[need.pk])
    assert need.title_en == typed["title"]
    assert str(need.budget) == "250,000 USD"
    assert need.languages == ["en", "ko"]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_each_step_asks_for_one_group_of_things(pen_of, typed, number):
    pen, step = pen_of("csco"), STEPS[number - 1]
    pen.fill_in(typed)

    answer = pen.open(step.name)

    page = answer.content.decode()
    asked = [name for name in step.fields if name != "organisation"]
    assert names_of(answer.context["form"]) == asked
    assert f"Step {number} of 5" in page
    assert ('name="back"' in page) == (number > 1)


def test_a_new_need_begins_under_a_key_of_its_own(client_of):
    browser = client_of("csco")

    first, second = (browser.get(NEW).url for _ in range(2))

    assert first != second
    assert first.endswith("/problem/")
    assert not Draft.objects.exists()


def test_the_form_is_filled_in_from_the_city(pen_of, city, typed):
    city.languages = ["ko", "ja"]
    city.save(update_fields=["languages"])
    pen = pen_of("csco")
    first = pen.open("problem").context["form"]
    pen.fill_in(typed | {"languages": [], "currency": "", "budget_max": ""})
    Draft.objects.update(data={"reached": 4})

    conditions = pen.open("conditions").context["form"]

    assert first["source_lang"].value() == "ko"
    assert conditions["currency"].value() == "KRW"
    assert conditions["languages"].value() == ["ko", "ja"]
    assert str(conditions["languages"]).count("checked") == 2


def test_a_currency_without_an_amount_is_not_kept(pen_of, typed):
    pen_of("csco").write(typed | {"budget_max": ""})

    assert Need.objects.get().currency == ""


def test_a_step_that_was_not_reached_leads_back(pen_of, typed):
    pen = pen_of("csco")

    assert pen.open("conditions").url == pen.address("problem")
    pen.send("problem", typed)

    assert pen.open("answers").url == pen.address("subject")
    assert pen.send("answers", typed).url == pen.address("subject")


def test_one_comes_back_to_the_step_that_was_reached(pen_of, typed):
    pen = pen_of("csco")
    for name in ("problem", "subject"):
        pen.send(name, typed)

    again = pen.browser.get(reverse("needs:begun", args=[KEY]))

    assert again.url == pen.address("standing")


def test_from_the_answers_a_change_leads_straight_back_to_them(pen_of, typed):
    pen = pen_of("csco")
    pen.fill_in(typed)
    changes = {item["label"]: item for item in pen.open("answers").context["answers"]}

    answer = pen.send("problem", typed | {"title": "Another title"})

    assert changes["Budget"]["value"] == "250,000 USD"
    assert changes["Budget"]["url"] == f"{pen.address('conditions')}#id_budget_min"
    assert changes["Sector"]["value"] == "Transportation"
    assert answer.url == pen.address("answers")
    assert "Another title" in pen.open("answers").content.decode()


def test_back_keeps_what_was_typed_valid_or_not(pen_of, typed):
    pen = pen_of("csco")
    pen.send("problem", typed)

    answer = pen.send("subject", {"types": ["no number"]}, back="1")

    assert answer.url == pen.address("problem")
    assert Draft.objects.get().data["types"] == ["no number"]


def test_those_without_a_seat_are_told_so(client_of):
    answer = client_of("provider_owner").get(NEW)

    assert answer.status_code == 403
    assert "You have no seat there" in answer.content.decode()


# --- Faults ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "field", "value", "sentence"),
    [
        ("problem", "title", "", "This field is required."),
        ("problem", "title", "…—!!", "Write this in words."),
        ("problem", "text", "x" * 8001, "at most 8000 characters"),
        ("problem", "source_lang", "fr", "not one of the available choices"),
        ("subject", "sector", "999999", "not one of the available choices"),
        ("subject", "types", [], "This field is required."),
        ("standing", "starts_on", "soon", "Enter a valid date."),
        ("standing", "starts_on", "0001-01-01", "Choose a day between"),
        ("standing", "starts_on", "3000-01-01", "Choose a day between"),
        ("conditions", "budget_min", "300000", "The budget starts above where it"),
        ("conditions", "budget_max", "12 mio", "Enter a number."),
        ("conditions", "currency", "", "Choose the currency of the budget."),
    ],
)
def test_bad_input_is_named_and_what_was_typed_stays(
    pen_of, typed, step, field, value, sentence
):
    pen = pen_of("csco")
    pen.fill_in(typed)

    answer = pen.send(step, typed | {field: value})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "<title>Error:" in page
    assert answer.context["form"].data.getlist(field) == (
        value if isinstance(value, list) else [value]
    )
    assert Draft.objects.get().data["text" if field == "title" else "title"]


def test_the_last_step_leads_to_the_first_fault_and_nothing_is_lost(pen_of, typed):
    pen = pen_of("csco")
    pen.fill_in(typed)
    pen.autosave("conditions", budget_max="a lot", currency="USD")
    pen.autosave("subject", types=typed["types"])

    answer = pen.save(typed)

    assert answer.url == f"{pen.address('subject')}?faults"
    page = pen.browser.get(answer.url).content.decode()
    assert "<title>Error:" in page
    assert "This field is required." in page
    pen.send("subject", typed)
    second = pen.save(typed)
    assert second.url == f"{pen.address('conditions')}?faults"
    assert 'value="a lot"' in pen.browser.get(second.url).content.decode()
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("days", "taken"), [(-360, True), (-370, False), (10900, True), (10970, False)]
)
def test_a_date_is_wanted_that_makes_sense(pen_of, typed, days, taken):
    day = timezone.localdate() + timedelta(days=days)
    pen = pen_of("csco")
    pen.fill_in(typed)

    answer = pen.send("standing", typed | {"starts_on": day.isoformat()})

    assert (answer.status_code == 302) == taken


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Smoke\x00 in\x07 winter", "Smoke in winter"),
        ("abc\u202edcba\u202c and more", "abcdcba and more"),
        ("  two\u00a0 \t lines\r\nin one ", "two lines in one"),
        ("Ну\u0438\u0306", "Ну\u0439"),
    ],
)
def test_invisible_characters_go_and_the_rest_stays(pen_of, typed, given, kept):
    pen_of("csco").write(typed | {"title": given})

    assert Need.objects.get().title_en == kept


# --- Kept as it goes -------------------------------------------------------------------


def test_autosave_keeps_what_is_not_valid_yet(pen_of, city):
    answer = pen_of("csco").autosave("subject", types=["7", "no"])

    draft = Draft.objects.get()
    assert answer.status_code == 204
    assert draft.data == {"sector": "", "areas": [], "types": ["7", "no"]}
    assert (draft.holder, draft.section) == (office_holder(city.pk), KEY)


def test_a_step_that_is_kept_leaves_the_others_alone(pen_of, typed):
    pen = pen_of("csco")
    pen.fill_in(typed)

    pen.autosave("problem", title="Half a sen")

    kept = Draft.objects.get().data
    assert (kept["title"], kept["text"]) == ("Half a sen", "")
    assert kept["types"] == typed["types"]
    assert kept["reached"] == 5


def test_a_colleague_finds_what_was_begun_and_goes_on(pen_of, typed):
    pen_of("csco").send("problem", typed)
    colleague = pen_of("deputy")

    begun = colleague.browser.get(NEW)

    page = begun.content.decode()
    assert typed["title"] in page
    assert "Step 2: What is it about?" in page
    assert reverse("needs:begun", args=[KEY]) in page
    assert typed["title"] in colleague.open("problem").content.decode()


def test_a_second_new_need_does_not_write_over_the_first(pen_of, typed):
    first, second = pen_of("csco"), pen_of("csco", key="zyxwvutsrq98")

    first.autosave("problem", title="The first")
    second.autosave("problem", title="The second")

    assert 'value="The first"' in first.open("problem").content.decode()
    assert len(first.browser.get(NEW).context["begun"]) == 2


def test_another_office_does_not_get_at_what_was_begun(pen_of, typed):
    pen_of("csco").send("problem", typed)
    stranger = pen_of("other_csco")

    answers = [
        stranger.open("problem"),
        stranger.send("problem", typed),
        stranger.autosave("problem", title="Ours now"),
        stranger.browser.get(reverse("needs:begun", args=[KEY])),
        stranger.browser.post(reverse("needs:begun-discard", args=[KEY])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert Draft.objects.get().data["title"] == typed["title"]
    assert stranger.browser.get(NEW).status_code == 302


def test_a_reader_of_the_office_writes_nothing(pen_of, typed):
    pen_of("csco").send("problem", typed)

    assert pen_of("reader").autosave("problem", title="x").status_code == 403


def test_a_draft_is_not_endless(pen_of):
    pen = pen_of("csco")

    kept = pen.autosave("problem", text="x" * 30_000)
    sent = pen.send("problem", {"title": "Too long", "text": "x" * 30_000})

    assert (kept.status_code, sent.status_code) == (413, 422)
    assert not Draft.objects.exists()


def test_discarding_asks_first(pen_of, typed):
    pen = pen_of("csco")
    pen.send("problem", typed)
    page = reverse("needs:begun-discard", args=[KEY])

    asked = pen.browser.get(page)
    assert typed["title"] in asked.content.decode()
    assert Draft.objects.exists()

    assert pen.browser.post(page).url == reverse("needs:index")
    assert not Draft.objects.exists()


def test_a_step_that_does_not_exist_is_not_found(pen_of):
    browser = pen_of("csco").browser

    assert browser.get(f"{NEW}{KEY}/nothing/").status_code == 404
    assert browser.get(f"{NEW}short/problem/").status_code == 404
    assert browser.post(f"{NEW}{KEY}/nothing/draft/").status_code == 404


# --- For whom ---------------------------------------------------------------------------


@pytest.fixture
def second_city(csco):
    city = LocalGovernmentFactory(organisation__name="Incheon").organisation
    SeatFactory(person=csco, organisation=city, role=Role.EDITOR)
    return city


def test_who_writes_for_several_is_asked_for_whom(pen_of, typed, second_city, csco):
    pen = pen_of("csco")
    pen.autosave("problem", title="For whom")
    assert Draft.objects.get().holder == f"person-{csco.pk}"
    assert "organisation" in names_of(pen.open("problem").context["form"])
    refused = pen.send("problem", typed)
    assert refused.status_code == 422

    pen.write(typed | {"organisation": str(second_city.pk)})

    assert Need.objects.get().organisation == second_city


def test_what_was_begun_goes_to_the_office_that_is_chosen(
    pen_of, typed, city, second_city
):
    pen = pen_of("csco")
    pen.send("problem", typed | {"organisation": str(second_city.pk)})
    assert Draft.objects.get().holder == office_holder(second_city.pk)
    assert pen_of("deputy").open("problem").status_code == 404

    pen.send("problem", typed | {"organisation": str(city.pk)})

    assert Draft.objects.get().holder == office_holder(city.pk)
    assert pen_of("deputy").open("problem").status_code == 200


def test_a_city_of_others_cannot_be_chosen(pen_of, typed, second_city, other_city):
    answer = pen_of("csco").send(
        "problem", typed | {"organisation": str(other_city.pk)}
    )

    assert answer.status_code == 422


def test_the_secretariat_writes_in_the_name_of_a_member(pen_of, typed, other_city):
    pen = pen_of("secretariat")

    pen.write(typed | {"organisation": str(other_city.pk)})

    assert Need.objects.get().organisation == other_city


def test_the_secretariat_finds_only_what_it_began_itself(pen_of, typed):
    pen_of("csco").send("problem", typed)

    assert pen_of("secretariat").browser.get(NEW).status_code == 302


# --- Saved once -------------------------------------------------------------------------


def test_a_need_that_is_sent_twice_is_one(pen_of, typed):
    pen = pen_of("csco")
    pen.fill_in(typed)
    seen = pen.open("answers").context["sheet"].seen

    first, second = (pen.send("answers", typed, seen=seen) for _ in range(2))

    assert Need.objects.count() == 1
    assert first.url == second.url
    draft = Draft.objects.get()
    assert (drafts.became(draft), draft.data) == (Need.objects.get().pk, {})
    assert pen.browser.get(NEW).status_code == 302


def test_what_is_typed_after_saving_is_kept_for_editing(pen_of, typed):
    """The browser's way back shows the old form: its text is not lost."""
    pen = pen_of("csco")
    pen.write(typed)
    need = Need.objects.get()
    editing = pen_of("deputy", need=need)

    answer = pen.send("problem", typed | {"title": "A better title"})

    assert answer.url == editing.address("answers")
    assert pen.open("problem").url == editing.address("problem")
    assert 'value="A better title"' in editing.open("problem").content.decode()
    need.refresh_from_db()
    assert need.title_en == typed["title"]


def test_answers_that_changed_meanwhile_are_shown_once_more(pen_of, typed):
    pen = pen_of("csco")
    pen.fill_in(typed)
    seen = pen.open("answers").context["sheet"].seen
    pen_of("deputy").autosave("standing", starts_on="2027-01-01")

    answer = pen.send("answers", typed, seen=seen)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Answers changed while you were reading" in page
    assert not Need.objects.exists()
    seen = answer.context["sheet"].seen
    assert pen.send("answers", typed, seen=seen).status_code == 302


def test_several_needs_of_one_office_are_several(pen_of, typed, city):
    NeedFactory(organisation=city)

    pen_of("csco").write(typed)
    pen_of("csco", key="zyxwvutsrq98").write(typed)

    assert Need.objects.count() == 3
