"""Plans as readers get them: the list, one plan, one project; and a plan's moves."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import csv_export, facets, limits
from core.access import fetch
from core.errors import DomainError
from core.forms import ReasonForm
from core.pages import page_or_part, sent
from scaps import plan_page, plan_table, report_tasks
from scaps.models import Scap
from scaps.plan_filters import SORTS, Listing
from scaps.services import plans as services
from scaps.states import EDITED, SCAP_WORKFLOW, ScapState

PLANS = Scap.objects.select_related(
    "organisation__country", "network", "current__scap__organisation"
)
KEPT = ("sort",)
BY_PAGES_OF_THEIR_OWN = {"submit", "return", "publish"}


@require_safe
@limits.a_minute(limits.SEARCHES, "search", when=limits.is_search)
def index(request):
    """The published plans that the reader may see, and above them one's own."""
    found = Listing(request.GET, request.user)
    groups = found.groups()
    page = found.page(request.GET.get("page"))
    context = {
        "page": page,
        "text": found.text,
        "facets": groups,
        "chips": facets.chips(request.GET, groups),
        "sorts": [
            {"name": name, "label": SORTS[name], "current": name == found.sort}
            for name in found.sorts
        ],
        "kept": [(name, request.GET[name]) for name in KEPT if request.GET.get(name)],
        "may_add": request.user.has_perm("scaps.add_scap"),
        "in_work": plan_page.in_work(request.user),
    }
    return page_or_part(request, "scaps/plan/index.html", "results", context)


@require_safe
@limits.a_minute(limits.TABLES, "table")
def index_csv(request):
    found = Listing(request.GET, request.user)
    header, rows = plan_table.of_plans(found, site=settings.SITE_URL)
    return as_table(header, rows, "action-plans")


def as_table(header, rows, name: str) -> HttpResponse:
    response = HttpResponse(
        csv_export.table(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_safe
def detail(request, slug):
    """The version in force; without one, those who may look in see the working copy."""
    try:
        scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    except Http404:
        if gone := plan_page.withdrawn(slug, user=request.user):
            return render(request, "scaps/plan/gone.html", {"scap": gone}, status=410)
        raise
    if scap.current is None or not plan_page.may_read(scap.current, user=request.user):
        return _working_copy(request, scap)
    plan = plan_page.of_version(scap.current, user=request.user)
    return render(request, "scaps/plan/detail.html", page_context(request, plan))


@login_required
@require_safe
def preview(request, slug):
    """The working copy as it would be published; for the office and the secretariat."""
    scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    if not plan_page.may_look_in(scap, user=request.user):
        raise PermissionDenied
    return _working_copy(request, scap)


def _working_copy(request, scap):
    plan = plan_page.of_working_copy(scap, user=request.user)
    context = page_context(request, plan) | {"is_preview": True}
    return render(request, "scaps/plan/detail.html", context)


def page_context(request, plan) -> dict:
    """What every page of a plan tells, whichever version it shows."""
    user, scap = request.user, plan.scap
    looks_in = plan_page.may_look_in(scap, user=user)
    files = plan_page.files(plan, user=user)
    return {
        "plan": plan,
        "scap": scap,
        "files": files,
        "sections": plan.sections(files),
        "successor": plan_page.successor(scap, user=user),
        "report": plan_page.last_report(scap, user=user),
        "looks_in": looks_in,
        "reports_due": report_tasks.due(user, scap=scap) if looks_in else [],
        "moves": moves_of(user, scap) if looks_in else [],
        "may_change": user.has_perm("scaps.change_scap", scap),
        "may_submit": scap.state in EDITED and user.has_perm("scaps.submit_scap", scap),
        "may_review": scap.state == ScapState.SUBMITTED
        and user.has_perm("scaps.review_scap", scap),
    }


def moves_of(user, scap) -> list:
    """Those that are a button here: one submits from the editor, after a last look at
    all answers, and returns or publishes from the review."""
    return [
        move
        for move in SCAP_WORKFLOW.open_to(user, scap)
        if move.name not in BY_PAGES_OF_THEIR_OWN
    ]


@require_safe
def project(request, slug, project):
    """One project of the plan, as it was published."""
    scap = fetch(request.user, "scaps.view_scap", PLANS, slug=slug)
    if scap.current is not None and plan_page.may_read(scap.current, user=request.user):
        plan = plan_page.of_version(scap.current, user=request.user)
    elif plan_page.may_look_in(scap, user=request.user):
        plan = plan_page.of_working_copy(scap, user=request.user)
    else:
        raise Http404
    shown = next((one for one in plan.projects if one.slug == project), None)
    if shown is None:
        raise Http404
    return render(
        request,
        "scaps/plan/project.html",
        {"plan": plan, "scap": scap, "project": shown, "is_preview": not plan.version},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, slug, move):
    """One of the moves of the workflow; those that want a reason ask for it."""
    if move not in SCAP_WORKFLOW.moves or move in BY_PAGES_OF_THEIR_OWN:
        raise Http404
    step = SCAP_WORKFLOW.moves[move]
    scap = fetch(request.user, step.permission, PLANS, slug=slug)
    form = ReasonForm(sent(request))
    if request.method != "POST" or (step.reason and not form.is_valid()):
        if not step.reason:
            return redirect(scap)
        status = 422 if form.is_bound else 200
        context = {"form": form, "scap": scap, "move": step}
        return render(request, "scaps/plan/move.html", context, status=status)
    extra = {"reason": form.cleaned_data["reason"]} if step.reason else {}
    try:
        getattr(services, move)(scap, by=request.user, **extra)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, DONE[move]())
    return redirect(scap)


DONE = {
    "take_back": lambda: _("The plan is yours again. You can go on writing."),
    "revise": lambda: _(
        "You can write on the next version. The published one stays in force."
    ),
    "withdraw": lambda: _("The plan is withdrawn. Readers do not see it any more."),
}
