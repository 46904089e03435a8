"""A signed report as plain data: made once, read by pages, figures and the next year.

Text of the office is kept as `scaps.snapshots` keeps texts: with its language.
"""

from decimal import Decimal

from core.money import Money
from scaps.models import ProgressReport, ProjectProgress, TargetActual
from scaps.progress import number
from scaps.report_basis import Basis
from translations.services import ORIGINAL
from vocabulary import rates

FORMAT = 1
OF_TARGET = (
    "id",
    "indicator",
    "unit",
    "direction",
    "baseline",
    "baseline_year",
    "goal",
    "goal_year",
)


def of_report(report: ProgressReport, basis: Basis) -> dict:
    """Everything that was saved of a report, beside what the plan says of it."""
    figures = report.answers.get("figures", {})
    words = report.answers.get("words", {})
    return {
        "format": FORMAT,
        "lang": report.source_lang,
        "year": basis.period.year,
        "scap_version": basis.scap.current_id,
        "targets": [
            _target(target, figures.get(str(target["id"])), report.source_lang)
            for target in basis.targets
        ],
        "projects": _projects(report, basis),
        "needs": {
            kind: [need.pk for need in needs] for kind, needs in basis.needs.items()
        },
        "lessons": text(words.get("lessons", ""), report.source_lang),
        "help": text(words.get("help", ""), report.source_lang),
    }


def text(value: str, lang: str) -> dict:
    return {"lang": lang, "texts": {lang: [value, ORIGINAL]} if value else {}}


def actuals(report: ProgressReport, data: dict) -> list[TargetActual]:
    return [
        TargetActual(
            report=report,
            target_id=row["id"],
            value=number(row["value"]),
            year=row["year"],
            note=row["note"]["texts"].get(report.source_lang, [""])[0],
        )
        for row in data["targets"]
        if row["year"]
    ]


def progress(report: ProgressReport, data: dict, basis: Basis) -> list[ProjectProgress]:
    stages = {stage.code: stage for stage in basis.stages}
    return [
        ProjectProgress(
            report=report,
            project_id=row["project"],
            stage=stages.get(row["stage"]),
            secured=number(row["money"]["secured"]),
            spent=number(row["money"]["spent"]),
            currency=row["money"]["currency"],
            secured_usd=number(row["money"]["secured_usd"]) or 0,
            spent_usd=number(row["money"]["spent_usd"]) or 0,
        )
        for row in data["projects"]
    ]


def _target(target: dict, answer: dict | None, lang: str) -> dict:
    answer = answer or {"value": None, "year": None, "note": ""}
    return {
        **{name: target[name] for name in OF_TARGET},
        "value": answer["value"],
        "year": answer["year"],
        "note": text(answer["note"], lang),
    }


def _projects(report: ProgressReport, basis: Basis) -> list[dict]:
    """Projects in the order of the plan; one without an answer stands as published."""
    table = rates.rows()
    answers = report.answers.get("projects", {})
    return [
        _project(version, answers.get(str(version.project_id), {}), report, table)
        for version in basis.projects
    ]


def _project(version, answer: dict, report: ProgressReport, table: dict) -> dict:
    days = answer.get("milestones", {})
    return {
        "project": version.project_id,
        "title": version.data["title"],
        "stage": answer.get("stage", version.stage),
        "standing": version.standing,
        "milestones": [
            {**row, "reached_on": days.get(str(row["id"]), row["reached_on"])}
            for row in version.data["milestones"]
        ],
        "money": _money(answer, table),
        "money_visibility": version.money_visibility,
        "remark": text(answer.get("remark", ""), report.source_lang),
    }


def _money(answer: dict, table: dict) -> dict:
    currency = answer.get("currency", "")
    rate = table.get(currency)
    sums = {name: number(answer.get(name)) for name in ("secured", "spent")}
    has_money = any(value is not None for value in sums.values())
    return {
        "currency": currency if has_money else "",
        "rate_date": rate.date.isoformat() if rate else None,
        "rate_source": rate.source if rate else "",
        **{name: answer.get(name) for name in sums},
        **{f"{name}_usd": _usd(value, currency, rate) for name, value in sums.items()},
    }


def _usd(amount: Decimal | None, currency: str, rate) -> str | None:
    if amount is None:
        return None
    usd = Money(amount, currency).in_usd(rate.usd if rate else None)
    return None if usd is None else f"{usd:f}"
