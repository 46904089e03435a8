"""Loads the lists that ship with the portal: adds what is missing, changes nothing.

Staff may have edited a name since; theirs stands.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import models, transaction

from core.languages import column
from vocabulary.models import (
    Country,
    ExchangeRate,
    FocusArea,
    GateCriterion,
    Goal,
    HeadTitle,
    Maturity,
    NeedType,
    PriceModel,
    Sector,
    SolutionArea,
    Stage,
    UnitType,
    Urgency,
)

DATA = Path(__file__).parent / "data"
LISTS: dict[str, type[models.Model]] = {
    "countries": Country,
    "sectors": Sector,
    "areas": SolutionArea,
    "need_types": NeedType,
    "stages": Stage,
    "gate_criteria": GateCriterion,
    "focus_areas": FocusArea,
    "goals": Goal,
    "maturities": Maturity,
    "urgencies": Urgency,
    "price_models": PriceModel,
    "unit_types": UnitType,
    "head_titles": HeadTitle,
}
TRANSLATED = ("name", "description", "formal_name", "salutation")
PLAIN = ("order", "region", "knowledge_only")


@transaction.atomic
def load() -> int:
    """Add the missing rows of every list; say how many were added."""
    return sum(_load_list(name, model) for name, model in LISTS.items()) + _load_rates()


def read(name: str) -> list[dict]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def _load_list(name: str, model) -> int:
    known = set(model.objects.values_list("code", flat=True))
    missing = [row for row in read(name) if row["code"] not in known]
    model.objects.bulk_create([model(**_fields(row)) for row in missing])
    for row in missing:
        if row.get("parent"):
            parent = model.objects.get(code=row["parent"])
            model.objects.filter(code=row["code"]).update(parent=parent)
    return len(missing)


def _fields(row: dict) -> dict:
    fields = {"code": row["code"]} | {key: row[key] for key in PLAIN if key in row}
    if "stage" in row:
        fields["stage"] = Stage.objects.get(code=row["stage"])
    for field in TRANSLATED:
        for language, text in row.get(field, {}).items():
            fields[column(field, language)] = text
        if field in row:
            fields[field] = row[field]["en"]
    return fields


def _load_rates() -> int:
    before = ExchangeRate.objects.count()
    ExchangeRate.objects.bulk_create(
        [
            ExchangeRate(
                currency=row["currency"],
                date=date.fromisoformat(row["date"]),
                usd=Decimal(row["usd"]),
                source=row["source"],
            )
            for row in read("rates")
        ],
        ignore_conflicts=True,
    )
    return ExchangeRate.objects.count() - before
