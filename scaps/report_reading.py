"""A report as pages show it: its data in the reader's words, and what changed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format

from core.money import Money
from scaps import circles, report_diff, snapshots
from scaps.models import Need, ProgressReport, ProjectVersion, Scap
from scaps.progress import Actual, number, share, standing
from scaps.states import TargetStanding
from translations import services as translations
from vocabulary.models import Stage

TONES = {
    TargetStanding.REACHED: "done",
    TargetStanding.ON_COURSE: "run",
    TargetStanding.BEHIND: "hold",
    TargetStanding.UNRATED: "plan",
    TargetStanding.NOT_REPORTED: "",
}


def page(data: dict, scap: Scap, user, *, before: dict | None = None) -> dict:
    """Everything a page draws; `before` is the data of the report of the year before."""
    stages = {stage.code: stage.name for stage in Stage.objects.all()}
    open_money = money_seen(scap, user)
    return {
        "targets": [target(row, before) for row in data["targets"]],
        "projects": [
            project(row, stages, with_money=row["project"] in open_money)
            for row in data["projects"]
        ],
        "needs": needs(data, user),
        "lessons": snapshots.read(data["lessons"]),
        "help": snapshots.read(data["help"]),
        "differences": differences(before, data, stages, open_money),
        "year_before": before["year"] if before else None,
    }


def money_seen(scap: Scap, user) -> set[int]:
    """Projects whose money this reader may see today."""
    rows = ProjectVersion.objects.filter(project__scap=scap, is_current=True)
    return {
        project
        for project, visibility in rows.values_list("project", "money_visibility")
        if circles.may_see(visibility, user=user, organisation_id=scap.organisation_id)
    }


def before(report: ProgressReport) -> dict | None:
    """The data of the newest earlier report of the same plan."""
    found = (
        ProgressReport.objects.signed()
        .filter(scap=report.scap_id, period__year__lt=report.period.year)
        .select_related("current")
        .order_by("-period__year")
        .first()
    )
    return found.current.data if found else None


# --- Parts -------------------------------------------------------------------------


def target(row: dict, before: dict | None = None) -> dict:
    actual = actual_of(row)
    word = TargetStanding(standing(row, actual))
    last = next(
        (t for t in (before or {"targets": []})["targets"] if t["id"] == row["id"]),
        None,
    )
    return {
        "indicator": snapshots.read(row["indicator"]),
        "unit": snapshots.read(row["unit"]),
        "baseline": figure(row["baseline"]),
        "baseline_year": row["baseline_year"],
        "goal": figure(row["goal"]),
        "goal_year": row["goal_year"],
        "last": figure(last["value"]) if last else "",
        "value": figure(row["value"]),
        "year": row["year"],
        "note": snapshots.read(row["note"]),
        "share": share(row, actual),
        "standing": word.label,
        "tone": TONES[word],
        "is_behind": word == TargetStanding.BEHIND,
    }


def actual_of(row: Mapping) -> Actual | None:
    """A target that was answered in words alone is reported, and cannot be rated."""
    if not row["year"]:
        return None
    return Actual(number(row["value"]), row["year"])


def project(row: dict, stages: dict, *, with_money: bool) -> dict:
    reached = [m for m in row["milestones"] if m["reached_on"]]
    return {
        "title": snapshots.read(row["title"]),
        "stage": stages.get(row["stage"], ""),
        "milestones": [
            {
                "title": snapshots.read(milestone["title"]),
                "planned_on": day(milestone["planned_on"]),
                "reached_on": day(milestone["reached_on"]),
            }
            for milestone in row["milestones"]
        ],
        "reached": len(reached),
        "of": len(row["milestones"]),
        "money": money(row["money"]) if with_money else None,
        "remark": snapshots.read(row["remark"]),
    }


def money(row: dict) -> dict:
    """Sums in the city's currency, with US dollars where there is a rate."""
    return {
        name: amount(row[name], row["currency"], row[f"{name}_usd"])
        for name in ("secured", "spent")
    } | {"rate_date": day(row["rate_date"]), "rate_source": row["rate_source"]}


def amount(value: str | None, currency: str, usd: str | None = None) -> str:
    if value is None:
        return ""
    own = str(Money(Decimal(value), currency))
    if usd is None or currency == "USD":
        return own
    return f"{own} (≈ {Money(Decimal(usd), 'USD')})"


def needs(data: dict, user) -> dict[str, list[Need]]:
    """New and closed needs that this reader may see."""
    ids = data["needs"]
    found = Need.objects.visible_to(user).filter(pk__in=[*ids["new"], *ids["closed"]])
    rows = {need.pk: need for need in found.defer("search").select_related("sector")}
    translations.prepare(rows.values())
    return {
        kind: [rows[pk] for pk in ids[kind] if pk in rows] for kind in ("new", "closed")
    }


def differences(
    before: dict | None, data: dict, stages: dict, open_money: set[int]
) -> list[dict]:
    """What changed since the report before, with values as they are read."""
    if before is None:
        return []
    return [
        {
            "kind": row.kind,
            "title": snapshots.read(row.title),
            "before": shown(row, row.before, stages),
            "now": shown(row, row.now, stages),
            "unit": snapshots.read(row.unit) if row.unit else "",
            "subject": snapshots.read(row.subject) if row.subject else "",
        }
        for row in report_diff.between(
            _readable(before, open_money), _readable(data, open_money)
        )
    ]


def _readable(data: dict, open_money: set[int]) -> dict:
    """Without the sums of projects whose money is not for the reader."""
    hidden = {"secured": None, "spent": None, "currency": ""}
    projects = [
        row if row["project"] in open_money else row | {"money": hidden}
        for row in data["projects"]
    ]
    return data | {"projects": projects}


def shown(row: report_diff.Difference, value: str, stages: dict) -> str:
    if row.kind == report_diff.FIGURE:
        return figure(value)
    if row.kind in (report_diff.SECURED, report_diff.SPENT):
        return amount(value or None, row.currency)
    if row.kind == report_diff.MILESTONE:
        return day(value)
    return stages.get(value, "")


def figure(value: str | Decimal | None) -> str:
    """A number in the reader's way of writing it."""
    if value in (None, ""):
        return ""
    return number_format(Decimal(value).normalize(), force_grouping=True)


def day(value: str | None) -> str:
    return date_format(date.fromisoformat(value)) if value else ""
