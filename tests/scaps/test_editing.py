"""A need that exists, in the same steps: nobody's text is lost."""

import pytest
from django.urls import reverse

from core import drafts
from core.models import Draft
from scaps.models import Need
from tests.factories import NeedFactory


@pytest.fixture
def need(city):
    return NeedFactory(organisation=city)


def test_editing_begins_with_all_answers(pen_of, need):
    answer = pen_of("csco", need=need).open("answers")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert need.title in page
    assert "Step 5 of 5" in page
    assert reverse("needs:edit-step", args=[need.pk, "problem"]) in page


def test_a_change_of_one_step_is_saved_at_the_end(pen_of, need, typed):
    pen = pen_of("csco", need=need)

    pen.send("problem", typed)
    need.refresh_from_db()
    assert need.title_en != typed["title"]
    answer = pen.save(typed)

    need.refresh_from_db()
    assert answer.url == reverse("solutions:finder", args=[need.pk])
    assert (need.title_en, need.sector.code) == (typed["title"], "environment")
    assert not Draft.objects.exists()


def test_a_conflict_shows_both_texts_and_saving_again_works(pen_of, need, typed):
    mine, theirs = pen_of("csco", need=need), pen_of("deputy", need=need)
    mine.open("answers")
    theirs.send("problem", typed | {"title": "Saved first"})
    theirs.save(typed)
    mine.send("problem", typed | {"title": "Saved second"})

    answer = mine.save(typed)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Saved first" in page
    assert "Saved second" in page
    assert answer.context["form"]["version"].value() == "2"
    answer = mine.save(typed, version=2)
    assert answer.status_code == 302
    need.refresh_from_db()
    assert need.title_en == "Saved second"


def test_a_conflict_names_every_field_that_differs(pen_of, need, typed):
    first, second = pen_of("csco", need=need), pen_of("deputy", need=need)
    first.send("conditions", typed | {"budget_max": "500"})
    first.save(typed)
    second.send("conditions", typed | {"budget_max": "700"})

    answer = second.save(typed)

    assert answer.context["pairs"] == [
        {"label": "Budget up to", "theirs": "500", "mine": "700", "is_text": False}
    ]


def test_a_draft_begun_before_somebody_saved_meets_the_conflict_page(
    pen_of, need, typed
):
    first, late = pen_of("csco", need=need), pen_of("deputy", need=need)
    first.send("problem", typed | {"title": "Saved by me"})
    first.save(typed)
    late.autosave("problem", **typed | {"version": 1, "title": "Typed before that"})

    version = late.open("answers").context["form"]["version"].value()
    answer = late.save(typed, version=version)

    assert (str(version), answer.status_code) == ("1", 409)
    need.refresh_from_db()
    assert need.title_en == "Saved by me"


def test_unsaved_changes_are_shared_and_can_be_taken_back(pen_of, need):
    pen_of("csco", need=need).autosave("problem", title="Half a sen", version=1)
    colleague = pen_of("deputy", need=need)
    page = colleague.open("answers").content.decode()
    assert "has not saved yet" in page
    assert "Half a sen" in page

    discard = reverse("needs:edit-discard", args=[need.pk])
    assert "Half a sen" in colleague.browser.get(discard).content.decode()
    answer = colleague.browser.post(discard)

    assert answer.url == colleague.address("answers")
    assert not Draft.objects.exists()
    need.refresh_from_db()
    assert need.title_en != "Half a sen"


def test_discarding_nothing_leads_back_to_the_need(pen_of, need):
    browser = pen_of("csco", need=need).browser
    discard = reverse("needs:edit-discard", args=[need.pk])

    assert browser.get(discard).url == need.get_absolute_url()


