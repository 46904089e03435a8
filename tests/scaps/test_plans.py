"""What people do with a plan: from the first submission to the plan that replaces it."""

import pytest
from django.utils import timezone

from core.errors import DomainError, MoveNotAllowed
from notifications.kinds import KINDS
from notifications.models import Event, Notice
from scaps import remarks as work
from scaps.models import ProjectVersion, Remark, Scap
from scaps.services import plans, remarks
from scaps.signals import plan_published
from scaps.states import SCAP_WORKFLOW, ScapState
from tests.factories import (
    ProjectFactory,
    RemarkFactory,
    ScapFactory,
    ScapVersionFactory,
)

VERBS = {"return": "return_"}


@pytest.fixture
def plan(city, people) -> Scap:
    return ProjectFactory(
        scap=ScapFactory(organisation=city, entered_by=people["csco"])
    ).scap


@pytest.fixture
def submitted(plan, people) -> Scap:
    return plans.submit(plan, by=people["csco"])


def told(kind: str) -> set:
    notices = Notice.objects.filter(event__kind=kind).select_related("recipient")
    return {notice.recipient for notice in notices}


def in_force(plan) -> list[ProjectVersion]:
    return list(ProjectVersion.objects.filter(scap_version__scap=plan, is_current=True))


def act(plan, move: str, by):
    more = {"reason": "The council asked for it."} if move == "withdraw" else {}
    return getattr(plans, VERBS.get(move, move))(plan, by=by, **more)


@pytest.mark.parametrize("state", ScapState.values)
@pytest.mark.parametrize("move", list(SCAP_WORKFLOW.moves))
def test_every_move_from_every_state(city, people, state, move):
    plan = ScapFactory(organisation=city, entered_by=people["csco"])
    Scap.objects.filter(pk=plan.pk).update(state=state)
    if move == "return":
        RemarkFactory(scap=plan)
    step = SCAP_WORKFLOW.moves[move]

    if state not in step.sources:
        with pytest.raises(MoveNotAllowed):
            act(plan, move, people["secretariat"])
        return
    act(plan, move, people["secretariat"])

    plan.refresh_from_db()
    assert plan.state == step.target


# --- Submitting, returning -------------------------------------------------------------


def test_submitting_tells_the_secretariat(submitted, people):
    assert (submitted.state, submitted.submitted_by) == ("submitted", people["csco"])
    assert told("plan-submitted") == {people["secretariat"]}


def test_a_plan_is_returned_with_the_remarks_that_were_written(submitted, people):
    staff = people["secretariat"]
    remark = remarks.write(
        submitted, section="vision", text=" Say by when. ", lang="en", by=staff
    )
    assert (remark.text, remark.sent_at) == ("Say by when.", None)
    assert work.of(submitted) == {}

    plans.return_(submitted, by=staff)

    (found,) = work.of(submitted)[None, "vision"]
    assert found.sent_at is not None
    assert told("plan-returned") == {
        people[name] for name in ("csco", "deputy", "editor")
    }
    assert Event.objects.get(kind="plan-returned").data == {"remarks": 1}


def test_nothing_is_returned_without_a_remark(submitted, people):
    with pytest.raises(DomainError, match="remark"):
        plans.return_(submitted, by=people["secretariat"])

    submitted.refresh_from_db()
    assert submitted.state == ScapState.SUBMITTED


def test_a_remark_is_written_over_and_taken_back(submitted, people):
    project = submitted.projects.get()
    place = {"project": project, "section": "money", "lang": "ko"}
    for text in ("First", "Second"):
        remarks.write(submitted, text=text, by=people["secretariat"], **place)

    assert [remark.text for remark in Remark.objects.all()] == ["Second"]
    assert list(work.with_drafts(submitted)) == [(project.pk, "money")]
    remarks.write(submitted, text=" ", by=people["secretariat"], **place)
    assert not Remark.objects.exists()


def test_remarks_are_for_a_plan_that_is_submitted(plan, people):
    with pytest.raises(DomainError):
        remarks.write(
            plan, section="vision", text="Late", lang="en", by=people["secretariat"]
        )


def test_a_remark_is_settled_and_opened_again(plan, people):
    remark = RemarkFactory(scap=plan, sent_at=timezone.now())

    remark = remarks.settle(remark, by=people["editor"])

    assert remark.settled_by == people["editor"]
    assert not work.open_ones(plan).exists()
    remarks.reopen(remark, by=people["editor"])
    assert work.open_ones(plan).get() == remark


def test_a_draft_of_a_remark_is_not_settled(plan, people):
    with pytest.raises(DomainError):
        remarks.settle(RemarkFactory(scap=plan), by=people["editor"])


# --- Publishing --------------------------------------------------------------------


def test_publishing_tells_the_office_and_the_portal(submitted, people):
    heard = []

    def hear(sender, **facts):
        heard.append((facts["scap_id"], facts["version_id"]))

    plan_published.connect(hear)
    try:
        version = plans.publish(submitted, by=people["secretariat"], note=" First. ")
    finally:
        plan_published.disconnect(hear)

    assert heard == [(submitted.pk, version.pk)]
    assert (version.note, version.published_by) == ("First.", people["secretariat"])
    assert told("plan-published") == {
        people[name] for name in ("csco", "deputy", "editor")
    }


