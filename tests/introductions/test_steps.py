"""Next steps of two who agreed: planned, ended, reminded of; and what came of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import Conflict, DomainError
from introductions import services, step_reminders, steps_page, stuck
from introductions.models import Introduction, Outcome
from introductions.services import steps
from introductions.states import StepState
from members.states import ComplianceStatus
from notifications.models import Notice
from tests.factories import IntroductionFactory, NextStepFactory, OutcomeFactory

DUE = date(2026, 12, 8)


def facts(**changed) -> dict:
    plain = {
        "side": "asked",
        "person": None,
        "due_on": DUE,
        "funding": "",
        "note": "Three dates for a call.",
        "lang": "en",
    }
    return plain | changed


@pytest.fixture
def step(agreed, csco):
    return steps.plan(agreed, facts(), kind="call", by=csco)


def told(kind: str) -> set:
    notices = Notice.objects.filter(event__kind=kind)
    return {notice.recipient.email for notice in notices}


def test_a_step_is_planned_and_the_other_side_told(agreed, step):
    assert (step.state, step.side, step.note_lang) == ("planned", "asked", "en")
    assert told("step-planned") == {"provider_owner@example.org"}
    agreed.refresh_from_db()
    assert agreed.stirred_at > agreed.agreed_at


def test_of_one_kind_one_step_is_planned_at_a_time(agreed, step, csco):
    with pytest.raises(DomainError, match="planned already"):
        steps.plan(agreed, facts(), kind="call", by=csco)


@pytest.mark.parametrize("state", ["proposed", "closed", "stopped"])
def test_nothing_is_planned_unless_both_agree_now(world, csco, state):
    one = IntroductionFactory(asker=world.city, asked=world.provider, **{state: True})

    with pytest.raises(DomainError):
        steps.plan(one, facts(), kind="call", by=csco)


def test_who_pays_is_settled_before_a_feasibility_study(agreed, csco, editor):
    with pytest.raises(DomainError, match="who pays"):
        steps.plan(agreed, facts(), kind="feasibility", by=csco)

    study = steps.plan(agreed, facts(funding="bank"), kind="feasibility", by=csco)
    call = steps.plan(agreed, facts(funding="bank"), kind="call", by=csco)
    assert (study.funding, call.funding) == ("bank", "")
    with pytest.raises(DomainError, match="no seat"):
        steps.plan(agreed, facts(person=editor), kind="scale", by=csco)


def test_of_two_who_change_a_step_the_second_is_told(step, csco, provider_owner):
    changed = steps.change(step, facts(side="asker"), version=1, by=provider_owner)

    with pytest.raises(Conflict):
        steps.change(step, facts(note="Never."), version=1, by=csco)
    assert (changed.version, changed.side) == (2, "asker")


def test_walked_through_all_its_moves(step, csco, agreed):
    """The life cycle: every move, and those that are closed in each state."""
    words = {"outcome": "We called.", "lang": "en", "by": csco}

    done = steps.finish(step, **words)
    assert (done.state, done.outcome, done.ended_by) == ("done", "We called.", csco)
    for verb in (steps.finish, steps.drop):
        with pytest.raises(DomainError, match="not possible"):
            verb(step, **words)
    again = steps.resume(step, by=csco)
    assert (again.state, again.outcome, again.ended_at) == ("planned", "", None)
    with pytest.raises(DomainError, match="not possible"):
        steps.resume(step, by=csco)
    dropped = steps.drop(step, **words)
    assert dropped.state == StepState.DROPPED
    steps.plan(agreed, facts(), kind="call", by=csco)
    with pytest.raises(DomainError, match="planned already"):
        steps.resume(step, by=csco)


def test_a_finished_pilot_is_an_outcome_if_they_say_so(agreed, csco):
    pilot = steps.plan(agreed, facts(), kind="pilot", by=csco)

    steps.finish(pilot, outcome="Ten stops.", lang="en", by=csco, leads_on=True)

    said = agreed.outcomes.get()
    assert (said.result, said.text, said.side) == ("pilot", "Ten stops.", "asker")
    assert told("outcome-told") == {"provider_owner@example.org"}


def test_an_outcome_is_told_once_and_can_be_told_anew(agreed, csco, secretariat):
    steps.conclude(agreed, result="not_now", cause="budget", by=csco)
    steps.conclude(agreed, result="not_now", cause="other", text="x1", by=secretariat)

    said = agreed.outcomes.get()
    assert (said.cause, said.side, said.said_by) == ("other", "portal", secretariat)
    steps.retract(said, by=secretariat)
    assert not Outcome.objects.exists()


def test_compliance_closes_steps_too(agreed, step, csco, provider):
    provider.compliance_status = ComplianceStatus.BLOCKED
    provider.save()
    fresh = Introduction.objects.get(pk=agreed.pk)

    with pytest.raises(DomainError, match="passes no"):
        steps.change(step, facts(), version=1, by=csco)
    panel = steps_page.panel(fresh, csco)
    assert (panel.may_plan, panel.may_conclude, panel.shows_words) == (
        False,
        False,
        False,
    )


# --- Reminders and what is stuck -------------------------------------------------------


def test_reminded_before_on_the_day_and_once_after(step, provider_owner):
    days = (DUE - timedelta(days=4), DUE, DUE, DUE + timedelta(days=20))

    sent = [step_reminders.remind(day) for day in days]

    assert sent == [1, 1, 0, 1]
    notices = Notice.objects.filter(event__kind="step-due").order_by("pk")
    reminders = [notice.event.data["reminder"] for notice in notices]
    assert reminders == ["soon", "due", "overdue"]
    assert {notice.recipient for notice in notices} == {provider_owner}
    assert "Call" in notices[0].subject
    assert step.introduction.get_absolute_url() in notices[0].body


def test_another_day_begins_anew_and_what_is_closed_reminds_nobody(step, csco, agreed):
    assert step_reminders.remind(DUE) == 1
    later = DUE + timedelta(days=7)
    steps.change(step, facts(due_on=later, side="asker"), version=1, by=csco)
    assert step_reminders.remind(DUE) == 0 or later <= DUE + timedelta(days=4)
    assert step_reminders.remind(later) == 1

    services.close(agreed, by=csco, reason="We bought it.")
    assert step_reminders.remind(later + timedelta(days=30)) == 0


def test_what_is_stuck_and_why(db):
    now, today = timezone.now(), timezone.localdate()
    month_ago = now - timedelta(days=31)
    unanswered = IntroductionFactory(stirred_at=now - timedelta(days=15))
    silent = IntroductionFactory(agreed=True, stirred_at=month_ago)
    late = NextStepFactory(due_on=today - timedelta(days=12)).introduction
    fine = [
        IntroductionFactory(),
        IntroductionFactory(agreed=True),
        OutcomeFactory(introduction__stirred_at=month_ago).introduction,
        NextStepFactory(
            introduction__stirred_at=month_ago, due_on=today + timedelta(days=3)
        ).introduction,
        NextStepFactory(done=True, due_on=today - timedelta(days=50)).introduction,
    ]
    every = Introduction.objects.all()

    assert list(stuck.unanswered(every)) == [unanswered]
    assert list(stuck.silent(every)) == [silent]
    assert list(stuck.late(every)) == [late]
    assert every.count() == len(fine) + 3


# --- Pages -----------------------------------------------------------------------------


def test_planned_finished_and_concluded_on_the_pages(agreed, client_of):
    browser = client_of("csco")
    plan = reverse("introductions:plan-step", args=[agreed.pk, "pilot"])
    form = browser.get(plan).context["form"]
    assert form.initial["side"] == "asked"

    sent = {"side": "asked", "due_on": "2020-01-01", "lang": "en", "note": "Ten stops"}
    assert browser.post(plan, sent).status_code == 422
    soon = timezone.localdate() + timedelta(days=9)
    page = browser.post(plan, sent | {"due_on": soon.isoformat()}, follow=True)
    assert "Ten stops" in page.content.decode()
    step = agreed.steps.get()

    other = client_of("provider_owner")
    end = reverse("introductions:step-move", args=[agreed.pk, step.pk, "finish"])
    words = {"outcome": "It works.", "lang": "ko", "leads_on": "on"}
    text = other.post(end, words, follow=True).content.decode()
    assert '<div lang="ko"><p>It works.</p></div>' in text
    assert "A pilot was agreed." in text

    conclude = reverse("introductions:conclude", args=[agreed.pk])
    assert other.post(conclude, {"result": "not_now", "lang": "en"}).status_code == 422
    assert other.post(conclude, {"result": "study", "lang": "en"}).status_code == 302
    assert set(agreed.outcomes.values_list("result", flat=True)) == {"pilot", "study"}


def test_who_changes_what_was_changed_meanwhile_sees_both(step, client_of, csco):
    steps.change(step, facts(note="Theirs."), version=1, by=csco)
    address = reverse("introductions:step", args=[step.introduction_id, step.pk])
    sent = {"side": "asked", "due_on": DUE.isoformat(), "lang": "en", "version": 1}

    page = client_of("provider_owner").post(address, sent | {"note": "Ours."})

    text = page.content.decode()
    assert page.status_code == 422
    assert "Theirs." in text
    assert "Ours." in text
    again = page.context["form"]["version"].value()
    answer = client_of("provider_owner").post(
        address, sent | {"note": "Ours.", "version": again}
    )
    assert answer.status_code == 302
