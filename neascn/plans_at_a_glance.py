"""The published plans of many cities, as lists show them: a few numbers, no texts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Func, IntegerField, Q
from django.db.models.fields.json import KeyTransform

from members.models import Organisation
from neascn.parts import Parts
from scaps.models import Project, Scap

READY = ~Q(current__stage="") & (
    Q(current__sought_usd__gt=0) | Q(current__secured_usd__gt=0)
)


@dataclass(frozen=True)
class Glance:
    """`slug` is the address of the plan; the newest one of a city."""

    slug: str
    years: tuple[int | None, int | None]
    sectors: list[str]
    parts: Parts


def of(cities: Iterable[Organisation], user) -> dict[int, Glance]:
    """By the id of the city; two queries, however many cities there are."""
    ids = [city.pk for city in cities]
    projects = _projects(ids, user)
    plans = (
        Scap.objects.visible_to(user)
        .published()
        .filter(organisation__in=ids)
        .annotate(focuses=_length("focuses"), targets_=_length("targets"))
        .order_by("current__published_at")
        .values(
            "organisation_id",
            "slug",
            "year_from",
            "year_to",
            "focuses",
            "targets_",
            sectors_=F("current__sectors"),
            words=KeyTransform("texts", KeyTransform("vision", "current__data")),
        )
    )
    found = {}
    for plan in plans:
        total, ready = projects.get(plan["organisation_id"], (0, 0))
        found[plan["organisation_id"]] = Glance(
            slug=plan["slug"],
            years=(plan["year_from"], plan["year_to"]),
            sectors=plan["sectors_"],
            parts=Parts(
                vision=bool(plan["words"]),
                focuses=plan["focuses"],
                targets=plan["targets_"],
                projects=total,
                ready=ready,
            ),
        )
    return found


def _projects(ids: list[int], user) -> dict[int, tuple[int, int]]:
    """How many published projects each city has, and how many of them are ready."""
    rows = (
        Project.objects.visible_to(user)
        .published()
        .filter(organisation__in=ids)
        .order_by()
        .values("organisation_id")
        .annotate(n=Count("pk"), ready=Count("pk", filter=READY))
    )
    return {row["organisation_id"]: (row["n"], row["ready"]) for row in rows}


def _length(key: str) -> Func:
    return Func(
        KeyTransform(key, "current__data"),
        function="jsonb_array_length",
        output_field=IntegerField(),
    )
