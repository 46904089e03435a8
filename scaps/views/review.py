"""The review of a submitted plan, and what the city makes of its remarks."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import fetch
from core.errors import DomainError
from core.languages import current
from scaps import change_words, plan_page, sections
from scaps import remarks as work
from scaps.forms.review import PublishForm, RemarkForm
from scaps.models import Project, Remark
from scaps.plan_project import Shown
from scaps.sections import Part
from scaps.services import plans as services
from scaps.services import remarks as remark_services
from scaps.states import ScapState
from scaps.views.plans import PLANS

WHOLE = ""
UNREMARKED = {"documents", "sharing", "projects"}


@dataclass
class Place:
    """A section of the plan, or of a project, with the remarks at it."""

    part: Part | None
    project: Shown | None
    remarks: list[Remark]

    @property
    def name(self) -> str:
        return self.part.name if self.part else WHOLE

    @property
    def title(self) -> str:
        return str(self.part.title) if self.part else _("The plan as a whole")

    @property
    def anchor(self) -> str:
        return anchor(self.project.slug if self.project else "", self.name)

    @property
    def draft(self) -> Remark | None:
        return next((one for one in self.remarks if one.sent_at is None), None)

    @property
    def sent(self) -> list[Remark]:
        return [one for one in self.remarks if one.sent_at]


def anchor(project: str, section: str) -> str:
    return "-".join(filter(None, [project or "plan", section or "whole"]))


@login_required
@require_safe
def page(request, slug):
    """The working copy, a section at a time, with room for a remark at each."""
    scap = fetch(request.user, "scaps.review_scap", PLANS, slug=slug)
    plan = plan_page.of_working_copy(scap, user=request.user)
    found = work.with_drafts(scap)
    in_force = scap.current and plan_page.of_version(scap.current, user=request.user)
    context = {
        "groups": change_words.between(in_force, plan) if in_force else [],
        "plan": plan,
        "scap": scap,
        "places": _places(None, sections.PLAN_PARTS, found),
        "projects": [
            (project, _places(project, sections.PROJECT_PARTS, found))
            for project in plan.projects
        ],
        "is_submitted": scap.state == ScapState.SUBMITTED,
        "drafts": sum(r.sent_at is None for rs in found.values() for r in rs),
        "open": sum(_is_open(r) for rs in found.values() for r in rs),
        "write_in": settings.LANGUAGES,
        "lang": current(),
        "form": PublishForm(),
    }
    return render(request, "scaps/plan/review.html", context)


def _is_open(remark: Remark) -> bool:
    return remark.sent_at is not None and remark.settled_at is None


def _places(project: Shown | None, parts: tuple[Part, ...], found: dict) -> list[Place]:
    pk = project.id if project else None
    wanted = [part for part in parts if part.name not in UNREMARKED]
    places = [Place(part, project, found.get((pk, part.name), [])) for part in wanted]
    if project is None:
        places.insert(0, Place(None, None, found.get((None, WHOLE), [])))
    return places


@login_required
@require_POST
def remark(request, slug):
    """Keep a remark as a draft; an empty one takes it back."""
    scap = fetch(request.user, "scaps.review_scap", PLANS, slug=slug)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The remark is too long, or has no words."))
        return redirect("scaps:review", slug)
    data = form.cleaned_data
    project, section = _place(scap, data["project"], data["section"])
    try:
        kept = remark_services.write(
            scap,
            project=project,
            section=section,
            text=data["text"],
            lang=data["lang"],
            by=request.user,
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("The remark is kept. It is sent when you return the plan.")
            if kept
            else _("The remark is taken back."),
        )
    target = reverse("scaps:review", args=[slug])
    return redirect(f"{target}#{anchor(data['project'], section)}")


def _place(scap, project: str, section: str) -> tuple[Project | None, str]:
    """The place that a form names, if there is such a one."""
    of = sections.PROJECT if project else sections.SCAP
    if section != WHOLE and sections.named(of, section) is None:
        raise Http404
    if not project:
        return None, section
    return get_object_or_404(Project, scap=scap, slug=project), section


@login_required
@require_POST
def give_back(request, slug):
    scap = fetch(request.user, "scaps.review_scap", PLANS, slug=slug)
    try:
        services.return_(scap, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("scaps:review", slug)
    messages.success(request, _("The plan is returned. The office has been told."))
    return redirect("scaps:remarks", slug)


@login_required
@require_POST
def publish(request, slug):
    scap = fetch(request.user, "scaps.review_scap", PLANS, slug=slug)
    form = PublishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note is too long, or has no words."))
        return redirect("scaps:review", slug)
    try:
        services.publish(scap, by=request.user, note=form.cleaned_data["note"])
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("scaps:review", slug)
    messages.success(request, _("The plan is published. The office has been told."))
    return redirect(scap)


# --- The city ----------------------------------------------------------------------


@login_required
@require_safe
def remarks(request, slug):
    """What the secretariat remarked, each with a button that settles it."""
    scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    if not plan_page.may_look_in(scap, user=request.user):
        raise PermissionDenied
    sent = scap.remarks.filter(sent_at__isnull=False)
    found = list(
        sent.select_related("project", "settled_by").order_by("-sent_at", "pk")
    )
    for one in found:
        of = sections.PROJECT if one.project else sections.SCAP
        one.part = sections.named(of, one.section)
    context = {
        "scap": scap,
        "open": [one for one in found if one.settled_at is None],
        "settled": [one for one in found if one.settled_at],
        "may_change": request.user.has_perm("scaps.change_scap", scap),
        "may_review": request.user.has_perm("scaps.review_scap", scap),
    }
    return render(request, "scaps/plan/remarks.html", context)


@login_required
@require_POST
def settle(request, slug, pk):
    """Say that a remark is settled, or that it is not after all."""
    scap = fetch(request.user, "scaps.change_scap", PLANS, slug=slug)
    remark = get_object_or_404(scap.remarks.filter(sent_at__isnull=False), pk=pk)
    verb = remark_services.reopen if remark.settled_at else remark_services.settle
    verb(remark, by=request.user)
    return redirect("scaps:remarks", slug)
