"""Opening and closing a year of progress reports."""

from django.db import transaction
from django.utils import timezone

from core import outbox
from scaps.models import ReportPeriod
from scaps.states import PERIOD_WORKFLOW


@transaction.atomic
def begin(period: ReportPeriod, *, by) -> ReportPeriod:
    """Members may write; they are told on the first working day that is due."""
    period = _move(period, "begin")
    period.opened_at, period.opened_by = timezone.now(), by
    period.closed_at = period.closed_by = None
    period.save(
        update_fields=[
            "state",
            "opened_at",
            "opened_by",
            "closed_at",
            "closed_by",
            "updated_at",
        ]
    )
    outbox.enqueue("scaps.remind_of_reports", key=f"period-{period.pk}")
    return period


@transaction.atomic
def close(period: ReportPeriod, *, by) -> ReportPeriod:
    period = _move(period, "close")
    period.closed_at, period.closed_by = timezone.now(), by
    period.save(update_fields=["state", "closed_at", "closed_by", "updated_at"])
    return period


def _move(period: ReportPeriod, name: str) -> ReportPeriod:
    period = ReportPeriod.objects.select_for_update(of=("self",), no_key=True).get(
        pk=period.pk
    )
    PERIOD_WORKFLOW.advance(period, name)
    return period
