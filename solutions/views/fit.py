"""How single solutions fit a need: side by side, one alone, and by what method."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.access import fetch
from core.pages import page_or_part
from core.text import whole_number
from matching import weights_in_use
from members.compliance import is_restricted
from scaps.models import Need
from solutions import comparison, facts, method, results, why
from solutions.models import Solution

NEEDS = Need.objects.select_related("organisation__country", "sector")


@login_required
@require_safe
def compare(request, pk):
    """Up to three side by side: `s` names solutions, else it is the shortlist."""
    need = fetch(request.user, "solutions.view_matches", NEEDS, pk=pk)
    wanted = [_number(value) for value in request.GET.getlist("s")]
    restricted = is_restricted(need.organisation)
    matches = [] if restricted else comparison.chosen(need, wanted)
    shown = results.in_words(matches)
    context = {
        "need": need,
        "restricted": restricted,
        "shown": shown,
        "heads": comparison.heads(shown),
        "rows": comparison.rows(shown) if len(shown) > 1 else [],
        "is_full": comparison.is_full(need),
        "may_decide": request.user.has_perm("solutions.decide_match", need),
    }
    return render(request, "solutions/compare.html", context)


@login_required
@require_safe
def explain(request, pk, slug):
    """Why a solution stands where it does in the list of a need, or is not in it."""
    needs = facts.needs_with_facts(Need.objects)
    need = fetch(request.user, "solutions.view_matches", needs, pk=pk)
    source = Solution.objects.select_related("provider__country", "maturity")
    solution = fetch(request.user, "solutions.view_solution", source, slug=slug)
    context = {
        "need": need,
        "solution": solution,
        "meta": results.meta(solution),
        "answer": why.answer(need, solution),
        "may_change": request.user.has_perm("scaps.change_need", need),
    }
    return page_or_part(request, "solutions/why.html", "answer", context)


@login_required
@require_safe
def choose(request, slug):
    """From the page of a solution to how it fits one of the office's needs."""
    solution = fetch(request.user, "solutions.view_solution", Solution, slug=slug)
    chosen = _number(request.GET.get("need", ""))
    need = fetch(request.user, "solutions.view_matches", Need, pk=chosen)
    return redirect("solutions:why", need.pk, solution.slug)


@require_safe
def how(request):
    """What the number is made of, with the weights in force."""
    weights = weights_in_use.current()
    context = {"weights": weights, "groups": method.groups(weights)}
    return render(request, "solutions/how.html", context)


def _number(text: str) -> int:
    if (found := whole_number(text)) is None:
        raise Http404
    return found
