"""One need: its page, and the moves of its life."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import fetch
from core.errors import DomainError
from core.forms import ReasonForm
from scaps.models import Need
from scaps.services import needs as services
from scaps.states import WORKFLOW


@require_safe
def detail(request, pk):
    """One need, as far as its visibility lets the reader see it."""
    source = Need.objects.select_related(
        "organisation__country", "sector", "stage", "urgency", "entered_by"
    ).prefetch_related("types", "areas")
    need = fetch(request.user, "scaps.view_need", source, pk=pk)
    context = {
        "need": need,
        "moves": WORKFLOW.open_to(request.user, need),
        "may_change": request.user.has_perm("scaps.change_need", need),
        "may_match": request.user.has_perm("solutions.view_matches", need),
    }
    return render(request, "scaps/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, pk, move):
    """One of the moves of the workflow; those that want a reason ask for it."""
    if move not in WORKFLOW.moves:
        raise Http404
    step = WORKFLOW.moves[move]
    need = fetch(request.user, step.permission, Need, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or (step.reason and not form.is_valid()):
        if not step.reason:
            return redirect(need)
        status = 422 if form.is_bound else 200
        context = {"form": form, "need": need, "move": step}
        return render(request, "scaps/move.html", context, status=status)
    extra = {"reason": form.cleaned_data["reason"]} if step.reason else {}
    try:
        getattr(services, move)(need, by=request.user, **extra)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done: the need is updated."))
    return redirect(need)
