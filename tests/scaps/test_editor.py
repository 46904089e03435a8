"""The editor of plans: sections, drafts, conflicts, submission."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import DomainError
from core.models import Draft
from scaps import sections
from scaps.models import Scap, Section
from scaps.sections import SCAP
from scaps.services import editing, plans
from scaps.states import ScapState
from tests.factories import (
    ChallengeFactory,
    EvidenceFactory,
    FocusFactory,
    InvestmentFactory,
    MilestoneFactory,
    NeedFactory,
    NetworkFactory,
    PartnerFactory,
    ProjectFactory,
    RemarkFactory,
    ScapFactory,
    TargetFactory,
)

A_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


# --- Beginning ------------------------------------------------------------------------


def begin(browser, **more):
    page = browser.get(reverse("scaps:new"))
    form = page.context["form"]
    sent = {f.html_name: f.value() for f in form if f.value() is not None}
    network = form.fields["network"].queryset.first()
    return sent | {"title": "Plan of Busan", "network": network.pk} | more


def test_a_plan_begins_and_sent_twice_it_is_one(client_of, city):
    browser = client_of("csco")
    sent = begin(browser, year_from=2026, year_to=2030, source_lang="ko")

    answers = [browser.post(reverse("scaps:new"), sent) for _time in range(2)]

    scap = Scap.objects.get()
    assert [a.url for a in answers] == [reverse("scaps:edit", args=[scap.slug])] * 2
    assert (scap.organisation, scap.title_ko, scap.source_lang) == (
        city,
        "Plan of Busan",
        "ko",
    )
    assert scap.entered_by.email == "csco@example.org"
    assert browser.get(answers[0].url).status_code == 200


def test_a_key_that_no_page_gave_is_refused(client_of, city):
    browser = client_of("csco")

    answer = browser.post(reverse("scaps:new"), begin(browser, key="x" * 61))

    assert answer.status_code == 422


def test_staff_begin_a_plan_on_behalf_of_a_city(client_of, city, secretariat):
    browser = client_of("secretariat")
    sent = begin(browser, organisation=city.pk)

    browser.post(reverse("scaps:new"), sent)

    scap = Scap.objects.get()
    assert (scap.organisation, scap.entered_by) == (city, secretariat)


def test_years_that_run_backwards_are_refused(client_of):
    browser = client_of("csco")

    answer = browser.post(
        reverse("scaps:new"), begin(browser, year_from=2030, year_to=2026)
    )

    assert answer.status_code == 422
    assert "Plan of Busan" in answer.content.decode()
    assert not Scap.objects.exists()


# --- The task list ----------------------------------------------------------------------


def states(answer) -> dict[str, str]:
    return {str(t["label"]): str(t["state"]) for t in answer.context["tasks"]}


def test_the_task_list_says_how_far_each_section_is(pen_for, scap):
    pen = pen_for("csco", scap)
    FocusFactory(scap=scap)
    RemarkFactory(scap=scap, section="targets", sent_at="2026-01-01T00:00Z")
    pen.autosave("situation", status="Half a sen")

    answer = pen.browser.get(reverse("scaps:edit", args=[scap.slug]))

    assert states(answer) == {
        "About the plan": "in work",
        "Situation": "in work",
        "Vision": "ready",
        "Focus areas": "ready",
        "Strategic targets": "has remarks",
        "Priority projects": "not begun",
        "Who may see it": "not begun",
        "Documents": "not begun",
    }
    page = answer.content.decode()
    assert "2 of 7 sections ready" in page
    assert reverse("scaps:scap-section", args=[scap.slug, "projects"]) in page


def test_the_task_list_needs_as_many_queries_for_many_projects_as_for_one(
    client_of, scap
):
    browser = client_of("csco")
    for number in range(3):
        project = ProjectFactory(scap=scap)
        for factory in (ChallengeFactory, InvestmentFactory, MilestoneFactory):
            factory(project=project)
        if number:
            continue
        few = count_queries(browser, scap)

    assert count_queries(browser, scap) == few
    assert few <= 25


def count_queries(browser, scap, page: str = "scaps:edit") -> int:
    browser.get(address := reverse(page, args=[scap.slug]))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        browser.get(address)
    return len(queries)


# --- A section ---------------------------------------------------------------------------


def test_a_section_is_saved_in_the_language_of_the_plan(pen_for, city):
    scap = ScapFactory(organisation=city, source_lang="ko")
    pen = pen_for("csco", scap)

    answer = pen.send("vision", vision="숨 쉬기 좋은 도시")

    scap.refresh_from_db()
    assert scap.vision_ko == "숨 쉬기 좋은 도시"
    assert answer.url == pen.address("focus")
    row = Section.objects.get()
    assert (row.name, row.version, row.saved_by.email) == (
        "vision",
        1,
        "csco@example.org",
    )


def test_the_last_section_leads_back_to_the_list(pen_for, project):
    pen = pen_for("csco", project)

    answer = pen.send("openness", offers="Heated housings", is_open="on")

    assert answer.url == reverse("scaps:project-edit", args=[project.slug])
    project.refresh_from_db()
    assert (project.offers_en, project.is_open) == ("Heated housings", True)


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(pen_for, project):
    pen = pen_for("csco", project)

    answer = pen.send("place", place="Nalaikh", latitude="91", longitude="")

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert pen.open("place").context["form"]["place"].value() == "Nalaikh"


def test_autosave_shows_colleagues_who_writes_and_what(pen_for, scap):
    pen_for("deputy", scap).autosave("vision", vision="Half a sen")
    pen = pen_for("csco", scap)

    page = pen.open("vision").content.decode()
    assert "deputy is writing here" in re.sub(r"<[^>]*>", "", page).lower()
    assert "Half a sen" not in page
    draft = Draft.objects.get()
    taken = pen.open("vision", **{"from": draft.pk}).content.decode()

    assert "Half a sen" in taken
    scap.refresh_from_db()
    assert "Half a sen" not in scap.vision_en


def test_two_who_type_at_once_do_not_write_over_each_other(pen_for, scap):
    pens = {who: pen_for(who, scap) for who in ("csco", "deputy")}
    for who, pen in pens.items():
        pen.autosave("vision", vision=f"Typed by {who}")

    kept = {
        w: p.open("vision").context["form"]["vision"].value() for w, p in pens.items()
    }

    assert kept == {"csco": "Typed by csco", "deputy": "Typed by deputy"}


def test_saving_ones_own_text_leaves_the_draft_of_a_colleague(pen_for, scap):
    pen_for("deputy", scap).autosave("vision", vision="Theirs")
    pen = pen_for("csco", scap)
    pen.autosave("vision", vision="Mine")

    pen.send("vision", vision="Mine at last")

    assert [d.data["vision"] for d in Draft.objects.all()] == ["Theirs"]


def test_a_conflict_shows_both_texts_and_loses_neither(pen_for, scap):
    mine, theirs = pen_for("csco", scap), pen_for("deputy", scap)
    read_before = mine.fields("vision")
    theirs.send("vision", vision="Saved first")

    answer = mine.browser.post(
        mine.address("vision"), read_before | {"vision": "Saved second"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Saved first" in page
    assert "Saved second" in page
    scap.refresh_from_db()
    assert scap.vision_en == "Saved first"
    again = {f.html_name: f.value() for f in answer.context["form"]}
    assert mine.browser.post(mine.address("vision"), again).status_code == 302
    scap.refresh_from_db()
    assert scap.vision_en == "Saved second"


def test_a_stale_draft_meets_the_conflict_too(pen_for, scap):
    mine, theirs = pen_for("csco", scap), pen_for("deputy", scap)
    mine.autosave("vision", vision="Typed before")
    theirs.send("vision", vision="Saved in between")

    answer = mine.send("vision")

    assert answer.status_code == 409
    assert "Typed before" in answer.content.decode()


def test_what_was_typed_can_be_taken_back(pen_for, scap):
    pen = pen_for("csco", scap)
    pen.autosave("vision", vision="Half a sen")
    door = pen.address("vision", "discard")
    assert "Half a sen" in pen.browser.get(door).content.decode()

    pen.browser.post(door)

    assert not Draft.objects.exists()
    assert pen.open("vision").context["form"]["vision"].value() == scap.vision_en


def test_an_autosave_that_comes_late_leaves_no_draft(pen_for, scap):
    pen = pen_for("csco", scap)
    late = pen.fields("vision") | {"vision": "Typed and saved"}
    pen.send("vision", vision="Typed and saved")

    assert pen.browser.post(pen.address("vision", "draft"), late).status_code == 204

    assert not Draft.objects.exists()


def test_what_a_colleague_left_can_be_forgotten(pen_for, scap):
    pen_for("deputy", scap).autosave("vision", vision="Left behind")
    pen = pen_for("csco", scap)
    door = f"{pen.address('vision', 'discard')}?from={Draft.objects.get().pk}"
    assert "Left behind" in pen.browser.get(door).content.decode()

    pen.browser.post(door)

    assert not Draft.objects.exists()


def test_a_submitted_plan_is_not_written_on(pen_for, city):
    scap = ScapFactory(organisation=city, submitted=True)
    pen = pen_for("csco", scap)

    assert pen.open("vision").status_code == 403
    assert pen.browser.post(pen.address("vision"), {"version": 0}).status_code == 403


def test_a_plan_that_was_submitted_meanwhile_is_not_saved(scap, csco):
    """The page asked for the right a moment before."""
    plans.submit(Scap.objects.get(pk=scap.pk), by=csco)

    with pytest.raises(DomainError, match="submitted in the meantime"):
        editing.save(scap, sections.named(SCAP, "vision"), {}, version=0, by=csco)


def test_a_plan_of_another_city_is_not_there(pen_for, scap, project):
    for thing in (scap, project):
        assert pen_for("other_csco", thing).open("about").status_code == 404
        assert pen_for("reader", thing).open("about").status_code == 403


def test_a_text_of_any_size_is_refused_and_not_lost_in_silence(pen_for, scap):
    pen = pen_for("csco", scap)

    answer = pen.send("vision", vision="x" * 9000)

    assert answer.status_code == 422
    assert answer.context["form"]["vision"].value() == "x" * 9000


def test_another_language_moves_the_texts_along(pen_for, scap):
    focus = FocusFactory(scap=scap, text="Less coal.")
    project = ProjectFactory(scap=scap, status="Forty sensors.")
    title = scap.title_en
    pen = pen_for("csco", scap)

    pen.send("about", source_lang="mn")

    for row in (scap, focus, project):
        row.refresh_from_db()
    assert (scap.source_lang, scap.title_mn, scap.title_en) == ("mn", title, "")
    assert (focus.text_mn, focus.text_en) == ("Less coal.", "")
    assert (project.source_lang, project.status_mn) == ("mn", "Forty sensors.")


# --- The end ----------------------------------------------------------------------------------


def test_checking_needs_as_many_queries_for_many_projects_as_for_one(client_of, scap):
    browser = client_of("csco")
    FocusFactory(scap=scap)
    found = []
    for _number in range(2):
        for _row in range(2):
            project = ProjectFactory(scap=scap)
            TargetFactory(scap=scap, focus=scap.focuses.first())
            EvidenceFactory(project=project)
            PartnerFactory(project=project, organisation=scap.organisation)
            InvestmentFactory(project=project)
            NeedFactory(organisation=scap.organisation, project=project)
        found.append(count_queries(browser, scap, "scaps:check"))

    assert found[0] == found[1] <= 25


def test_an_adopted_plan_stands_beside_as_a_document(client_of, pen_for, scap):
    browser = client_of("editor")
    add = reverse("scaps:document-add", args=[scap.slug])
    facts = {"title": "План 2024", "lang": "ru", "is_public": "on"}
    empty = browser.post(add, facts)
    assert (empty.status_code, "План 2024" in empty.content.decode()) == (422, True)

    upload = SimpleUploadedFile("plan.pdf", A_PDF, "application/pdf")
    answer = browser.post(add, facts | {"file": upload})

    file = scap.files.get()
    assert (answer.status_code, file.title, file.lang) == (302, "План 2024", "ru")
    assert file.upload.uploaded_by.email == "editor@example.org"
    assert "План 2024" in pen_for("csco", scap).open("documents").content.decode()
    browser.post(reverse("scaps:document-remove", args=[scap.slug, file.pk]))
    assert not scap.files.exists()


@pytest.fixture
def whole(scap, project):
    FocusFactory(scap=scap)
    TargetFactory(scap=scap)
    return scap


def test_all_answers_are_checked_and_the_plan_is_submitted(client_of, whole):
    browser = client_of("csco")
    address = reverse("scaps:check", args=[whole.slug])
    page = browser.get(address).content.decode()
    assert "Days above the limit" in page
    assert reverse("scaps:project-section", args=["sensors", "money"]) in page

    answer = browser.post(address)

    whole.refresh_from_db()
    assert (answer.status_code, whole.state) == (302, ScapState.SUBMITTED)


def test_a_plan_that_misses_a_component_is_not_submitted(client_of, scap):
    browser = client_of("csco")

    answer = browser.post(reverse("scaps:check", args=[scap.slug]))

    scap.refresh_from_db()
    assert (answer.status_code, scap.state) == (422, ScapState.DRAFT)
    assert "Set at least one target" in answer.content.decode()


def test_text_that_nobody_saved_holds_the_plan_back(client_of, pen_for, whole):
    pen_for("editor", whole).autosave("vision", vision="Half a sen")

    answer = client_of("csco").post(reverse("scaps:check", args=[whole.slug]))

    assert answer.status_code == 422
    assert "Typed and not saved yet" in answer.content.decode()


def test_an_editor_checks_and_does_not_submit(client_of, whole):
    browser = client_of("editor")
    address = reverse("scaps:check", args=[whole.slug])

    assert "deputy submits the plan" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 403


def test_networks_can_be_chosen(pen_for, scap):
    other = NetworkFactory(acronym="ASCN")
    pen = pen_for("csco", scap)

    pen.send("about", network=other.pk)

    scap.refresh_from_db()
    assert scap.network == other
