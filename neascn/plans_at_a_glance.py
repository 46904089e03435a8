"""The published plans of many cities, as lists show them: marks and numbers, no texts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.db.models.fields.json import KeyTransform

from members.models import Organisation
from scaps import plan_parts
from scaps.models import Project, Scap

PARTS = ("years", "vision", "focuses", "targets")


@dataclass(frozen=True)
class Glance:
    """`slug` is the address of the plan: of several, the one published last."""

    slug: str
    years: str
    sectors: list[str]
    marks: list[str]
    projects: int

    @property
    def words(self) -> str:
        return plan_parts.parts_in_words(self.marks)


def of(cities: Iterable[Organisation], user) -> dict[int, Glance]:
    """By the id of the city; two queries, however many cities there are."""
    ids = [city.pk for city in cities]
    projects = _projects(ids, user)
    plans = (
        Scap.objects.visible_to(user)
        .published()
        .filter(organisation__in=ids)
        .order_by("current__published_at")
        .values(
            "organisation_id",
            "slug",
            sectors_=F("current__sectors"),
            **{f"{part}_": KeyTransform(part, "current__data") for part in PARTS},
        )
    )
    return {
        plan["organisation_id"]: _glance(plan, projects[plan["organisation_id"]])
        for plan in plans
    }


def _glance(plan: dict, projects: list[dict]) -> Glance:
    data = {part: plan[f"{part}_"] for part in PARTS}
    return Glance(
        slug=plan["slug"],
        years=span(data["years"]),
        sectors=plan["sectors_"],
        marks=plan_parts.parts(data, projects),
        projects=len(projects),
    )


def _projects(ids: list[int], user) -> dict[int, list[dict]]:
    """What the marks ask of each published project, by city."""
    rows = (
        Project.objects.visible_to(user)
        .published()
        .filter(organisation__in=ids, scap__isnull=False)
        .order_by()
        .values_list(
            "organisation_id", "current__stage", KeyTransform("status", "current__data")
        )
    )
    found = defaultdict(list)
    for city, stage, status in rows:
        found[city].append({"stage": stage, "status": status})
    return found


def span(years: list[int | None]) -> str:
    """“2026–2030”, or the year that is known."""
    return "–".join(str(year) for year in dict.fromkeys(years) if year)
