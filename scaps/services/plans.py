"""What people do with an action plan. Every verb locks the plan and records who did it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import search, sorting
from core.errors import DomainError
from core.languages import columns
from core.text import clean
from members.models import User
from members.states import WRITES, StaffRole
from notifications import services as notifications
from scaps import remarks, snapshots
from scaps.models import Project, ProjectVersion, Scap, ScapVersion
from scaps.notices import PlanPublished, PlanReturned, PlanSubmitted, PlanWithdrawn
from scaps.signals import plan_published
from scaps.states import SCAP_WORKFLOW, ScapState, Secured

WITHDRAWN = ("withdrawn_at", "withdrawn_by", "withdraw_reason")

# --- The city ----------------------------------------------------------------------


@transaction.atomic
def submit(scap: Scap, *, by) -> Scap:
    """Hand the plan to the secretariat; until it is returned nobody writes on it."""
    scap = _move(scap, "submit")
    scap.submitted_at, scap.submitted_by = timezone.now(), by
    scap.save(update_fields=["state", "submitted_at", "submitted_by", "updated_at"])
    notifications.announce(PlanSubmitted, about=scap, by=by, to=_secretariat())
    return scap


@transaction.atomic
def take_back(scap: Scap, *, by) -> Scap:
    """Write on it again before the secretariat has answered."""
    return _saved(_move(scap, "take_back"))


@transaction.atomic
def revise(scap: Scap, *, by) -> Scap:
    """Work on the next version; the one in force stays so until then."""
    return _saved(_move(scap, "revise"))


@transaction.atomic
def withdraw(scap: Scap, *, by, reason: str) -> Scap:
    """Take the plan off the portal: its versions are for the office and staff alone."""
    scap = _move(scap, "withdraw")
    was_in_force = scap.current is not None
    _end_projects(scap)
    scap.current = None
    scap.withdrawn_at, scap.withdrawn_by = timezone.now(), by
    scap.withdraw_reason = clean(reason)
    scap.save(update_fields=["state", "current", *WITHDRAWN, "updated_at"])
    if was_in_force:
        notifications.announce(PlanWithdrawn, about=scap, by=by, to=_secretariat())
    return scap


# --- The secretariat -----------------------------------------------------------------


@transaction.atomic
def return_(scap: Scap, *, by) -> Scap:
    """Give the plan back with the remarks that were written; they are sent now."""
    scap = _move(scap, "return")
    sent = remarks.drafts(scap).update(sent_at=timezone.now())
    if not sent:
        raise DomainError(_("Write at least one remark before you return the plan."))
    scap = _saved(scap)
    notifications.announce(
        PlanReturned, about=scap, by=by, to=_office(scap), remarks=sent
    )
    return scap


@transaction.atomic
def publish(scap: Scap, *, by, note: str = "") -> ScapVersion:
    """Make an immutable version of the plan and its projects, in force from now.

    What was remarked and not sent goes with the review. A plan that this one
    replaces is in force no more, and stays readable.
    """
    scap = _move(scap, "publish")
    now = timezone.now()
    projects = list(scap.projects.select_related("stage", "organisation"))
    _end_projects(scap, but=projects)
    told = snapshots.of_projects(projects)
    version = _version(scap, told, by=by, now=now, note=clean(note))
    for project, data in zip(projects, told, strict=True):
        _project_version(project, data, version)
    scap.current = version
    scap.withdrawn_at, scap.withdrawn_by, scap.withdraw_reason = None, None, ""
    scap.save(update_fields=["state", "current", *WITHDRAWN, "updated_at"])
    remarks.drafts(scap).delete()
    if scap.replaces:
        _supersede(scap.replaces, new=scap)
    plan_published.send(Scap, scap_id=scap.pk, version_id=version.pk)
    notifications.announce(
        PlanPublished, about=scap, by=by, to=_office(scap), number=version.number
    )
    return version


def lock(scap: Scap) -> Scap:
    return (
        Scap.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "current")
        .get(pk=scap.pk)
    )


def _move(scap: Scap, name: str) -> Scap:
    scap = lock(scap)
    SCAP_WORKFLOW.advance(scap, name)
    return scap


def _saved(scap: Scap) -> Scap:
    scap.save(update_fields=["state", "updated_at"])
    return scap


def _office(scap: Scap):
    """Those who write for the city."""
    return (
        User.objects.active()
        .filter(
            seats__organisation=scap.organisation_id,
            seats__role__in=WRITES,
            seats__ended_at=None,
        )
        .distinct()
    )


def _secretariat():
    return User.objects.staff_with(StaffRole.SECRETARIAT)


def _end_projects(scap: Scap, *, but: Iterable[Project] = ()) -> None:
    """No version counts any more: neither those of this plan, with projects that have
    left it since, nor those that its projects had elsewhere.

    Projects in `but` get a new version, the others have none in force.
    """
    versions = ProjectVersion.objects.filter(is_current=True)
    counted = versions.filter(Q(scap_version__scap=scap) | Q(project__in=but))
    left = Project.objects.filter(versions__in=counted).exclude(pk__in=_ids(but))
    gone = list(left.distinct())
    versions.filter(pk__in=list(counted.values_list("pk", flat=True))).update(
        is_current=False
    )
    for project in gone:
        project.current = None
        project.save(update_fields=["current", "updated_at"])


def _ids(projects: Iterable[Project]) -> list[int]:
    return [project.pk for project in projects]


def _supersede(old: Scap, *, new: Scap) -> None:
    """The older plan of the same city: still read at its address, counted no more."""
    old = lock(old)
    if old.organisation_id != new.organisation_id:
        raise DomainError(_("A plan can replace only a plan of the same city."))
    if old.state == ScapState.SUPERSEDED:
        return
    if old.current is None:
        raise DomainError(
            _("The plan that this one replaces was never published, or is withdrawn.")
        )
    _end_projects(old)
    old.state = ScapState.SUPERSEDED
    old.save(update_fields=["state", "updated_at"])


# --- Versions ------------------------------------------------------------------------


def _version(scap: Scap, projects: list[dict], *, by, now, note: str) -> ScapVersion:
    data = snapshots.of_scap(scap)
    titles = {code: pair[0] for code, pair in data["title"]["texts"].items()}
    last = scap.versions.first()
    return ScapVersion.objects.create(
        scap=scap,
        number=last.number + 1 if last else 1,
        data=data,
        visibility=scap.visibility,
        money_visibility=scap.money_visibility,
        contacts_visibility=scap.contacts_visibility,
        needs_visibility=scap.needs_visibility,
        sectors=data["sectors"],
        focus_areas=[focus["area"] for focus in data["focuses"]],
        sort_keys=sorting.keys(titles, fallback=snapshots.original(data["title"])),
        search=_words(scap, data, projects),
        note=note,
        published_at=now,
        published_by=by,
    )


def _words(scap: Scap, data: dict, projects: list[dict]):
    """What a search finds the plan by: nothing that only some may read."""
    titles = [data["title"], *(project["title"] for project in projects)]
    texts = [data["vision"], data["status"], data["outcome"]]
    texts += [focus["text"] for focus in data["focuses"]]
    texts += [target["indicator"] for target in data["targets"]]
    city = [getattr(scap.organisation, name) or "" for name in columns("name")]
    return search.vector(*_every(texts), *city, titles=_every(titles))


def _every(texts: list[dict]) -> list[str]:
    return [pair[0] for text in texts for pair in text["texts"].values()]


def _project_version(
    project: Project, data: dict, version: ScapVersion
) -> ProjectVersion:
    """The project as it stands, in force with its plan."""
    scap = version.scap
    last = project.versions.first()
    latitude, longitude = data["point"] or (None, None)
    begins = project.started_on or project.starts_on
    ends = project.ended_on or project.ends_on
    made = ProjectVersion.objects.create(
        project=project,
        scap_version=version,
        number=last.number + 1 if last else 1,
        data=data,
        organisation_id=project.organisation_id,
        visibility=scap.visibility,
        money_visibility=scap.money_visibility,
        contacts_visibility=scap.contacts_visibility,
        needs_visibility=scap.needs_visibility,
        sectors=data["sectors"],
        stage=data["stage"],
        standing=data["standing"],
        sdgs=data["sdgs"],
        latitude=latitude,
        longitude=longitude,
        year_from=begins.year if begins else None,
        year_to=ends.year if ends else None,
        is_open=data["is_open"],
        sought_usd=snapshots.total_usd(data, Secured.SOUGHT),
        secured_usd=snapshots.total_usd(data, Secured.SECURED),
        text_hash=snapshots.text_hash(data),
        published_at=version.published_at,
    )
    project.current = made
    project.save(update_fields=["current", "updated_at"])
    return made