def test_a_half_sentence_of_a_colleague_is_not_saved_unread(pen_of, need, typed):
    pen = pen_of("csco", need=need)
    seen = pen.open("answers").context["sheet"].seen
    half = {
        "source_lang": "en",
        "title": "Half a sen",
        "text": "One word",
        "version": 1,
    }
    pen_of("deputy", need=need).autosave("problem", **half)

    answer = pen.send("answers", typed, seen=seen)

    assert answer.status_code == 409
    assert "Half a sen" in answer.content.decode()
    need.refresh_from_db()
    assert need.title_en != "Half a sen"


def test_other_offices_get_at_nothing(pen_of, city):
    draft = NeedFactory(organisation=city)
    public = NeedFactory(organisation=city, published=True)

    hidden, shown = (pen_of("other_csco", need=n) for n in (draft, public))

    assert hidden.open("problem").status_code == 404
    assert hidden.autosave("problem", title="x").status_code == 404
    assert shown.open("problem").status_code == 403
    assert shown.autosave("problem", title="x").status_code == 403
    assert not Draft.objects.exists()


def test_an_editor_does_not_widen_who_sees_a_published_need(pen_of, city, typed):
    need = NeedFactory(organisation=city, published=True, for_own_office=True)
    pen = pen_of("editor", need=need)

    pen.send("problem", typed)
    pen.save(typed | {"visibility": "public"})

    need.refresh_from_db()
    assert (need.title_en, need.visibility) == (typed["title"], "own")


def test_nor_with_what_somebody_else_has_typed(pen_of, city, typed):
    need = NeedFactory(organisation=city, published=True, for_own_office=True)
    pen_of("csco", need=need).autosave("answers", visibility="public", version=1)

    pen_of("editor", need=need).save(typed | {"visibility": "public"})

    need.refresh_from_db()
    assert need.visibility == "own"


def test_a_day_long_past_does_not_stop_other_changes(pen_of, city, typed):
    need = NeedFactory(organisation=city, starts_on="2019-05-01")
    pen = pen_of("csco", need=need)
    pen.send("problem", typed)

    again = pen.send("standing", typed | {"starts_on": "2019-05-01"})
    other = pen.send("standing", typed | {"starts_on": "2019-05-02"})

    assert (again.status_code, other.status_code) == (302, 422)


def test_every_answer_survives_a_save_without_changes(pen_of, city, typed):
    pen = pen_of("csco")
    pen.write(typed | {"budget_min": "1000.50", "starts_on": "2027-02-03"})
    need = Need.objects.get()
    before = answers_of(need)

    pen_of("csco", need=need).save(typed)

    need.refresh_from_db()
    assert need.version == 2
    assert need.text_version == 1
    assert answers_of(need) == before


def answers_of(need: Need) -> tuple:
    """All that was answered."""
    plain = ("title_en", "text_en", "sector_id", "stage_id", "urgency_id", "currency")
    more = ("budget_min", "budget_max", "languages", "starts_on", "visibility")
    lists = [list(need.types.all()), list(need.areas.all())]
    return (*(getattr(need, name) for name in plain + more), *lists)


@pytest.mark.parametrize("nonsense", ["", "x", "9" * 40, "-1"])
def test_a_version_that_is_none_overwrites_nothing(pen_of, need, typed, nonsense):
    pen = pen_of("csco", need=need)

    answer = pen.save(typed | {"version": nonsense})

    assert answer.status_code in {409, 422}
    need.refresh_from_db()
    assert need.version == 1


def test_drafts_of_edits_are_not_among_what_was_begun(pen_of, need):
    pen_of("csco", need=need).autosave("problem", title="x", version=1)

    assert list(drafts.begun(Need)) == []


def test_the_oldest_version_that_was_typed_over_counts(pen_of, need, typed):
    first, late = pen_of("csco", need=need), pen_of("deputy", need=need)
    first.send("problem", typed | {"title": "Saved by me"})
    first.save(typed)

    late.autosave("problem", **typed | {"version": 1, "title": "Typed before that"})
    first.autosave("standing", version=2)

    assert Draft.objects.get().data["version"] == 1
