"""The page of a joint initiative: who takes part with what, the plan, the notes."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from core.facets import words
from core.workflow import Move
from members.models import Organisation
from scaps import circles, snapshots
from scaps.initiative_lists import TONES
from scaps.models import FollowUp, Initiative, InitiativeStep, Participation, Project
from scaps.states import (
    INITIATIVE_WORKFLOW,
    PARTICIPATION_WORKFLOW,
    TAKES_PART,
    ParticipationState,
)
from translations import services as translations
from translations.services import Text
from vocabulary.models import Sector

PREFETCHED = (
    Prefetch(
        "participations",
        Participation.objects.select_related("organisation__country").defer(
            "organisation__search"
        ),
    ),
    Prefetch(
        "participations__projects", Project.objects.select_related("current", "scap")
    ),
    Prefetch("steps", InitiativeStep.objects.select_related("who")),
)
PART_TONES = {"invited": "hold", "accepted": "done", "declined": "stop", "left": "stop"}


@dataclass(frozen=True)
class ShownProject:
    title: Text
    url: str


@dataclass(frozen=True)
class Way:
    """Something the reader may do, with its address."""

    move: Move
    url: str


@dataclass(frozen=True)
class Part:
    """What one city has to do with the initiative, as this reader may see it."""

    row: Participation
    city: Organisation
    contribution: Text
    projects: list[ShownProject]
    is_lead: bool
    is_ours: bool
    may_change: bool
    tone: str
    ways: list[Way]


@dataclass(frozen=True)
class Step:
    row: InitiativeStep
    title: Text


def context(initiative: Initiative, user) -> dict:
    rows = list(initiative.participations.all())
    for row in rows:
        row.initiative = initiative
    steps = list(initiative.steps.all())
    for step in steps:
        step.initiative = initiative
    translations.prepare(rows)
    translations.prepare([row.organisation for row in rows])
    translations.prepare(steps)
    ours = user.sits_at if user.is_authenticated else set()
    is_secretariat = user.is_authenticated and user.is_secretariat
    inside = {row.organisation_id for row in rows if row.state in TAKES_PART}
    tells_all = is_secretariat or bool(ours & inside)
    parts = [_part(row, user) for row in _in_order(initiative, rows)]
    shown = {ParticipationState.ACCEPTED}
    return {
        "initiative": initiative,
        "title": translations.read(initiative, "title"),
        "aim": translations.read(initiative, "aim"),
        "outcome": translations.read(initiative, "outcome"),
        "tone": TONES[initiative.state],
        "parts": [p for p in parts if tells_all or p.row.state in shown],
        "invitations": [p for p in parts if p.is_ours and p.row.state == "invited"],
        "steps": [Step(step, translations.read(step, "title")) for step in steps],
        "notes": _notes(initiative) if tells_all else [],
        "sectors": _sectors(initiative),
        "tells_all": tells_all,
        "may_change": user.has_perm("scaps.change_initiative", initiative),
        "may_invite": user.has_perm("scaps.lead_initiative", initiative),
        "ways": [
            Way(move, reverse("initiatives:move", args=[initiative.slug, move.name]))
            for move in INITIATIVE_WORKFLOW.open_to(user, initiative)
        ],
    }


def _in_order(initiative: Initiative, rows: list) -> list:
    """The lead first, then those who take part, then the others."""
    order = list(ParticipationState)
    order.sort(key=lambda state: state != ParticipationState.ACCEPTED)
    return sorted(
        rows,
        key=lambda row: (
            row.organisation_id != initiative.lead_id,
            order.index(row.state),
            row.pk,
        ),
    )


def _part(row: Participation, user) -> Part:
    initiative = row.initiative
    return Part(
        row=row,
        city=row.organisation,
        contribution=translations.read(row, "contribution"),
        projects=[_project(p) for p in row.projects.all() if _may_see(p, user)],
        is_lead=row.organisation_id == initiative.lead_id,
        is_ours=user.is_authenticated and row.organisation_id in user.sits_at,
        may_change=user.has_perm("scaps.change_participation", row),
        tone=PART_TONES[row.state],
        ways=[
            Way(move, _address(move.name, row))
            for move in PARTICIPATION_WORKFLOW.open_to(user, row)
        ],
    )


def _address(move: str, row: Participation) -> str:
    args = [row.initiative.slug, row.organisation.slug, move]
    return reverse("initiatives:answer", args=args)


def _may_see(project: Project, user) -> bool:
    return project.current is not None and circles.may_see(
        project.current.visibility, user=user, organisation_id=project.organisation_id
    )


def _project(project: Project) -> ShownProject:
    url = ""
    if project.scap:
        url = reverse("scaps:project", args=[project.scap.slug, project.slug])
    return ShownProject(snapshots.read(project.current.data["title"]), url)


def _notes(initiative: Initiative) -> list[FollowUp]:
    return list(initiative.follow_ups.select_related("organisation", "written_by"))


def _sectors(initiative: Initiative) -> list[str]:
    if not initiative.sectors:
        return []
    known = words({"sector": Sector.objects.filter(code__in=initiative.sectors)})
    return [str(word) for word in known["sector"]]