def test_remarks_that_were_not_sent_are_dropped(submitted, people):
    remarks.write(
        submitted, section="vision", text="Hm", lang="en", by=people["secretariat"]
    )

    plans.publish(submitted, by=people["secretariat"])

    assert not Remark.objects.exists()


def test_a_revised_plan_stays_in_force_until_the_next_version(plan, people):
    first = ScapVersionFactory(scap=plan)
    plans.revise(plan, by=people["csco"])
    plan.refresh_from_db()
    assert (plan.state, plan.current) == ("draft", first)
    assert Scap.objects.published().get() == plan

    second = ScapVersionFactory(scap=plan)

    plan.refresh_from_db()
    assert (plan.current, second.number) == (second, 2)
    (project,) = in_force(plan)
    assert (project.number, project.scap_version) == (2, second)
    assert first.project_versions.count() == 1


def test_a_project_that_left_the_plan_counts_no_more(plan, people):
    gone = plan.projects.get()
    ProjectFactory(scap=plan)
    ScapVersionFactory(scap=plan)
    plans.revise(plan, by=people["csco"])
    gone.scap = None
    gone.save()

    ScapVersionFactory(scap=Scap.objects.get(pk=plan.pk))

    gone.refresh_from_db()
    assert gone.current is None
    assert [row.project.scap for row in in_force(plan)] == [plan]


def test_a_project_that_moves_to_the_next_plan_counts_there(plan):
    ScapVersionFactory(scap=plan)
    project = plan.projects.get()
    new = ScapFactory(organisation=plan.organisation, replaces=plan)
    project.scap = new
    project.save()

    version = ScapVersionFactory(scap=new)

    project.refresh_from_db()
    assert project.current.scap_version == version
    assert [row.project for row in in_force(new)] == [project]
    assert in_force(plan) == []


def test_notices_are_told_in_words(plan, people):
    staff = people["secretariat"]
    plans.submit(plan, by=people["csco"])
    remarks.write(plan, section="vision", text="When?", lang="en", by=staff)
    plans.return_(plan, by=staff)
    plans.submit(plan, by=people["csco"])
    plans.publish(plan, by=staff)
    plans.withdraw(plan, by=people["csco"], reason="A new council.")

    for notice in Notice.objects.select_related("event", "recipient"):
        kind = KINDS[notice.event.kind]
        assert kind.may_read(notice.event, notice.recipient)
        subject, _blank, *body = kind.text(notice.event, notice.recipient).split("\n")
        assert plan.title_en in subject
        assert f"/scaps/{plan.slug}/" in "".join(body)


# --- The end -----------------------------------------------------------------------


def test_a_withdrawn_plan_is_for_its_office_alone(plan, people):
    ScapVersionFactory(scap=plan)

    plan = plans.withdraw(plan, by=people["csco"], reason=" A new council. ")

    assert (plan.current, plan.withdraw_reason) == (None, "A new council.")
    assert plan.withdrawn_by == people["csco"]
    assert in_force(plan) == []
    assert told("plan-withdrawn") == {people["secretariat"]}
    seen = [who for who, p in people.items() if p.has_perm("scaps.view_scap", plan)]
    assert set(seen) == {"csco", "deputy", "editor", "reader", "secretariat"}


def test_published_again_it_is_withdrawn_no_more(plan, people):
    ScapVersionFactory(scap=plan)
    plan = plans.withdraw(plan, by=people["csco"], reason="A new council.")
    plans.revise(plan, by=people["csco"])

    version = ScapVersionFactory(scap=Scap.objects.get(pk=plan.pk))

    plan.refresh_from_db()
    assert (version.number, plan.withdrawn_at, plan.withdraw_reason) == (2, None, "")


def test_a_plan_replaces_another_one(plan, people):
    ScapVersionFactory(scap=plan)
    new = ScapFactory(organisation=plan.organisation, replaces=plan)

    ScapVersionFactory(scap=new)

    plan.refresh_from_db()
    assert plan.state == ScapState.SUPERSEDED
    assert plan.current is not None
    assert in_force(plan) == []
    assert list(Scap.objects.published()) == [new]
    assert people["visitor"].has_perm("scaps.view_scap", plan)


def test_a_plan_that_was_never_published_is_not_replaced(plan):
    with pytest.raises(DomainError, match="never published"):
        ScapVersionFactory(
            scap=ScapFactory(organisation=plan.organisation, replaces=plan)
        )


def test_a_plan_replaces_only_one_of_its_own_city(plan):
    ScapVersionFactory(scap=plan)

    with pytest.raises(DomainError, match="same city"):
        ScapVersionFactory(scap=ScapFactory(replaces=plan))

    plan.refresh_from_db()
    assert plan.state == ScapState.PUBLISHED
