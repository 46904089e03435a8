"""What a gap is called, as a thing to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scaps.completeness import Gap

WORDS: dict[str, Promise] = {
    "title": _("Give it a title"),
    "years": _("Give the first and the last year"),
    "sectors": _("Choose at least one sector"),
    "status": _("Describe the current status"),
    "needs_text": _("Say what is needed"),
    "outcome": _("Describe the expected outcome"),
    "vision": _("Write the vision"),
    "no_focus": _("Choose at least one focus area"),
    "focus_without_words": _("Say of each focus area what the city wants in it"),
    "no_target": _("Set at least one target"),
    "target_without_goal": _("Give every target a figure and a year"),
    "target_without_baseline": _("Give every target its figure of today"),
    "no_project": _("Add at least one priority project"),
    "sharing_not_seen": _("Look at who may see the plan, and save it"),
    "stage": _("Say in which stage the project is"),
    "no_partner": _("Name a partner"),
    "no_capital": _("Give the capital it takes"),
    "no_operation": _("Give the yearly cost of operation"),
    "operation_without_source": _("Say who pays for operation"),
    "no_dates": _("Give the planned start and end"),
    "no_milestone": _("Set a milestone"),
    "no_actual_start": _("Give the day on which it started"),
    "no_challenge": _("Name a challenge"),
    "challenge_without_response": _("Say of each challenge what is done about it"),
    "point": _("Give its point on the map"),
    "sdgs": _("Choose the goals that it serves"),
}


def words(gap: Gap) -> Promise:
    return WORDS[gap.code]
