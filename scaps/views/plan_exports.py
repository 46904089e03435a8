"""A published plan for machines and spreadsheets, and its documents."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import limits
from core.access import fetch
from core.languages import current
from members import files
from members.compliance import Action
from scaps import oc4ids as standard
from scaps import plan_page, plan_table
from scaps.plan_page import Plan
from scaps.states import Visibility
from scaps.views.plans import PLANS, as_table


def _plan(request, slug) -> Plan:
    """The version in force, as far as the reader may see it."""
    scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    version = scap.current
    if version is None or not plan_page.may_read(version, user=request.user):
        raise Http404
    return plan_page.of_version(version, user=request.user)


@require_safe
@limits.a_minute(limits.TABLES, "table")
def targets(request, slug):
    header, rows = plan_table.of_targets(_plan(request, slug))
    return as_table(header, rows, f"{slug}-targets")


@require_safe
@limits.a_minute(limits.TABLES, "table")
def projects(request, slug):
    header, rows = plan_table.of_projects(_plan(request, slug), site=settings.SITE_URL)
    return as_table(header, rows, f"{slug}-projects")


@require_safe
@limits.a_minute(limits.TABLES, "table")
def plan(request, slug):
    """Every text in all its languages, with what is known of each."""
    plan = _plan(request, slug)
    scap, version = plan.scap, plan.version
    told = {
        "address": settings.SITE_URL
        + reverse("scaps:version", args=[scap.slug, version.number]),
        "version": version.number,
        "published_at": version.published_at.isoformat(),
        "city": {"slug": scap.organisation.slug, "name": str(scap.organisation)},
        "network": scap.network.slug,
        "plan": plan.data,
        "projects": [
            {"slug": project.slug, **project.data} for project in plan.projects
        ],
    }
    return _file(told, f"{slug}.json")


@require_safe
@limits.a_minute(limits.TABLES, "table")
def oc4ids(request, slug):
    """The projects in the standard for infrastructure projects, in one language."""
    plan = _plan(request, slug)
    published_at = plan.version.published_at
    names = {pk: str(row) for pk, row in plan.organisations.items()}
    projects = [
        standard.project(
            project.data,
            slug=project.slug,
            url=settings.SITE_URL + project.url,
            city=str(plan.scap.organisation),
            names=names,
            lang=current(),
            published_at=published_at,
        )
        for project in plan.projects
    ]
    package = standard.package(
        projects,
        uri=settings.SITE_URL + request.path,
        site=settings.SITE_URL,
        published_at=published_at,
    )
    return _file(package, f"{slug}-oc4ids.json")


def _file(told: dict, name: str) -> JsonResponse:
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def file(request, slug, pk):
    """A document of the plan, for those who may see it; compliance is asked too."""
    scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    found = plan_page.files_of(scap, user=request.user)
    document = get_object_or_404(found.select_related("upload__content"), pk=pk)
    is_open = scap.current is not None and (
        scap.current.visibility == Visibility.PUBLIC and document.is_public
    )
    action = Action.KNOWLEDGE if is_open else Action.FILE
    return files.hand_over(
        request.user, document.upload, of=scap.organisation, action=action
    )
