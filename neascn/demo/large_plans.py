"""Generated plans and projects, put in and published by the thousand.

Snapshots are made by the portal itself; only the rows around them are written in
bulk. Overlaps come from the worker's sweep.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core import outbox, search, sorting
from core.languages import column
from members.models import Network
from neascn.demo import invented
from neascn.demo.bulk import Row, Shipped, link, owned, word
from scaps import snapshots
from scaps.models import (
    Focus,
    Investment,
    Milestone,
    Project,
    ProjectVersion,
    Scap,
    ScapVersion,
    Target,
)
from scaps.states import ScapState
from vocabulary.models import FocusArea

PRICES_OF = date(2026, 9, 30)
MIDSUMMER = (7, 1)


# --- Plans -------------------------------------------------------------------------


def add_plans(rows: Sequence[Row], shipped: Shipped) -> None:
    cities = owned("city", (row["city"] for row in rows))
    network, now = Network.objects.get(slug="neascn"), timezone.now()
    plans = [_plan(row, cities[row["city"]], network, shipped, now=now) for row in rows]
    Scap.objects.bulk_create(plans)
    pairs = list(zip(plans, rows, strict=True))
    link(
        Scap.sectors,
        pairs,
        lambda row: [shipped.sectors[code] for code in row["sectors"]],
    )
    _add_parts(pairs)
    versions = [_version(plan, shipped, now=now) for plan in plans]
    ScapVersion.objects.bulk_create(versions)
    for plan, version in zip(plans, versions, strict=True):
        plan.current = version
    Scap.objects.bulk_update(plans, ["current"])


def _plan(row: Row, city, network: Network, shipped: Shipped, *, now) -> Scap:
    language = row["place"].language
    title = invented.title(
        "plan_titles", language, name=row["name"], year=row["years"][0]
    )
    return Scap(
        organisation=city,
        network=network,
        slug=row["slug"],
        source_lang=language,
        year_from=row["years"][0],
        year_to=row["years"][1],
        state=ScapState.PUBLISHED,
        submitted_at=now,
        submitted_by=shipped.by,
        entered_by=shipped.by,
        is_demo=True,
        **{
            column("title", language): title,
            column("vision", language): row["vision"],
            column("status", language): row["status"],
            column("needs_text", language): row["status"],
            column("outcome", language): row["vision"],
        },
    )


def _add_parts(pairs: Sequence[tuple[Scap, Row]]) -> None:
    areas = list(FocusArea.objects.all())
    Focus.objects.bulk_create(
        [
            Focus(
                scap=plan,
                order=order,
                area=areas[at % len(areas)],
                **{column("text", plan.source_lang): row["vision"]},
            )
            for plan, row in pairs
            for order, at in enumerate(row["focuses"])
        ]
    )
    Target.objects.bulk_create(
        [
            Target(
                scap=plan,
                order=order,
                direction="down",
                baseline=first,
                baseline_year=row["years"][0],
                goal=last,
                goal_year=row["years"][1],
                source="invented",
                **{
                    column("indicator", plan.source_lang): f"{row['name']} {order + 1}",
                    column("unit", plan.source_lang): "%",
                },
            )
            for plan, row in pairs
            for order, (first, last) in enumerate(row["goals"])
        ]
    )


def _version(plan: Scap, shipped: Shipped, *, now) -> ScapVersion:
    data = snapshots.of_scap(plan)
    title, vision = (snapshots.original(data[name]) for name in ("title", "vision"))
    return ScapVersion(
        scap=plan,
        number=1,
        data=data,
        visibility=plan.visibility,
        needs_visibility=plan.needs_visibility,
        sectors=data["sectors"],
        focus_areas=[focus["area"] for focus in data["focuses"]],
        sort_keys=sorting.keys({plan.source_lang: title}, fallback=title),
        search=search.vector(title, vision),
        published_at=now,
        published_by=shipped.by,
    )


# --- Projects ----------------------------------------------------------------------


def add_projects(rows: Sequence[Row], shipped: Shipped) -> None:
    cities = owned("city", (row["city"] for row in rows))
    plans = Scap.objects.select_related("current").in_bulk(
        {row["plan"] for row in rows}, field_name="slug"
    )
    projects = [
        _project(row, cities[row["city"]], plans[row["plan"]], shipped) for row in rows
    ]
    Project.objects.bulk_create(projects)
    pairs = list(zip(projects, rows, strict=True))
    link(Project.sectors, pairs, lambda row: [shipped.sectors[row["topic"].sector]])
    _add_rows(pairs)
    told = snapshots.of_projects(projects)
    versions = [
        _project_version(project, data, plans[row["plan"]])
        for (project, row), data in zip(pairs, told, strict=True)
    ]
    ProjectVersion.objects.bulk_create(versions)
    for project, version in zip(projects, versions, strict=True):
        project.current = version
    Project.objects.bulk_update(projects, ["current"])
    outbox.enqueue("scaps.sweep_overlaps", key="all")


def _project(row: Row, city, plan: Scap, shipped: Shipped) -> Project:
    language, topic = row["place"].language, row["topic"]
    title = invented.title(
        "project_titles",
        language,
        sector=word(shipped.sectors[topic.sector], language),
        area=word(shipped.areas[topic.areas[0]], language),
        name=row["name"],
    )
    texts = ("status", "needs_text", "outcome", "offers")
    return Project(
        organisation=city,
        scap=plan,
        order=row["order"],
        slug=row["slug"],
        source_lang=language,
        stage=shipped.stages[row["stage"]],
        starts_on=date(row["years"][0], *MIDSUMMER),
        ends_on=date(row["years"][1], *MIDSUMMER),
        latitude=_near(city.local_government.latitude, row["north"]),
        longitude=_near(city.local_government.longitude, row["east"]),
        sdgs=row["sdgs"],
        entered_by=shipped.by,
        is_demo=True,
        **{column("title", language): title},
        **{column(field, language): row[field] for field in texts},
    )


def _near(degrees: Any, step: float) -> Decimal:
    return Decimal(degrees) + Decimal(str(step))


def _add_rows(pairs: Sequence[tuple[Project, Row]]) -> None:
    Investment.objects.bulk_create(
        [
            Investment(
                project=project,
                order=order,
                kind=one["kind"],
                source=one["source"],
                secured=one["secured"],
                amount=one["amount"],
                currency=row["place"].currency,
                price_date=PRICES_OF,
            )
            for project, row in pairs
            for order, one in enumerate(row["money"])
        ]
    )
    Milestone.objects.bulk_create(
        [
            Milestone(
                project=project,
                planned_on=date(row["years"][1], 3, 31),
                **{column("title", project.source_lang): row["name"]},
            )
            for project, row in pairs
        ]
    )


def _project_version(project: Project, data: dict, plan: Scap) -> ProjectVersion:
    version = plan.current
    return ProjectVersion(
        project=project,
        scap_version=version,
        number=1,
        data=data,
        organisation_id=project.organisation_id,
        visibility=plan.visibility,
        money_visibility=plan.money_visibility,
        contacts_visibility=plan.contacts_visibility,
        needs_visibility=plan.needs_visibility,
        sectors=data["sectors"],
        stage=data["stage"],
        standing=data["standing"],
        sdgs=data["sdgs"],
        latitude=float(project.latitude),
        longitude=float(project.longitude),
        year_from=project.starts_on.year,
        year_to=project.ends_on.year,
        is_open=data["is_open"],
        sought_usd=snapshots.total_usd(data, "sought"),
        secured_usd=snapshots.total_usd(data, "secured"),
        text_hash=snapshots.text_hash(data),
        published_at=version.published_at,
    )
