"""What cities do with a joint initiative. Every verb locks it and records who did it.

Each participant answers for itself. What follows from all answers together,
`_settle` works out: whether it starts, who may see it, which countries it spans.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import drafts
from core.errors import Conflict, DomainError
from core.languages import column, current
from core.text import clean
from members import compliance
from members.compliance import Action
from members.models import Organisation, User
from members.models.offices import office_holder
from notifications import services as notifications
from scaps import overlap_lists
from scaps.models import (
    FollowUp,
    Initiative,
    InitiativeStep,
    Overlap,
    Participation,
    Project,
)
from scaps.notices import (
    InitiativeAnswered,
    InitiativeEnded,
    InitiativeInvited,
    InitiativeStarted,
)
from scaps.states import (
    INITIATIVE_WORKFLOW,
    NARROWER,
    PARTICIPATION_WORKFLOW,
    InitiativeEnd,
    InitiativeState,
    ParticipationState,
    Visibility,
)

TEXTS = ("title", "aim", "outcome")
SLUG_LENGTH = 80
AT_LEAST = 2


# --- Proposing and inviting ----------------------------------------------------------


@transaction.atomic
def propose(
    lead: Organisation,
    data: Mapping,
    *,
    projects: Iterable[Project],
    by,
    overlap: Overlap | None = None,
    key: str = "",
) -> Initiative:
    """Begin an initiative of the cities whose projects these are; the others are asked.

    From an overlap only if both cities have confirmed it. Sent twice under one
    key, it is one initiative.
    """
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=lead.pk)
    if made := drafts.became(drafts.of_key(Initiative, key)) if key else None:
        return Initiative.objects.get(pk=made)
    projects = list(projects)
    others = _others(lead, projects)
    if overlap:
        _check_joint(overlap, lead)
    initiative = Initiative(
        lead=lead,
        overlap=overlap,
        slug=_free_slug(f"{lead.slug}-{others[0].slug}"),
        source_lang=data["source_lang"],
        sectors=data["sectors"],
        entered_by=by,
    )
    _fill(initiative, data)
    initiative.save()
    part = _ask(initiative, lead, by=by)
    _accept(part, data, [p for p in projects if p.organisation_id == lead.pk], by=by)
    for city in others:
        theirs = [p for p in projects if p.organisation_id == city.pk]
        _ask(initiative, city, by=by).projects.set(theirs)
        _tell_of_invitation(initiative, city, by=by)
    _settle(initiative)
    if key:
        draft = drafts.keep(
            Initiative, {}, holder=office_holder(lead.pk), section=key, by=by
        )
        drafts.spend(draft, target_id=initiative.pk)
    return initiative


@transaction.atomic
def invite(initiative: Initiative, city: Organisation, *, by) -> Participation:
    """Ask one more city, or again one that declined or left."""
    initiative = lock(initiative)
    _check_under_way(initiative)
    _check_allowed(initiative.lead, city)
    part = initiative.participations.filter(organisation=city).first()
    if part is None:
        part = _ask(initiative, city, by=by)
    else:
        PARTICIPATION_WORKFLOW.advance(part, "invite")
        part.invited_at, part.invited_by = timezone.now(), by
        part.answered_at = part.answered_by = part.left_at = part.left_by = None
        part.reason = part.reason_lang = ""
        part.save()
    _settle(initiative)
    _tell_of_invitation(initiative, city, by=by)
    return part


# --- What a participant says -----------------------------------------------------------


@transaction.atomic
def accept(
    part: Participation, data: Mapping, *, projects: Iterable[Project] = (), by
) -> Participation:
    """Take part; with the last answer the initiative starts."""
    initiative, part = _move(part, "accept")
    _accept(part, data, projects, by=by)
    _tell_of_answer(initiative, part, by=by)
    _settle(initiative, by=by)
    return part


@transaction.atomic
def decline(part: Participation, *, by, reason: str) -> Participation:
    """Take no part, with a reason that the others read."""
    initiative, part = _move(part, "decline")
    part.answered_at, part.answered_by = timezone.now(), by
    part.reason, part.reason_lang = clean(reason), current()
    part.save()
    _tell_of_answer(initiative, part, by=by)
    _settle(initiative, by=by)
    return part


@transaction.atomic
def leave(part: Participation, *, by, reason: str) -> Participation:
    """Take part no longer. Where only one city is left, the initiative ends."""
    initiative, part = _move(part, "leave")
    if part.organisation_id == initiative.lead_id:
        raise DomainError(_("The lead does not leave: it ends the initiative."))
    part.left_at, part.left_by = timezone.now(), by
    part.reason, part.reason_lang = clean(reason), current()
    part.save()
    _tell_of_answer(initiative, part, by=by)
    _settle(initiative, by=by)
    return part


@transaction.atomic
def change_part(
    part: Participation,
    data: Mapping,
    *,
    projects: Iterable[Project],
    version: int,
    by,
) -> Participation:
    """What a city adds, with which projects, and to whom it may be shown."""
    initiative = lock(part.initiative)
    part = initiative.participations.get(pk=part.pk)
    _check_under_way(initiative)
    if part.state != ParticipationState.ACCEPTED:
        raise DomainError(_("Your city takes no part in this initiative."))
    if part.version != version:
        raise Conflict(
            _("Somebody else saved this page while you were writing. Nothing is lost.")
        )
    part.version += 1
    _fill_part(part, data, projects)
    _settle(initiative)
    return part


# --- What all participants write -------------------------------------------------------


@transaction.atomic
def change(
    initiative: Initiative,
    data: Mapping,
    steps: Sequence[Mapping],
    *,
    version: int,
    by,
) -> Initiative:
    """Save the description and the plan, unless somebody did since `version` was read."""
    initiative = lock(initiative)
    _check_under_way(initiative)
    if initiative.version != version:
        raise Conflict(
            _("Somebody else saved this page while you were writing. Nothing is lost.")
        )
    _fill(initiative, data)
    initiative.sectors = data["sectors"]
    initiative.version += 1
    initiative.save()
    _fill_steps(initiative, steps)
    return initiative


@transaction.atomic
def follow_up(
    initiative: Initiative, data: Mapping, *, by, city: Organisation | None = None
) -> FollowUp:
    """Note how it goes, and when the participants look at it again."""
    initiative = lock(initiative)
    _check_under_way(initiative)
    note = FollowUp.objects.create(
        initiative=initiative,
        organisation=city,
        noted_on=data["noted_on"],
        text=clean(data["text"]),
        lang=current(),
        written_by=by,
    )
    initiative.next_review_on = data["next_review_on"]
    initiative.save(update_fields=["next_review_on", "updated_at"])
    return note


# --- The end -------------------------------------------------------------------------


@transaction.atomic
def complete(initiative: Initiative, *, by, reason: str) -> Initiative:
    """What was planned is done; `reason` says what came of it."""
    return _end(lock(initiative), InitiativeEnd.COMPLETED, by=by, reason=reason)


@transaction.atomic
def end(initiative: Initiative, *, by, reason: str) -> Initiative:
    """Stop before it is done, with the reason."""
    return _end(lock(initiative), InitiativeEnd.ENDED, by=by, reason=reason)


def lock(initiative: Initiative) -> Initiative:
    return (
        Initiative.objects.select_for_update(of=("self",), no_key=True)
        .select_related("lead")
        .get(pk=initiative.pk)
    )


# --- Parts ---------------------------------------------------------------------------


def _others(lead: Organisation, projects: Sequence[Project]) -> list[Organisation]:
    """The cities that are asked, in the order of their projects."""
    found = list(dict.fromkeys(project.organisation for project in projects))
    if lead not in found or len(found) < AT_LEAST:
        raise DomainError(
            _("Choose a project of your city and one of each city that you invite.")
        )
    if any(project.current_id is None for project in projects):
        raise DomainError(_("Only published projects can be part of an initiative."))
    others = [city for city in found if city != lead]
    for city in others:
        _check_allowed(lead, city)
    return others


def _check_allowed(lead: Organisation, city: Organisation) -> None:
    if not city.is_local_government:
        raise DomainError(_("Only local governments take part in an initiative."))
    if not compliance.allows(Action.KNOWLEDGE, lead, city):
        raise DomainError(_("These cities cannot be brought together."))


def _check_joint(overlap: Overlap, lead: Organisation) -> None:
    """Locked: of two cities that propose at once the second is told."""
    rows = Overlap.objects.select_for_update(of=("self",), no_key=True)
    rows.filter(pk=overlap.pk).first()
    said = overlap_lists.decisions([overlap])
    both = [said.get((overlap.pk, city)) for city in overlap.cities]
    if lead.pk not in overlap.cities or not overlap_lists.is_joint(both):
        raise DomainError(_("Both cities must have confirmed the overlap first."))
    if overlap.initiatives.under_way().exists():
        raise DomainError(_("There is a joint initiative from this overlap already."))


def _check_under_way(initiative: Initiative) -> None:
    if not initiative.is_under_way:
        raise DomainError(_("This initiative has come to its end."))


def _free_slug(wanted: str) -> str:
    slug, number = wanted[:SLUG_LENGTH], 1
    while Initiative.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[:SLUG_LENGTH]}-{number}"
    return slug


def _fill(initiative: Initiative, data: Mapping) -> None:
    for field in TEXTS:
        setattr(initiative, column(field, initiative.source_lang), data[field])


def _ask(initiative: Initiative, city: Organisation, *, by) -> Participation:
    return Participation.objects.create(
        initiative=initiative,
        organisation=city,
        source_lang=next(iter(city.languages), initiative.source_lang),
        invited_at=timezone.now(),
        invited_by=by,
    )


def _accept(part: Participation, data: Mapping, projects, *, by) -> None:
    part.state = ParticipationState.ACCEPTED
    part.answered_at, part.answered_by = timezone.now(), by
    part.source_lang = data["source_lang"]
    _fill_part(part, data, projects)


def _fill_part(part: Participation, data: Mapping, projects) -> None:
    setattr(part, column("contribution", part.source_lang), data["contribution"])
    part.visibility = data["visibility"]
    part.save()
    part.projects.set(
        [p for p in projects if p.organisation_id == part.organisation_id]
    )


def _fill_steps(initiative: Initiative, rows: Sequence[Mapping]) -> None:
    """Rows that are not named stay as they are: somebody else added them."""
    there = {step.pk: step for step in initiative.steps.all()}
    for order, data in enumerate(rows, start=1):
        step = there.get(data.get("id"))
        if data.get("DELETE"):
            if step:
                step.delete()
            continue
        step = step or InitiativeStep(initiative=initiative)
        setattr(step, column("title", initiative.source_lang), data["title"])
        step.who_id, step.order = data["who"], order
        step.due_on, step.done_on = data["due_on"], data["done_on"]
        step.save()


def _move(part: Participation, name: str) -> tuple[Initiative, Participation]:
    initiative = lock(part.initiative)
    _check_under_way(initiative)
    part = initiative.participations.select_related("organisation").get(pk=part.pk)
    PARTICIPATION_WORKFLOW.advance(part, name)
    return initiative, part


def _settle(initiative: Initiative, *, by=None) -> None:
    """What follows from the answers of all."""
    parts = initiative.participations.select_related("organisation__country")
    parts = list(parts.exclude(state=ParticipationState.DECLINED))
    accepted = [p for p in parts if p.state == ParticipationState.ACCEPTED]
    waits = any(p.state == ParticipationState.INVITED for p in parts)
    initiative.visibility = narrowest(p.visibility for p in accepted)
    initiative.countries = sorted({p.organisation.country.code for p in accepted})
    initiative.save(update_fields=["visibility", "countries", "updated_at"])
    if waits or by is None:
        return
    if initiative.state == InitiativeState.ACTIVE and len(accepted) < AT_LEAST:
        _end(initiative, InitiativeEnd.ALONE, by=by)
    elif initiative.state == InitiativeState.PROPOSED and len(accepted) >= AT_LEAST:
        _start(initiative, by=by)


def narrowest(circles: Iterable[str]) -> str:
    """The circle that all of them agree to; one that nobody named is the office alone."""
    found = set(circles)
    for circle in reversed(NARROWER[Visibility.PUBLIC]):
        if circle in found:
            return circle
    return Visibility.OWN


def _start(initiative: Initiative, *, by) -> None:
    INITIATIVE_WORKFLOW.advance(initiative, "start")
    initiative.started_at = timezone.now()
    initiative.save(update_fields=["state", "started_at", "updated_at"])
    _tell(InitiativeStarted, initiative, by=by)


def _end(initiative: Initiative, cause: str, *, by, reason: str = "") -> Initiative:
    move = "complete" if cause == InitiativeEnd.COMPLETED else "end"
    INITIATIVE_WORKFLOW.advance(initiative, move)
    initiative.ended_at, initiative.ended_by = timezone.now(), by
    initiative.end_cause = cause
    initiative.end_reason = clean(reason)
    initiative.end_lang = current() if reason else ""
    initiative.next_review_on = None
    initiative.save()
    _tell(InitiativeEnded, initiative, by=by)
    return initiative


# --- Telling -------------------------------------------------------------------------


def _tell_of_invitation(initiative: Initiative, city: Organisation, *, by) -> None:
    notifications.announce(
        InitiativeInvited,
        about=initiative,
        by=by,
        to=User.objects.speaking_for(city),
        city=city.pk,
    )


def _tell_of_answer(initiative: Initiative, part: Participation, *, by) -> None:
    _tell(
        InitiativeAnswered,
        initiative,
        by=by,
        but=part.organisation_id,
        city=part.organisation_id,
        answer=part.state,
    )


def _tell(kind, initiative: Initiative, *, by, but: int = 0, **data) -> None:
    """The offices of all who take part; on the end also of those still asked."""
    states = [ParticipationState.ACCEPTED]
    if kind is InitiativeEnded:
        states.append(ParticipationState.INVITED)
    cities = initiative.participations.filter(state__in=states).exclude(
        organisation=but
    )
    found = Organisation.objects.filter(pk__in=cities.values("organisation"))
    people = [p for city in found for p in User.objects.speaking_for(city)]
    notifications.announce(kind, about=initiative, by=by, to=people, **data)
