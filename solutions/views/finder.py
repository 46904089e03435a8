"""The Finder: what fits a need, why, and what the city decides about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.access import fetch
from core.errors import DomainError
from core.forms import ReasonForm
from scaps.models import Need
from scaps.states import WORKFLOW
from solutions import finder, services
from solutions.models import Match

NEEDS = Need.objects.select_related(
    "organisation__country", "sector", "stage", "urgency"
).prefetch_related("types", "areas")


@login_required
@require_safe
def ranking(request, pk):
    """The page of results; asked by htmx while the list is being made."""
    need = fetch(request.user, "solutions.view_matches", NEEDS, pk=pk)
    wanted = finder.MORE if "more" in request.GET else finder.FIRST
    context = finder.page(need, wanted=wanted) | {
        "need": need,
        "may_decide": request.user.has_perm("solutions.decide_match", need),
        "may_change": request.user.has_perm("scaps.change_need", need),
        "moves": WORKFLOW.open_to(request.user, need),
    }
    name = "solutions/finder.html"
    return render(request, f"{name}#ranking" if request.htmx else name, context)


@login_required
@require_safe
def start(request):
    """Where the Finder begins: the office's own needs, or how to write one."""
    needs = Need.objects.filter(organisation__in=request.user.sits_at).select_related(
        "sector"
    )
    context = {
        "needs": list(needs[:50]),
        "counts": finder.counts(needs),
        "may_add": request.user.has_perm("scaps.add_need"),
    }
    return render(request, "solutions/finder_start.html", context)


@login_required
@require_POST
def decide(request, pk, match, decision):
    """Shortlist a match or take a decision back; dismissal asks for a reason first."""
    found = _match(request.user, pk, match)
    verbs = {"shortlist": services.shortlist, "reconsider": services.reconsider}
    try:
        verbs[decision](found, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your decision is saved."))
    return redirect("solutions:finder", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request, pk, match):
    found = _match(request.user, pk, match)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        services.dismiss(found, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Put aside. You can bring it back below the list."))
        return redirect("solutions:finder", pk)
    context = {"form": form, "need": found.need, "solution": found.solution}
    status = 422 if form.is_bound else 200
    return render(request, "solutions/dismiss.html", context, status=status)


def _match(user, need_id: int, match_id: int) -> Match:
    need = fetch(user, "solutions.decide_match", Need, pk=need_id)
    source = Match.objects.live().select_related("need", "solution")
    return fetch(user, "solutions.view_match", source, need=need, pk=match_id)
