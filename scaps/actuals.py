"""What was reached of a plan's targets, from the reports that are signed off."""

from scaps.models import TargetActual
from scaps.progress import Actual, reached, share, standing

__all__ = ["Actual", "latest", "reached", "share", "standing"]


def latest(scap, *, until: int | None = None) -> dict[int, Actual]:
    """Id of a target → what was last reported of it, `until` a year or ever."""
    rows = TargetActual.objects.filter(report__scap=scap)
    if until is not None:
        rows = rows.filter(report__period__year__lte=until)
    rows = rows.order_by("target_id", "-report__period__year").distinct("target_id")
    return {
        row.target_id: Actual(row.value, row.year, row.note, row.report.source_lang)
        for row in rows.select_related("report").defer("report__answers")
    }
