"""What both sides do after they agreed: plan steps, finish them, say what came of it.

Every verb locks the introduction: of two who plan or finish at once, the second
sees what the first one did.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError
from core.text import clean
from introductions import relay
from introductions.models import Introduction, NextStep, Outcome
from introductions.next_steps import RUNGS
from introductions.notices import OutcomeTold, StepPlanned
from introductions.services.introducing import lock, speakers
from introductions.states import (
    STEP_WORKFLOW,
    STUDIES,
    IntroductionState,
    NotNow,
    Result,
    Side,
    StepKind,
    StepState,
)
from notifications import services as notifications


@transaction.atomic
def plan(introduction: Introduction, data: Mapping, *, kind: str, by) -> NextStep:
    """Add a step; the other side is told, for it may be theirs to do."""
    introduction = _lock(introduction, by)
    _check_agreed(introduction)
    _check_not_planned(introduction, kind)
    step = NextStep(introduction=introduction, added_by=by, kind=kind)
    _fill(step, data)
    step.save()
    _stir(introduction)
    _tell(StepPlanned, introduction, by)
    return step


@transaction.atomic
def change(step: NextStep, data: Mapping, *, version: int, by) -> NextStep:
    """Another day, another owner: reminders begin anew with the day."""
    step = _lock_step(step, by)
    if step.version != version:
        raise Conflict(
            _("Somebody else saved this page while you were writing. Nothing is lost.")
        )
    if step.state != StepState.PLANNED:
        raise DomainError(_("This step has come to its end."))
    _fill(step, data)
    step.version += 1
    step.save()
    _stir(step.introduction)
    return step


@transaction.atomic
def finish(
    step: NextStep, *, outcome: str, lang: str, by, leads_on: bool = False
) -> NextStep:
    """The step is done. With `leads_on` its result is kept as an outcome."""
    step = _end(step, "finish", outcome=outcome, lang=lang, by=by)
    result = RUNGS[StepKind(step.kind)].leads_to
    if leads_on and result:
        conclude(step.introduction, result=result, text=outcome, lang=lang, by=by)
    return step


@transaction.atomic
def drop(step: NextStep, *, outcome: str, lang: str, by) -> NextStep:
    """Leave a step out; `outcome` says why."""
    return _end(step, "drop", outcome=outcome, lang=lang, by=by)


@transaction.atomic
def resume(step: NextStep, *, by) -> NextStep:
    """It was not done, or it is wanted after all."""
    step = _lock_step(step, by)
    STEP_WORKFLOW.advance(step, "resume")
    _check_not_planned(step.introduction, step.kind)
    step.ended_at = step.ended_by = None
    step.outcome = step.outcome_lang = step.reminded = ""
    step.version += 1
    step.save()
    _stir(step.introduction)
    return step


@transaction.atomic
def conclude(
    introduction: Introduction,
    *,
    result: str,
    by,
    cause: str = "",
    text: str = "",
    lang: str = "",
) -> Outcome:
    """Say what the introduction led to; said again, the newer words count.

    Not only while it is open: contracts are signed long after the last letter.
    """
    introduction = _lock(introduction, by)
    if not introduction.has_met:
        raise DomainError(_("Both sides have to agree first."))
    if introduction.state == IntroductionState.STOPPED and not by.is_staff:
        raise DomainError(_("Nothing can be written here any more."))
    text = clean(text)
    said, _made = Outcome.objects.update_or_create(
        introduction=introduction,
        result=result,
        defaults={
            "cause": NotNow(cause).value if result == Result.NOT_NOW else "",
            "text": text,
            "lang": lang if text else "",
            "said_on": timezone.localdate(),
            "side": introduction.side_of(by) or Side.PORTAL,
            "said_by": by,
        },
    )
    _stir(introduction)
    _tell(OutcomeTold, introduction, by)
    return said


@transaction.atomic
def retract(outcome: Outcome, *, by) -> None:
    """It was said by mistake."""
    _stir(_lock(outcome.introduction, by))
    outcome.delete()


# --- Parts ---------------------------------------------------------------------------


def _lock(introduction: Introduction, by) -> Introduction:
    """Words go from one side to the other: compliance may have closed that."""
    introduction = lock(introduction)
    relay.check(introduction.asker, introduction.asked, by=by)
    return introduction


def _lock_step(step: NextStep, by) -> NextStep:
    introduction = _lock(step.introduction, by)
    _check_agreed(introduction)
    step = introduction.steps.get(pk=step.pk)
    step.introduction = introduction
    return step


def _check_agreed(introduction: Introduction) -> None:
    if introduction.state != IntroductionState.AGREED:
        raise DomainError(_("Steps are planned while the introduction is open."))


def _check_not_planned(introduction: Introduction, kind: str) -> None:
    if introduction.steps.planned().filter(kind=kind).exists():
        raise DomainError(_("This step is planned already."))


def _fill(step: NextStep, data: Mapping) -> None:
    owner = step.introduction.organisation(data["side"])
    person = data["person"]
    if person and not owner.seats.current().filter(person=person).exists():
        raise DomainError(_("This person has no seat at the side that sees to it."))
    if step.kind == StepKind.FEASIBILITY and not data["funding"]:
        raise DomainError(_("Say who pays for the feasibility study."))
    if data["due_on"] != step.due_on:
        step.reminded = ""
    step.side, step.person, step.due_on = data["side"], person, data["due_on"]
    step.funding = data["funding"] if step.kind in STUDIES else ""
    step.note = clean(data["note"])
    step.note_lang = data["lang"] if step.note else ""


def _end(step: NextStep, move: str, *, outcome: str, lang: str, by) -> NextStep:
    step = _lock_step(step, by)
    STEP_WORKFLOW.advance(step, move)
    step.ended_at, step.ended_by = timezone.now(), by
    step.outcome = clean(outcome)
    step.outcome_lang = lang if step.outcome else ""
    step.version += 1
    step.save()
    _stir(step.introduction)
    return step


def _stir(introduction: Introduction) -> None:
    """What moves is news, and not stuck."""
    introduction.stirred_at = timezone.now()
    introduction.save(update_fields=["stirred_at", "updated_at"])


def _tell(kind, introduction: Introduction, by) -> None:
    """Those who speak for the other side; of what staff did, those of both."""
    own = introduction.side_of(by)
    others = [Side(side) for side in introduction.sides if side != own]
    notifications.announce(
        kind, about=introduction, by=by, to=speakers(introduction, *others)
    )
