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
