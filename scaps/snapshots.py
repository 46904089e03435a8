"""What is published of a plan: plain data, made once and never changed.

A text is kept in all its languages with what is known of each, so that a reader
gets the same choice as from a live row. Three groups are set apart, for they
may have a smaller circle of readers: `money`, `contacts` and `needs`.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects

from core.languages import CODES, column, current
from core.money import Money
from scaps import circles
from scaps.models import Project, Scap
from scaps.states import InvestmentKind, NeedState
from translations import services as translations
from translations.models import Status
from translations.services import ORIGINAL, Text
from vocabulary import rates

FORMAT = 1
GROUPS = ("money", "contacts", "needs")
COMPARED = ("title", "status", "needs_text", "outcome", "offers")
"""Texts of a project that overlaps are found by."""


# --- Making ----------------------------------------------------------------------


def of_scap(scap: Scap) -> dict:
    """Everything of a plan but its projects, which have snapshots of their own."""
    focuses = translations.prepare(scap.focuses.select_related("area", "scap"))
    targets = translations.prepare(scap.targets.select_related("scap"))
    return {
        "format": FORMAT,
        "lang": scap.source_lang,
        "horizon": scap.horizon,
        "origin": scap.origin,
        "years": [scap.year_from, scap.year_to],
        "sectors": _codes(scap.sectors.all()),
        **_texts(scap, "title", "status", "outcome", "vision"),
        "focuses": [
            {"id": focus.pk, "area": focus.area.code, **_texts(focus, "text")}
            for focus in focuses
        ],
        "targets": [_target(target) for target in targets],
        "needs": _texts(scap, "needs_text"),
    }


def _target(target) -> dict:
    return {
        "id": target.pk,
        "focus": target.focus_id,
        "direction": target.direction,
        "baseline": _number(target.baseline),
        "baseline_year": target.baseline_year,
        "goal": _number(target.goal),
        "goal_year": target.goal_year,
        "source": target.source,
        **_texts(target, "indicator", "unit"),
    }


PARTS = (
    "stage",
    "sectors",
    "milestones",
    "challenges",
    "evidences__criterion",
    "partners__organisation",
    "investments",
    "needs",
)


def of_project(project: Project) -> dict:
    return of_projects([project])[0]


def of_projects(projects: Iterable[Project]) -> list[dict]:
    """Each project; sums carry the USD figure of the day with its rate's date and source.

    All of them are read with the same few queries, however many there are.
    """
    projects = translations.prepare(projects)
    prefetch_related_objects(projects, *PARTS)
    for part in ("milestones", "challenges"):
        translations.prepare(
            row for project in projects for row in getattr(project, part).all()
        )
    table = rates.rows()
    return [_project(project, table) for project in projects]


def _project(project: Project, table: dict) -> dict:
    return {
        "format": FORMAT,
        "lang": project.source_lang,
        "order": project.order,
        "sectors": _codes(project.sectors.all()),
        "stage": project.stage.code if project.stage else "",
        "standing": project.standing,
        "dates": {
            name: _day(getattr(project, name))
            for name in ("starts_on", "ends_on", "started_on", "ended_on")
        },
        "point": _point(project),
        "sdgs": sorted(project.sdgs),
        "is_open": project.is_open,
        **_texts(project, "title", "status", "outcome", "offers", "place"),
        "milestones": [
            {
                "id": row.pk,
                "planned_on": _day(row.planned_on),
                "reached_on": _day(row.reached_on),
                **_texts(row, "title"),
            }
            for row in project.milestones.all()
        ],
        "challenges": [
            {"id": row.pk, **_texts(row, "text", "response")}
            for row in project.challenges.all()
        ],
        "evidence": [
            {"criterion": row.criterion.code, "is_met": row.is_met, "text": row.text}
            for row in project.evidences.all()
            if row.is_met
        ],
        "partners": [
            {
                "id": row.pk,
                "organisation": row.organisation_id,
                "name": row.name,
                "role": row.role,
            }
            for row in project.partners.all()
        ],
        "contacts": [
            {"id": row.pk, "name": str(row), "contact": row.contact}
            for row in project.partners.all()
            if row.contact
        ],
        "money": [_sum(row, table) for row in project.investments.all()],
        "needs": {
            **_texts(project, "needs_text"),
            "ids": sorted(
                need.pk
                for need in project.needs.all()
                if need.state != NeedState.CLOSED
            ),
        },
    }


def _sum(row, table: dict) -> dict:
    rate = table.get(row.currency)
    usd = Money(row.amount, row.currency).in_usd(rate.usd if rate else None)
    return {
        "id": row.pk,
        "kind": row.kind,
        "source": row.source,
        "instrument": row.instrument,
        "secured": row.secured,
        "amount": _number(row.amount),
        "currency": row.currency,
        "price_date": _day(row.price_date),
        "note": row.note,
        "usd": _number(usd),
        "rate_date": _day(rate.date) if rate else None,
        "rate_source": rate.source if rate else "",
    }


def _texts(obj, *fields: str) -> dict:
    return {field: _text(obj, field) for field in fields}


def _text(obj, field: str) -> dict:
    texts = {}
    for code in CODES:
        if value := getattr(obj, column(field, code)):
            status = translations.read(obj, field, code).status
            texts[code] = [value, status]
    return {"lang": obj.source_lang, "texts": texts}


def _codes(terms: Iterable) -> list[str]:
    return [term.code for term in terms]


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _point(project: Project) -> list[float] | None:
    if project.latitude is None or project.longitude is None:
        return None
    return [float(project.latitude), float(project.longitude)]


def text_hash(data: dict) -> str:
    """Of the original texts of a project that overlaps are found by."""
    parts = [original(_compared(data, field)) for field in COMPARED]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def total_usd(data: dict, secured: str) -> Decimal:
    """What is secured, or sought, once: without yearly cost and what has no rate."""
    sums = (
        row["usd"]
        for row in data["money"]
        if row["secured"] == secured and row["kind"] != InvestmentKind.OPERATION
    )
    return sum((Decimal(usd) for usd in sums if usd), Decimal(0))


def _compared(data: dict, field: str) -> dict:
    return data["needs"][field] if field == "needs_text" else data[field]


# --- Reading ---------------------------------------------------------------------


def read(text: dict, lang: str = "") -> Text:
    """The text for a reader: theirs, the original, a confirmed one, a draft."""
    texts, source = text["texts"], text["lang"]
    confirmed = [code for code in texts if texts[code][1] == Status.CONFIRMED]
    for code in (lang or current(), source, *confirmed, *texts):
        if code in texts:
            value, status = texts[code]
            return Text(value, code, status)
    return Text("", source, ORIGINAL)


def original(text: dict) -> str:
    return text["texts"].get(text["lang"], [""])[0]


def without(data: dict, hidden: Iterable[str]) -> dict:
    """The same, with the groups left out that a reader may not see."""
    return {key: value for key, value in data.items() if key not in set(hidden)}


def hidden_groups(visibilities: dict[str, str], *, user, organisation_id: int) -> set:
    """The groups out of `GROUPS` that are not for this reader."""
    return {
        group
        for group, visibility in visibilities.items()
        if not circles.may_see(visibility, user=user, organisation_id=organisation_id)
    }
