"""Words for the codes of the quality report."""

from django.utils.translation import gettext_lazy as _

from solutions.states import Dismissal

FACTS = {
    "areas": _("Solution areas"),
    "stages": _("Stages"),
    "countries": _("Countries served"),
    "languages": _("Languages of support"),
    "price": _("Price"),
    "references": _("Verified references"),
}
NEED_FACTS = {
    "areas": _("Solution areas"),
    "stage": _("Stage"),
    "urgency": _("Urgency"),
    "budget": _("Budget"),
    "languages": _("Languages you can work in"),
    "starts_on": _("Wanted from"),
}
REASONS = {
    **dict(Dismissal.choices),
    "words": _("In the city's own words alone"),
}
AGES = {
    "needs": _("Needs, since they were published"),
    "solutions": _("Solutions, since they were changed"),
    "lists": _("Lists, since they were made"),
}
