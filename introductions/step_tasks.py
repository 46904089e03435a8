"""Next steps that wait for a person's office soon: for the home page."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from introductions import relay
from introductions.models import NextStep
from introductions.states import IntroductionState, Side
from translations import services as translations

AHEAD = timedelta(days=14)
MOST = 5


def due(user) -> list[dict]:
    """As `c-task-list` shows them, the most urgent first; two queries."""
    offices = user.writes_for if user.is_authenticated else set()
    if not offices:
        return []
    theirs = Q(side=Side.ASKER, introduction__asker__in=offices)
    theirs |= Q(side=Side.ASKED, introduction__asked__in=offices)
    steps = (
        NextStep.objects.planned()
        .filter(
            theirs,
            introduction__state=IntroductionState.AGREED,
            due_on__lte=timezone.localdate() + AHEAD,
        )
        .select_related("introduction__asker__country", "introduction__asked__country")
        .defer(
            "introduction__search",
            "introduction__asker__search",
            "introduction__asked__search",
        )
        .order_by("due_on", "pk")
    )
    found = [step for step in steps[:MOST] if relay.is_open(step.introduction)]
    translations.prepare([step.introduction for step in found])
    return [_task(step) for step in found]


def _task(step: NextStep) -> dict:
    is_late = step.due_on < timezone.localdate()
    words = _("was due on %(day)s") if is_late else _("until %(day)s")
    return {
        "label": step.get_kind_display(),
        "url": step.get_absolute_url(),
        "tone": "stop" if is_late else "run",
        "state": words % {"day": date_format(step.due_on)},
        "hint": translations.read(step.introduction, "title"),
    }
