"""Reminds the offices whose report is due: every step once, on a working day."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from members.models import Membership, User
from members.states import BELONGS
from notifications import services as notifications
from scaps import deadlines
from scaps.models import ProgressReport, ReportPeriod, ReportReminder, Scap
from scaps.notices import ReportDue
from scaps.states import ReminderStep


def remind(today: date | None = None) -> int:
    """Tell whom it concerns today; run twice, it tells nobody twice."""
    today = today or timezone.localdate()
    told = 0
    for period in ReportPeriod.objects.open().filter(opens_on__lte=today):
        sent = _sent(period)
        for scap in missing(period).select_related("organisation__country"):
            country = scap.organisation.country.code
            step = deadlines.step_now(period, country, today)
            if step and deadlines.is_news(step, sent[scap.pk]):
                told += _tell(period, scap, step, country)
    return told


def expected(period: ReportPeriod):
    """The plans of which members report for a period."""
    belongs = Membership.objects.filter(
        organisation=OuterRef("organisation"),
        network=period.network_id,
        state__in=BELONGS,
    )
    return (
        Scap.objects.published()
        .filter(Exists(belongs), network=period.network_id)
        .order_by("pk")
    )


def missing(period: ReportPeriod):
    """Those of which no report was signed off; one that is corrected was."""
    signed = ProgressReport.objects.signed().filter(scap=OuterRef("pk"), period=period)
    return expected(period).filter(~Exists(signed))


@transaction.atomic
def _tell(period: ReportPeriod, scap: Scap, step: ReminderStep, country: str) -> int:
    """The row that says it was sent goes with the notice, or neither does."""
    _row, made = ReportReminder.objects.get_or_create(
        period=period, scap=scap, step=step
    )
    if not made:
        return 0
    notifications.announce(
        ReportDue,
        about=scap,
        by=None,
        to=User.objects.speaking_for(scap.organisation),
        year=period.year,
        step=step,
        due=deadlines.due_on(period, country).isoformat(),
    )
    return 1


def _sent(period: ReportPeriod) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for scap, step in period.reminders.values_list("scap", "step"):
        found[scap].append(step)
    return found
