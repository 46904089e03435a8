"""Ways into an introduction: from a shortlist, a solution, and a need."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.access import fetch
from core.errors import DomainError
from core.languages import current, sentences
from core.pages import sent
from introductions.services.introducing import AlreadyIntroduced
from scaps.abouts import NEED
from scaps.models import Need
from scaps.states import WORKFLOW, NeedState
from solutions import introducing, results
from solutions.forms.introducing import AskManyForm, AskOneForm, OfferForm
from solutions.models import Match, Solution
from solutions.services import introducing as services
from solutions.states import MatchState

NEEDS = Need.objects.select_related("organisation__country", "sector")
METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(METHODS)
def ask_shortlist(request, pk):
    """From the Finder's shortlist: up to three providers, one message."""
    need = fetch(request.user, "solutions.introduce_need", NEEDS, pk=pk)
    matches = Match.objects.live().filter(need=need, state=MatchState.SHORTLISTED)
    shown = results.in_words(matches.order_by("rank", "pk"))
    known = introducing.by_solution(need)
    open_now = introducing.open_solutions(known, [x.match.solution for x in shown])
    first = {"solutions": [s.pk for s in open_now], "lang": current()}
    form = AskManyForm(sent(request), solutions=open_now, initial=first)
    if form.is_valid():
        try:
            asked = services.ask_providers(need, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _asked(request, asked)
    context = {
        "form": form,
        "need": need,
        "may_ask": bool(open_now),
        "open_points": [
            item
            for item in shown
            if item.fit.checks and item.match.solution in open_now
        ],
        "is_draft": need.state != NeedState.PUBLISHED,
        "seen": introducing.seen_as(need.organisation, need),
        "moves": [
            m for m in WORKFLOW.open_to(request.user, need) if m.name == "publish"
        ],
    }
    return _page(request, "ask_shortlist", context, form)


@login_required
@require_http_methods(METHODS)
def ask_provider(request, slug):
    """From the page of a solution: one provider, for a need or in general."""
    source = Solution.objects.select_related("provider__country")
    solution = fetch(request.user, "solutions.introduce_solution", source, slug=slug)
    needs = list(introducing.needs_to_ask_about(request.user))
    best = introducing.best_need(solution, needs)
    first = {"lang": current(), "need": best.pk if best else ""}
    form = AskOneForm(sent(request), needs=needs, initial=first)
    if form.is_valid():
        need = form.cleaned_data["need"]
        city = need.organisation if need else introducing.cities_asking(request.user)[0]
        facts = {"asker": city, "by": request.user, **form.cleaned_data}
        if answer := _started(request, form, services.ask_provider, solution, **facts):
            return answer
    city = introducing.cities_asking(request.user)[0]
    seen = [introducing.seen_as(city)]
    if any(map(NEED.is_public, needs)):
        seen.append(_("For a need that is public it reads the name of your city."))
    context = {"form": form, "solution": solution, "seen": sentences(seen)}
    return _page(request, "ask_provider", context, form)


@login_required
@require_http_methods(METHODS)
def offer(request, pk):
    """From the page of a need: a provider offers one of its listed solutions."""
    need = fetch(request.user, "solutions.offer_for_need", NEEDS, pk=pk)
    solutions = introducing.offered_by(request.user, need)
    form = OfferForm(sent(request), solutions=solutions, initial={"lang": current()})
    if form.is_valid():
        facts = {"by": request.user, **form.cleaned_data}
        if answer := _started(request, form, services.offer, need, **facts):
            return answer
    context = {
        "form": form,
        "need": need,
        "may_offer": bool(solutions),
        "seen": _("Your organisation is listed, so the city reads its name."),
    }
    return _page(request, "offer", context, form)


# --- Parts ---------------------------------------------------------------------------


def _started(request, form, verb, *args, **facts):
    """The way to the thread; nothing, with the reason in the form, if it is refused."""
    try:
        introduction = verb(*args, **facts)
    except AlreadyIntroduced as known:
        messages.info(request, str(known))
        return redirect(known.introduction)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(
        request, _("Your message is sent. You get a notice of the answer.")
    )
    return redirect(introduction)


def _asked(request, asked):
    """To the thread of the one, or to the list of the several that were asked."""
    number = len(asked.introductions)
    messages.success(
        request,
        ngettext(
            "%(number)s provider was asked. You get a notice of the answer.",
            "%(number)s providers were asked. You get a notice of each answer.",
            number,
        )
        % {"number": number},
    )
    for refusal in asked.refusals:
        messages.warning(request, refusal)
    if number == 1:
        return redirect(asked.introductions[0])
    return redirect(reverse("introductions:index"))


def _page(request, name: str, context: dict, form):
    status = 422 if form.is_bound else 200
    return render(request, f"solutions/introducing/{name}.html", context, status=status)
