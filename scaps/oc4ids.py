"""Published projects in the Open Contracting for Infrastructure Data Standard.

Project-level schema 0.9: https://standard.open-contracting.org/infrastructure/
A project has the text of one language: the one asked for where its title is
written in it, its original otherwise. Groups that a reader may not see are left
out of `data` before. Place names are the city's own words; no country is named.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from core.languages import in_markup

VERSION = "0.9"
PUBLISHER = "Northeast Asia Smart Cities Network"

STATUSES = {
    "identification": "identification",
    "appraisal": "preparation",
    "preparation": "preparation",
    "implementation": "implementation",
    "operation": "maintenance",
}
ENDED = {"cancelled": "cancelled", "completed": "completion"}
SECTORS = {
    "transportation": "transport",
    "water": "waterAndWaste",
    "sewage": "waterAndWaste",
    "urban_planning_housing": "socialHousing",
    "environment": "naturalResources",
    "waste": "waterAndWaste",
    "e_government": "governance",
    "citizen_safety": "governance",
    "disaster": "naturalResources.floodProtection",
    "energy": "energy",
    "health": "health",
    "telecom_data": "communications",
    "industry": "economy",
    "tourism": "cultureSportsAndRecreation",
    "agriculture": "economy",
}
SECURED = "secured"
ROLES = {"funder": "funder", "authority": "administrativeEntity"}
INSTRUMENTS = {
    "grant": "grant",
    "loan": "loan",
    "guarantee": "guarantee",
    "bond": "bond",
}


def package(
    projects: Iterable[dict], *, uri: str, site: str, published_at: datetime
) -> dict:
    """What is handed out as one file: projects made by `project`."""
    return {
        "uri": uri,
        "publishedDate": published_at.isoformat(),
        "version": VERSION,
        "publisher": {"name": PUBLISHER, "uri": site},
        "projects": list(projects),
    }


def project(
    data: Mapping,
    *,
    slug: str,
    url: str,
    city: str,
    names: Mapping[int, str],
    lang: str,
    published_at: datetime,
) -> dict:
    """One project; `names` are those of the partners that the portal knows."""
    lang = lang if lang in data["title"]["texts"] else data["lang"]
    authority = {"id": "city", "name": city}
    told = {
        "id": f"neascn-{slug}",
        "updated": published_at.isoformat(),
        "language": in_markup(lang),
        "identifiers": [{"id": url, "scheme": "neascn"}],
        "publicAuthority": authority,
        "title": _in(data["title"], lang),
        "description": _in(data["status"], lang),
        "purpose": _in(data["outcome"], lang),
        "status": ENDED.get(data["standing"]) or STATUSES.get(data["stage"], ""),
        "sector": sorted({SECTORS[s] for s in data["sectors"] if s in SECTORS}),
        "additionalClassifications": [
            {"scheme": "sdg", "id": str(goal)} for goal in data["sdgs"]
        ],
        "period": _period(data["dates"]["starts_on"], data["dates"]["ends_on"]),
        "locations": _locations(data, lang),
        "parties": [
            authority | {"roles": ["publicAuthority"]},
            *(_party(row, names) for row in data["partners"]),
        ],
        "milestones": [_milestone(row, lang) for row in data["milestones"]],
        "budget": _budget(data.get("money", [])),
        "documents": [{"id": "1", "documentType": "projectPlan", "url": url}],
    }
    if data["standing"] == "completed" and data["dates"]["ended_on"]:
        told["completion"] = {"endDate": _moment(data["dates"]["ended_on"])}
    return {key: value for key, value in told.items() if value not in ("", [], {})}


def _in(text: Mapping, lang: str) -> str:
    texts = text["texts"]
    return texts.get(lang, texts.get(text["lang"], [""]))[0]


def _moment(day: str | None) -> str:
    """Dates of the standard are moments; a day is told by its first."""
    return f"{day}T00:00:00Z" if day else ""


def _period(first: str | None, last: str | None) -> dict:
    found = {"startDate": _moment(first), "endDate": _moment(last)}
    return {key: value for key, value in found.items() if value}


def _locations(data: Mapping, lang: str) -> list[dict]:
    place, point = _in(data["place"], lang), data["point"]
    if not (place or point):
        return []
    found: dict = {"id": "1"}
    if place:
        found["description"] = place
    if point:
        latitude, longitude = point
        found["geometry"] = {"type": "Point", "coordinates": [longitude, latitude]}
    return [found]


def _party(row: Mapping, names: Mapping[int, str]) -> dict:
    name = row["name"] or names.get(row["organisation"], "")
    found = {"id": f"partner-{row['id']}", "name": name}
    if row["role"] in ROLES:
        found["roles"] = [ROLES[row["role"]]]
    return {key: value for key, value in found.items() if value}


def _milestone(row: Mapping, lang: str) -> dict:
    found = {
        "id": str(row["id"]),
        "title": _in(row["title"], lang),
        "dueDate": _moment(row["planned_on"]),
        "dateMet": _moment(row["reached_on"]),
        "status": "met" if row["reached_on"] else "scheduled",
    }
    return {key: value for key, value in found.items() if value}


def _budget(money: list[Mapping]) -> dict:
    """What it costs to prepare and to build, in dollars where all sums have a rate.

    What is only sought is no financing yet; yearly cost is in no total.
    """
    budget: dict = {
        "finance": [_finance(row) for row in money if row["secured"] == SECURED]
    }
    once = [row for row in money if row["kind"] != "operation"]
    if once and all(row["usd"] for row in once):
        total = sum(Decimal(row["usd"]) for row in once)
        budget["amount"] = {"amount": float(total), "currency": "USD"}
    return {key: value for key, value in budget.items() if value}


def _finance(row: Mapping) -> dict:
    told = [row["kind"], row["source"], row["note"]]
    found = {
        "id": str(row["id"]),
        "description": "; ".join(filter(None, told)),
        "value": {"amount": float(row["amount"]), "currency": row["currency"]},
    }
    if row["instrument"] in INSTRUMENTS:
        found["type"] = INSTRUMENTS[row["instrument"]]
    return found
