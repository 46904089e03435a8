"""The editor of plans: sections, rows, drafts, conflicts, order, submission."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import DomainError
from core.models import Draft
from members.models import Organisation
from scaps import sections, stages
from scaps.models import Project, Scap, Section, StageChange
from scaps.sections import SCAP
from scaps.services import editing, plans, stage_steps
from scaps.states import ScapState
from tests.factories import (
    ChallengeFactory,
    EvidenceFactory,
    FocusFactory,
    InvestmentFactory,
    MilestoneFactory,
    NeedFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnerFactory,
    ProjectFactory,
    RemarkFactory,
    ScapFactory,
    TargetFactory,
)
from vocabulary.models import FocusArea, GateCriterion, Sector, Stage

A_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"


@pytest.fixture
def scap(city):
    return ScapFactory(organisation=city, slug="busan")


@pytest.fixture
def project(scap):
    return ProjectFactory(scap=scap, slug="sensors")


class Pen:
    """Writes in the editor as a browser without scripts does."""

    def __init__(self, browser, thing) -> None:
        self.browser, self.thing = browser, thing
        self.kind = "scap" if isinstance(thing, Scap) else "project"

    def address(self, name: str, door: str = "section") -> str:
        return reverse(f"scaps:{self.kind}-{door}", args=[self.thing.slug, name])

    def open(self, name: str, **query):
        return self.browser.get(self.address(name), query)

    def fields(self, name: str, **query) -> dict:
        """All that the form of a section would send if nothing were typed."""
        context = self.open(name, **query).context
        form, rows = context["form"], context["rows"]
        bound = list(form)
        if rows is not None:
            bound += [field for row in rows.forms for field in row]
        sent = {f.html_name: f.value() for f in bound if f.value() not in (None, "")}
        if rows is not None:
            sent["rows-TOTAL_FORMS"] = rows.total_form_count()
        return {k: v for k, v in sent.items() if v is not False}

    def send(self, name: str, *, button: dict | None = None, **typed):
        sent = self.fields(name) | typed | (button or {})
        return self.browser.post(self.address(name), sent)

    def autosave(self, name: str, **typed):
        return self.browser.post(self.address(name, "draft"), self.fields(name) | typed)


@pytest.fixture
def pen_for(client_of):
    return lambda who, thing: Pen(client_of(who), thing)


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


# --- Rows ----------------------------------------------------------------------------------


def target(number: int, **fields) -> dict:
    values = {"indicator": "Days", "direction": "down", "goal": "40"} | fields
    return {f"rows-{number}-{name}": value for name, value in values.items()}


def test_a_row_is_added_and_what_was_typed_stays(pen_for, scap):
    pen = pen_for("csco", scap)

    answer = pen.send("targets", button={"add": "1"}, **target(0, indicator="Smog"))

    rows = pen.browser.get(answer.url).context["rows"]
    assert [row["indicator"].value() for row in rows.forms] == ["Smog", None]
    assert not scap.targets.exists()


def test_rows_are_saved_changed_removed_and_ordered(pen_for, scap):
    there = [
        TargetFactory(scap=scap, indicator=name, order=n) for n, name in enumerate("ab")
    ]
    pen = pen_for("csco", scap)
    pen.send("targets", button={"remove": "0"})
    assert scap.targets.count() == 2
    pen.send("targets", button={"add": "1"})

    pen.send("targets", **{"rows-1-goal": "12.5"}, **target(2, indicator="c"))

    rows = scap.targets.all()
    assert [(r.indicator_en, r.order) for r in rows] == [("b", 1), ("c", 2)]
    assert (rows[0].pk, rows[0].goal) == (there[1].pk, 12.5)


def test_a_removed_row_can_be_brought_back(pen_for, scap):
    TargetFactory(scap=scap, indicator="Smog")
    pen = pen_for("csco", scap)
    pen.send("targets", button={"remove": "0"})
    pen.send("targets", button={"restore": "0"})

    pen.send("targets")

    assert [r.indicator_en for r in scap.targets.all()] == ["Smog"]


def test_a_row_that_a_colleague_added_meanwhile_stays(pen_for, scap):
    mine, theirs = pen_for("csco", scap), pen_for("deputy", scap)
    read_before = mine.fields("targets") | target(0, indicator="Mine")
    theirs.send("targets", **target(0, indicator="Theirs"))

    answer = mine.browser.post(mine.address("targets"), read_before)
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    version = answer.context["form"]["version"].value()
    mine.browser.post(mine.address("targets"), read_before | {"version": version})

    assert {r.indicator_en for r in scap.targets.all()} == {"Mine", "Theirs"}


def test_focus_areas_change_places_without_losing_their_targets(pen_for, scap):
    areas = list(FocusArea.objects.all()[:2])
    focuses = [
        FocusFactory(scap=scap, area=a, text=a.code, order=n)
        for n, a in enumerate(areas)
    ]
    aim = TargetFactory(scap=scap, focus=focuses[0])
    pen = pen_for("csco", scap)

    pen.send("focus", **{"rows-0-area": areas[1].pk, "rows-1-area": areas[0].pk})

    aim.refresh_from_db()
    assert scap.focuses.count() == 2
    assert aim.focus.area == areas[0]


def test_the_same_focus_area_twice_is_told(pen_for, scap):
    area = FocusArea.objects.first()
    FocusFactory(scap=scap, area=area)
    pen = pen_for("csco", scap)

    answer = pen.send("focus", **{"rows-TOTAL_FORMS": 2, "rows-1-area": area.pk})

    assert answer.status_code == 422
    assert "chosen twice" in answer.content.decode()


def test_a_group_is_never_shown_to_more_than_the_plan_is(pen_for, scap):
    pen = pen_for("csco", scap)

    answer = pen.send(
        "sharing",
        visibility="network",
        money_visibility="public",
        needs_visibility="own",
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["money_visibility"]


def test_a_partner_is_looked_up_and_linked(pen_for, project, provider):
    Organisation.objects.filter(pk=provider.pk).update(is_public=True)
    pen = pen_for("csco", project)
    row = {"rows-0-name": "Lantern", "rows-0-role": "technology"}

    found = pen.send("partners", button={"find": "0"}, **row)
    assert str(provider) in pen.browser.get(found.url).content.decode()
    pen.send("partners", button={"link": f"0:{provider.pk}"})
    pen.send("partners")

    partner = project.partners.get()
    assert (partner.organisation, partner.name) == (provider, "Lantern")


def test_an_organisation_that_nobody_may_see_is_not_linked(pen_for, project, world):
    hidden = ScapFactory(organisation__hidden=True).organisation
    pen = pen_for("csco", project)
    row = {"rows-0-name": "X", "rows-0-role": "other", "rows-0-organisation": hidden.pk}

    answer = pen.send("partners", **row)

    assert answer.status_code == 422
    assert hidden.name not in answer.content.decode()
    found = pen.send("partners", button={"find": "0"}, **row | {"rows-0-name": hidden})
    assert f'"0:{hidden.pk}"' not in pen.browser.get(found.url).content.decode()


def test_money_shows_dollars_with_the_rate_its_day_and_source(pen_for, project):
    InvestmentFactory(project=project, currency="KRW", amount=1_000_000_000)
    InvestmentFactory(project=project, currency="KPW", amount=5)
    pen = pen_for("csco", project)

    page = pen.open("money").content.decode()

    assert re.search(r"About [\d,]+ USD, at the rate of", page)
    assert "no rate for this currency" in page
    assert "Give the yearly cost of operation" in page


def test_every_kind_of_row_can_be_saved_as_it_is(pen_for, project):
    sector = Sector.objects.first()
    project.sectors.set([sector])
    rows = [
        f(project=project)
        for f in (PartnerFactory, InvestmentFactory, MilestoneFactory, ChallengeFactory)
    ]
    before = [type(row).objects.values().get(pk=row.pk) | {"order": 1} for row in rows]
    pen = pen_for("csco", project)

    names = ("about", "situation", "partners", "money", "time", "challenges", "goals")
    answers = {name: pen.send(name).status_code for name in names}

    assert answers == dict.fromkeys(names, 302)
    assert [type(row).objects.values().get(pk=row.pk) for row in rows] == before
    assert list(project.sectors.all()) == [sector]


# --- Stage ----------------------------------------------------------------------------------


def take(pen, name: str, **sent):
    path = reverse("scaps:project-step", args=[pen.thing.slug, name])
    return pen.browser.post(path, sent)


def test_one_goes_on_through_the_gate_alone(pen_for, project):
    pen = pen_for("csco", project)
    take(pen, "forward")
    project.refresh_from_db()
    assert project.stage.code == "preparation"
    fields = pen.fields("stage")
    for number in range(GateCriterion.objects.filter(stage=project.stage).count()):
        fields |= {f"rows-{number}-is_met": "on", f"rows-{number}-text": "Paper 7"}
    assert pen.browser.post(pen.address("stage"), fields).status_code == 302

    take(pen, "forward")

    project.refresh_from_db()
    assert project.stage.code == "implementation"
    assert StageChange.objects.get().made_by.email == "csco@example.org"


def test_back_and_to_rest_one_goes_with_a_reason(pen_for, project):
    pen = pen_for("csco", project)
    assert take(pen, "back").status_code == 422

    take(pen, "back", reason="The design was refused.")
    take(pen, "hold", reason="No budget this year.")

    project.refresh_from_db()
    assert (project.stage.code, project.standing) == ("appraisal", "on_hold")
    assert "No budget this year." in pen.open("stage").content.decode()
    take(pen, "forward")
    project.refresh_from_db()
    assert project.stage.code == "appraisal"


def test_a_step_that_somebody_was_quicker_with_is_refused(project, csco):
    stage_steps.take(project, stages.HOLD, reason="No budget.", by=csco)

    with pytest.raises(DomainError):
        stage_steps.take(project, stages.BACK, reason="A new design.", by=csco)


def test_a_project_enters_in_any_stage_once(pen_for, scap):
    project = ProjectFactory(scap=scap, stage=None)
    pen = pen_for("csco", project)
    path = reverse("scaps:project-enter-stage", args=[project.slug])
    for code in ("operation", "identification"):
        pen.browser.post(path, {"stage": Stage.objects.get(code=code).pk})

    project.refresh_from_db()
    assert project.stage.code == "operation"


def test_a_point_that_no_gate_has_is_refused(pen_for, project):
    pen = pen_for("csco", project)
    row = {"rows-0-criterion": 999_999, "rows-0-text": "Paper"}

    answer = pen.send("stage", **row)

    assert answer.status_code == 422
    assert not project.evidences.exists()


def test_evidence_of_an_earlier_stage_is_kept(pen_for, project):
    early = GateCriterion.objects.filter(stage__code="identification").first()
    EvidenceFactory(project=project, criterion=early)

    pen_for("csco", project).send("stage", **{"rows-0-text": "Half"})

    assert project.evidences.count() == 2


# --- Projects of a plan and needs of a project -------------------------------------------------


def test_a_project_is_added_once_and_described(client_of, scap):
    browser = client_of("editor")
    sent = {"title": "Воздух", "key": "abcdefghij12"}

    answers = [
        browser.post(reverse("scaps:project-add", args=[scap.slug]), sent)
        for _time in range(2)
    ]

    project = Project.objects.get()
    address = reverse("scaps:project-edit", args=[project.slug])
    assert [a.url for a in answers] == [address] * 2
    assert project.title_en == "Воздух"
    assert browser.get(address).status_code == 200


def test_projects_change_places_leave_the_plan_and_come_back(client_of, scap):
    for number, slug in enumerate("abc"):
        ProjectFactory(scap=scap, slug=slug, order=number)
    browser = client_of("csco")

    def order() -> list[str]:
        return list(scap.projects.values_list("slug", flat=True))

    def do(move: str, slug: str) -> int:
        path = reverse(f"scaps:project-{move}", args=[scap.slug, slug])
        return browser.post(path).status_code

    assert do("up", "c") == 302
    assert order() == ["a", "c", "b"]
    do("down", "a")
    assert order() == ["c", "a", "b"]
    do("out", "a")
    assert order() == ["c", "b"]
    assert browser.get(reverse("scaps:project-edit", args=["a"])).status_code == 200
    do("in", "a")
    assert order() == ["c", "b", "a"]
    foreign = ProjectFactory(slug="foreign")
    assert do("out", foreign.slug) == 404


def test_only_a_free_project_of_the_city_is_put_in(scap, project, csco):
    for wrong in (
        project,
        ProjectFactory(scap=None, organisation=OrganisationFactory()),
    ):
        with pytest.raises(DomainError):
            editing.put_in(scap, wrong, by=csco)


def test_needs_of_the_city_become_needs_of_the_project(client_of, city, project):
    need, foreign = NeedFactory(organisation=city), NeedFactory()
    browser = client_of("csco")
    path = reverse("scaps:project-attach", args=[project.slug])

    browser.post(path, {"need": need.pk})
    assert browser.post(path, {"need": foreign.pk}).status_code == 404

    assert list(project.needs.all()) == [need]
    browser.post(reverse("scaps:project-detach", args=[project.slug, need.pk]))
    assert not project.needs.exists()


def test_a_need_that_is_begun_for_a_project_belongs_to_it(
    client_of, project, typed, pen_of
):
    browser = client_of("csco")
    first = browser.get(f"{reverse('needs:new')}?project={project.slug}").url
    for _step in range(4):
        page = browser.get(first)
        first = browser.post(page.context["action"], typed).url
    last = browser.get(first)

    browser.post(last.context["action"], typed | {"seen": last.context["sheet"].seen})

    need = project.needs.get()
    assert (need.title_en, need.organisation) == (typed["title"], project.organisation)
    assert (
        client_of("other_csco")
        .get(f"{reverse('needs:new')}?project={project.slug}")
        .status_code
        == 404
    )


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


def test_networks_can_be_chosen(client_of, scap):
    other = NetworkFactory(acronym="ASCN")
    pen = Pen(client_of("csco"), scap)

    pen.send("about", network=other.pk)

    scap.refresh_from_db()
    assert scap.network == other
