"""The last look at everything before a plan goes to the secretariat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import DomainError
from scaps import check_words, outline
from scaps.gap_words import words
from scaps.outline import Overview
from scaps.sections import PROJECT, SCAP
from scaps.services import plans
from scaps.sheets import editor_address, section_address
from scaps.views.editor import access
from scaps.views.editor.overview import gaps


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, slug):
    """All answers with links that change them; sent by whoever speaks for the city."""
    scap = access.plan(request.user, slug)
    prefetch_related_objects([scap], *check_words.prefetches(SCAP))
    overview = outline.of_scap(scap)
    if request.method != "POST":
        return _page(request, scap, overview)
    if not request.user.has_perm("scaps.submit_scap", scap):
        raise PermissionDenied
    if overview.needed or _unsaved(overview):
        return _page(request, scap, overview, status=422, was_sent=True)
    try:
        plans.submit(scap, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The plan is with the secretariat."))
    return redirect(scap)


def _page(request, scap, overview: Overview, *, status=200, was_sent=False):
    projects = [row.thing for row in overview.projects]
    prefetch_related_objects(projects, *check_words.prefetches(PROJECT))
    context = {
        "scap": scap,
        "sections": check_words.of(scap),
        "projects": [
            {
                "project": project,
                "url": editor_address(project),
                "sections": check_words.of(project),
            }
            for project in projects
        ],
        "needed": [
            {
                "label": words(gap),
                "url": section_address(row.thing, part),
                "of": str(row.thing) if row is not overview.plan else "",
            }
            for row, part, gap in overview.needed
        ],
        "advised": [
            {**gap, "of": str(row.thing) if row is not overview.plan else ""}
            for row in (overview.plan, *overview.projects)
            for gap in gaps(row, needed=False)
        ],
        "unsaved": _unsaved(overview),
        "was_sent": was_sent,
        "editor_url": editor_address(scap),
        "may_submit": request.user.has_perm("scaps.submit_scap", scap),
    }
    return render(request, "scaps/edit/check.html", context, status=status)


def _unsaved(overview: Overview) -> list[dict]:
    """Sections in which somebody typed what is not saved: it would not be sent."""
    return [
        {
            "label": line.part.title,
            "url": section_address(row.thing, line.part),
            "of": str(row.thing) if row is not overview.plan else "",
            "who": line.drafts[0].saved_by,
        }
        for row in (overview.plan, *overview.projects)
        for line in row.lines
        if line.drafts
    ]
