"""What people do with an action plan. Every verb locks the plan and records who did it."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core import search, sorting
from scaps import snapshots
from scaps.models import Project, ProjectVersion, Scap, ScapVersion
from scaps.signals import plan_published
from scaps.states import SCAP_WORKFLOW, Secured


@transaction.atomic
def submit(scap: Scap, *, by) -> Scap:
    """Hand the plan to the secretariat; until it is returned nobody writes on it."""
    scap = _move(scap, "submit")
    scap.submitted_at, scap.submitted_by = timezone.now(), by
    scap.save(update_fields=["state", "submitted_at", "submitted_by", "updated_at"])
    return scap


@transaction.atomic
def publish(scap: Scap, *, by, note: str = "") -> ScapVersion:
    """Make an immutable version of the plan and its projects, in force from now."""
    scap = _move(scap, "publish")
    now = timezone.now()
    version = _version(scap, by=by, now=now, note=note)
    for project in scap.projects.select_related("stage", "organisation"):
        _project_version(project, version)
    scap.current = version
    scap.save(update_fields=["state", "current", "updated_at"])
    plan_published.send(Scap, scap_id=scap.pk, version_id=version.pk)
    return version


def lock(scap: Scap) -> Scap:
    return (
        Scap.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=scap.pk)
    )


def _move(scap: Scap, name: str) -> Scap:
    scap = lock(scap)
    SCAP_WORKFLOW.advance(scap, name)
    return scap


def _version(scap: Scap, *, by, now, note: str) -> ScapVersion:
    data = snapshots.of_scap(scap)
    titles = {code: pair[0] for code, pair in data["title"]["texts"].items()}
    texts = [
        pair[0]
        for name in ("title", "vision", "status")
        for pair in data[name]["texts"].values()
    ]
    last = scap.versions.first()
    return ScapVersion.objects.create(
        scap=scap,
        number=last.number + 1 if last else 1,
        data=data,
        visibility=scap.visibility,
        sectors=data["sectors"],
        focus_areas=[focus["area"] for focus in data["focuses"]],
        sort_keys=sorting.keys(titles, fallback=snapshots.original(data["title"])),
        search=search.vector(*texts),
        note=note,
        published_at=now,
        published_by=by,
    )


def _project_version(project: Project, version: ScapVersion) -> ProjectVersion:
    """The project as it stands; the version that was in force is so no more."""
    data = snapshots.of_project(project)
    scap = version.scap
    last = project.versions.first()
    project.versions.filter(is_current=True).update(is_current=False)
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
        sought_usd=_total(data, Secured.SOUGHT),
        secured_usd=_total(data, Secured.SECURED),
        text_hash=snapshots.text_hash(data),
        published_at=version.published_at,
    )
    project.current = made
    project.save(update_fields=["current", "updated_at"])
    return made


def _total(data: dict, secured: str) -> Decimal:
    sums = (row["usd"] for row in data["money"] if row["secured"] == secured)
    return sum((Decimal(usd) for usd in sums if usd), Decimal(0))
