"""Facts that needs and solutions leave out, and how old rows are: for the report."""

from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from solutions.models import Reference

# What may be left out, by the name that pages and filters use.
SOLUTION_FACTS = {
    "areas": Q(areas=None),
    "stages": Q(stages=None),
    "countries": Q(countries=None),
    "languages": Q(languages=[]),
    "price": Q(price_min=None, price_max=None),
    "references": ~Exists(
        Reference.objects.filter(solution=OuterRef("pk"), is_verified=True)
    ),
}
NEED_FACTS = {
    "areas": Q(areas=None),
    "stage": Q(stage=None),
    "urgency": Q(urgency=None),
    "budget": Q(budget_min=None, budget_max=None),
    "languages": Q(languages=[]),
    "starts_on": Q(starts_on=None),
}


def missing(rows: QuerySet, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """How many rows leave a fact out, most often missing first."""
    count = rows.count()
    found = [
        {"fact": name, "missing": without, "of": count}
        for name, is_missing in facts.items()
        for without in [rows.filter(is_missing).count()]
    ]
    for row in found:
        row["share"] = share(row["missing"], count)
    return sorted(found, key=lambda row: -row["missing"])


def age(rows: QuerySet, field: str) -> dict[str, Any]:
    """Whole days since the dates of a column: the middle one and the oldest."""
    dated = rows.exclude(**{field: None}).order_by(field)
    count = dated.count()
    if not count:
        return {"count": 0, "median": None, "oldest": None}
    now = timezone.now()
    middle = dated.values_list(field, flat=True)[count // 2]
    return {
        "count": count,
        "median": (now - middle).days,
        "oldest": (now - dated.aggregate(oldest=Min(field))["oldest"]).days,
    }


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
