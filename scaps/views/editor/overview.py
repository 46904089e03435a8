"""The task list of a plan and of a project."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.languages import CODES
from scaps import outline
from scaps.gap_words import words
from scaps.outline import Outline
from scaps.sheets import editor_address, section_address
from scaps.views.editor import access


@login_required
@require_safe
def plan(request, slug):
    """Everything that is to be done for the plan, in any order."""
    scap = access.plan(request.user, slug)
    overview = outline.of_scap(scap)
    context = {
        "scap": scap,
        "outline": overview.plan,
        "tasks": tasks(overview.plan),
        "gaps": gaps(overview.plan),
        "projects": [
            {
                "outline": row,
                "project": row.thing,
                "url": editor_address(row.thing),
                "gaps": gaps(row),
            }
            for row in overview.projects
        ],
        "translations": [code for code in CODES if code != scap.source_lang],
        "may_submit": request.user.has_perm("scaps.submit_scap", scap),
    }
    return render(request, "scaps/edit/plan.html", context)


@login_required
@require_safe
def project(request, slug):
    """The sections of one project."""
    found = access.project(request.user, slug)
    context = {
        "scap": found.scap,
        "project": found,
        "outline": (mine := outline.of_project(found)),
        "tasks": tasks(mine),
        "gaps": gaps(mine),
        "translations": [code for code in CODES if code != found.source_lang],
    }
    return render(request, "scaps/edit/project.html", context)


def tasks(mine: Outline) -> list[dict]:
    """Rows of `c-task-list`."""
    return [
        {
            "label": line.part.title,
            "url": section_address(mine.thing, line.part),
            "tone": line.tone,
            "state": line.state.label,
            "hint": _("(optional)") if line.part.is_optional else "",
            "who": line.touched_by,
            "at": line.touched_at,
        }
        for line in mine.lines
    ]


def gaps(mine: Outline, *, needed: bool = True) -> list[dict]:
    """What is missing, each with the page where it is filled in.

    Without `needed` those alone that are advised.
    """
    return [
        {
            "label": words(gap),
            "url": section_address(mine.thing, part),
            "section": part.title,
        }
        for part, gap in mine.gaps
        if needed or not gap.is_needed
    ]
