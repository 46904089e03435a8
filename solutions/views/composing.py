"""Writing a solution: a new one, or one that exists."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core import drafts
from core.errors import Conflict, DomainError
from core.text import whole_number
from solutions import composing, desk, differences, revising, services, writing
from solutions.composing import AlreadyMade, Composing
from solutions.forms.solution import SolutionSheet
from solutions.models import Solution
from solutions.states import SolutionState
from solutions.views.desk import provider_of, solution_of


@login_required
@require_safe
def start(request, slug):
    """What was begun and not saved, to go on with; else a new solution."""
    provider = provider_of(request.user, "solutions.offer_solution", slug)
    fresh = reverse("provider:new-begun", args=[slug, drafts.fresh_key()])
    begun = composing.begun(provider)
    if not begun:
        return redirect(fresh)
    context = {"organisation": provider, "begun": begun, "fresh": fresh}
    return render(request, "solutions/provider/begun.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, slug, key="", solution=""):
    """All questions on one page; buttons for rows keep what was typed and come back."""
    work = _work(request.user, slug, key=key, solution=solution)
    if key and work.solution:
        # Sent twice: the first has made the solution.
        return redirect(work.back)
    if request.method != "POST":
        sheet = work.sheet()
        sheet.open_row(whole_number(request.GET.get("row", "")))
        return _page(request, work, sheet)
    if not composing.fits(request.POST):
        return HttpResponse(status=413)
    sheet = work.sent(request.POST)
    try:
        if place := sheet.press(request.POST):
            work.keep(sheet.data)
            return redirect(f"{work.address}?{place}")
        if not sheet.is_valid():
            work.keep(sheet.data)
            return _page(request, work, sheet, status=422)
        return _save(request, work, sheet)
    except AlreadyMade:
        # Between two lines of ours; now the key leads to the solution.
        return write(request, slug, key=key)


@login_required
@require_POST
def autosave(request, slug, key="", solution=""):
    """Keep what is typed, right or wrong; readers see nothing of it."""
    work = _work(request.user, slug, key=key, solution=solution)
    if not composing.fits(request.POST):
        return HttpResponse(status=413)
    data = work.sent(request.POST).data
    try:
        if work.says_more(data):
            work.keep(data)
        else:
            work.drop()
    except AlreadyMade:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, slug, key="", solution=""):
    """Forget what was typed, after asking: all of a new one, or unsaved changes."""
    work = _work(request.user, slug, key=key, solution=solution)
    if work.draft is None or (key and work.solution):
        return redirect(work.back)
    if request.method != "POST":
        return render(request, "solutions/provider/discard.html", {"work": work})
    work.drop()
    messages.success(request, _("What was typed and not saved is gone."))
    return redirect(work.back)


def _work(user, slug: str, *, key: str, solution: str) -> Composing:
    """What somebody may write; a key that is spent leads to what it became."""
    if solution:
        found = solution_of(user, "solutions.view_solution", slug, solution)
        if found.state == SolutionState.SUBMITTED:
            raise PermissionDenied(
                _("The solution is in review. Take it back to change it.")
            )
        if not user.has_perm("solutions.change_solution", found):
            raise PermissionDenied
        return Composing(by=user, provider=found.provider, solution=found)
    provider = provider_of(user, "solutions.offer_solution", slug)
    made = drafts.became(draft := drafts.of_key(Solution, key))
    if made is None:
        work = Composing(by=user, provider=provider, key=key)
        if draft and not composing.begun(provider).filter(pk=draft.pk).exists():
            raise Http404
        return work
    found = Solution.objects.filter(pk=made, provider=provider).first()
    if found is None:
        raise Http404
    return Composing(by=user, provider=provider, solution=found)


def _save(request, work: Composing, sheet: SolutionSheet):
    if work.solution is None:
        made = services.create(
            work.provider, sheet.cleaned, by=request.user, key=_kept(work, sheet)
        )
        messages.success(
            request, _("Saved as a draft. Read it once more, then submit it.")
        )
        return redirect(desk.address(work.provider, made))
    version = whole_number(sheet.data["version"]) or 0
    try:
        revision = services.change(
            work.solution, sheet.cleaned, version=version, by=request.user
        )
    except Conflict as conflict:
        return _conflict(request, work, sheet, conflict)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(work.back)
    if revision:
        messages.success(
            request,
            _(
                "Saved. The secretariat reads what changed in substance; until then "
                "the listed text stays."
            ),
        )
    else:
        messages.success(request, _("The solution is saved."))
    return redirect(work.back)


def _kept(work: Composing, sheet: SolutionSheet) -> str:
    """A key is spent on its draft: one is there even if autosave never ran."""
    work.keep(sheet.data)
    return work.key


def _conflict(request, work: Composing, sheet: SolutionSheet, conflict: Conflict):
    """Both versions; the form keeps this one and takes the new version."""
    work.keep(sheet.data)
    theirs = Solution.objects.get(pk=work.solution.pk)
    changes = differences.between(
        revising.newest_values(theirs), writing.plain(sheet.cleaned)
    )
    data = sheet.data | {"version": str(theirs.version)}
    context = {"conflict": conflict, "changes": changes, "status": 409}
    return _page(request, work, SolutionSheet(data), **context)


def _page(request, work: Composing, sheet: SolutionSheet, *, status=200, **more):
    context = {
        "work": work,
        "sheet": sheet,
        "action": work.address,
        "organisation": work.provider,
        "solution": work.solution,
        "is_listed": work.solution and work.solution.state == SolutionState.PUBLISHED,
        **more,
    }
    return render(request, "solutions/provider/write.html", context, status=status)
