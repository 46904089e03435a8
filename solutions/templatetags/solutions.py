"""Tags about solutions that pages of other apps may carry."""

from django import template

from scaps.models import Need
from solutions.states import SolutionState
from translations import services as translations

register = template.Library()
NEEDS_AT_MOST = 50


@register.inclusion_tag("solutions/_fit_form.html", takes_context=True)
def fit_form(context, solution) -> dict:
    """A way from a listed solution to how it fits the open needs of the reader's office."""
    user = context["user"]
    needs = []
    if user.is_authenticated and solution.state == SolutionState.PUBLISHED:
        needs = Need.objects.open().filter(organisation__in=user.sits_at)
        needs = translations.prepare(needs.defer("search")[:NEEDS_AT_MOST])
    return {"needs": needs, "solution": solution}


@register.inclusion_tag("solutions/_offer_button.html", takes_context=True)
def offer_button(context, need) -> dict:
    """On the page of a need, for those who may answer it with a solution of theirs."""
    may_offer = context["user"].has_perm("solutions.offer_for_need", need)
    return {"need": need, "may_offer": may_offer}


@register.inclusion_tag("solutions/_ask_button.html", takes_context=True)
def ask_button(context, solution) -> dict:
    """On the page of a solution, for those who may ask in the name of a city."""
    may_ask = context["user"].has_perm("solutions.introduce_solution", solution)
    return {"solution": solution, "may_ask": may_ask}
