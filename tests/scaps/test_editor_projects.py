"""Stages, and projects and needs in the editor of a plan."""

import pytest
from django.urls import reverse

from core.errors import DomainError
from scaps import stages
from scaps.models import Project, StageChange
from scaps.services import editing, stage_steps
from tests.factories import (
    EvidenceFactory,
    NeedFactory,
    OrganisationFactory,
    ProjectFactory,
)
from vocabulary.models import GateCriterion, Stage

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
