"""A provider's own pages: what it offers, where that stands, what it says of itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.access import fetch
from core.errors import DomainError
from core.forms import ReasonForm
from core.pages import sent
from members.models import Organisation
from solutions import (
    composing,
    desk,
    differences,
    language_states,
    renewals,
    revising,
    services,
)
from solutions import writing as values
from solutions.forms.profile import ProfileForm
from solutions.models import Solution
from solutions.proofs import proof
from solutions.services import profiles, revisions
from solutions.states import REVISION_WORKFLOW, WORKFLOW
from solutions.views.catalogue import page_of
from translations import services as translations

PROVIDERS = Organisation.objects.providers().select_related("country", "provider")
SOLUTIONS = Solution.objects.select_related(
    "provider__country", "provider__provider", "maturity", "price_model"
)
OWN_MOVES = ("submit", "take_back", "withdraw")
DONE = {
    "submit": gettext_lazy("Submitted. The secretariat reads it and tells you."),
    "take_back": gettext_lazy("It is a draft again. Submit it when it is ready."),
    "withdraw": gettext_lazy("It is out of the catalogue."),
}
SETTLED = 10


def provider_of(user, permission: str, slug: str) -> Organisation:
    return fetch(user, permission, PROVIDERS, slug=slug)


def solution_of(user, permission: str, slug: str, solution: str) -> Solution:
    """One solution of a provider, whose desk the person may see."""
    provider_of(user, "solutions.view_desk", slug)
    return fetch(user, permission, SOLUTIONS, provider__slug=slug, slug=solution)


@login_required
@require_safe
def index(request):
    """One's own providers; a single one opens at once."""
    own = list(PROVIDERS.filter(pk__in=request.user.sits_at).order_by("slug"))
    if len(own) == 1:
        return redirect("provider:desk", own[0].slug)
    return render(request, "solutions/provider/index.html", {"providers": own})


@login_required
@require_safe
def overview(request, slug):
    organisation = provider_of(request.user, "solutions.view_desk", slug)
    found = desk.lines(organisation)
    translations.prepare([line.solution for line in found])
    context = {
        "organisation": organisation,
        "tabs": desk.tabs(organisation, "desk"),
        "lines": found,
        "tasks": desk.tasks(organisation, found, by=request.user),
        "valid_until": renewals.valid_until(organisation),
        "begun": composing.begun(organisation),
        "may_offer": request.user.has_perm("solutions.offer_solution", organisation),
    }
    return render(request, "solutions/provider/desk.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request, slug):
    organisation = provider_of(request.user, "solutions.change_profile", slug)
    form = ProfileForm(
        sent(request),
        initial=profiles.profile_of(organisation),
    )
    if form.is_valid():
        profiles.change_profile(organisation, form.cleaned_data, by=request.user)
        messages.success(request, _("The profile is saved."))
        return redirect("provider:desk", slug)
    context = {
        "organisation": organisation,
        "tabs": desk.tabs(organisation, "profile"),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "solutions/provider/profile.html", context, status=status)


# --- One solution -------------------------------------------------------------------


@login_required
@require_safe
def solution(request, slug, solution):
    """Where it stands: its state, the change that waits, its languages."""
    found = solution_of(request.user, "solutions.view_solution", slug, solution)
    revision = revising.open_of(found)
    before = values.of(found) if revision else {}
    moves = WORKFLOW.open_to(request.user, found)
    user = request.user
    context = {
        "solution": found,
        "tone": desk.TONES[found.state],
        "moves": [move for move in moves if move.name in OWN_MOVES],
        "may_change": user.has_perm("solutions.change_solution", found),
        "revision": revision,
        "changes": differences.between(before, revision.changes) if revision else [],
        "may_withdraw_change": revision
        and user.has_perm("solutions.change_solutionrevision", revision),
        "settled": found.revisions.settled()[:SETTLED],
        "references": found.references.select_related("country"),
        "may_translate": user.has_perm("solutions.translate_solution", found),
        "readable_in": language_states.of(found),
        "unsaved": composing.Composing(
            by=user, provider=found.provider, solution=found
        ).draft,
    }
    return render(request, "solutions/provider/solution.html", context)


@login_required
@require_safe
def preview(request, slug, solution):
    """The page as readers will see it once everything is listed."""
    found = solution_of(request.user, "solutions.view_solution", slug, solution)
    context = page_of(proof(found, revising.newest_values(found)))
    context["back"] = desk.address(found.provider, found)
    return render(request, "solutions/detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, slug, solution, move):
    """Submit, take back or withdraw; what wants a reason asks for it."""
    if move not in OWN_MOVES:
        raise Http404
    step = WORKFLOW.moves[move]
    found = solution_of(request.user, step.permission, slug, solution)
    back = desk.address(found.provider, found)
    form = ReasonForm(sent(request))
    if request.method != "POST" or (step.reason and not form.is_valid()):
        if not step.reason:
            return redirect(back)
        status = 422 if form.is_bound else 200
        context = {"form": form, "solution": found, "move": step, "back": back}
        return render(request, "solutions/provider/move.html", context, status=status)
    facts = {"reason": form.cleaned_data["reason"]} if step.reason else {}
    try:
        getattr(services, move)(found, by=request.user, **facts)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, DONE[move])
    return redirect(back)


@login_required
@require_POST
def take_change_back(request, slug, solution):
    """The change that waits is dropped; what is listed stays as it is."""
    found = solution_of(request.user, "solutions.view_solution", slug, solution)
    if (revision := revising.open_of(found)) is None:
        return redirect(desk.address(found.provider, found))
    permission = REVISION_WORKFLOW.moves["withdraw"].permission
    revision = fetch(request.user, permission, found.revisions, pk=revision.pk)
    try:
        revisions.withdraw(revision, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The change is taken back."))
    return redirect(desk.address(found.provider, found))
