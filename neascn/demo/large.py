"""A network of the size that the portal is made for, put in by the thousand.

What is generated has its number in its address, so a second run adds only what is
missing. Services are passed by: nobody gets a notice. Vectors come from the worker's
back-fill, and lists from the job that matches all needs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from core import outbox
from core.batches import batched
from core.languages import column
from members.models import (
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    Provider,
)
from members.states import ComplianceStatus, MembershipState
from members.states import OrganisationKind as Kind
from neascn.demo import invented, invented_plans, large_plans, plans
from neascn.demo.bulk import Row, Shipped, link, owned, word
from neascn.demo.files import in_columns, places, read
from neascn.demo.network import INAUGURAL, decision_of
from scaps.models import Need, Project, Scap
from scaps.states import NeedState
from solutions.models import Ranking, Reference, Solution
from solutions.states import SolutionState

AT_ONCE = 1000
# The catalogue grew over so many days: lists by date have something to sort.
DAYS = 700
Say = Callable[[str], None]


@dataclass(frozen=True)
class Scale:
    """How many there are of each, together with the small demo's."""

    governments: int
    providers: int
    solutions: int
    needs: int
    projects: int = 0

    def generated(self) -> "Scale":
        """Solutions and needs belong to generated organisations only."""
        return Scale(
            max(self.governments - len(places()), 1),
            max(self.providers - len(read("providers")), 1),
            max(self.solutions - len(read("solutions")), 0),
            max(self.needs - len(read("needs")), 0),
            max(self.projects - sum(len(row["projects"]) for row in plans.rows()), 0),
        )


LARGE = Scale(
    governments=1000, providers=2000, solutions=100_000, needs=2000, projects=20_000
)


def load(say: Say, scale: Scale = LARGE) -> None:
    """In pieces that are committed one by one: a run that was ended goes on later."""
    counts, shipped = scale.generated(), Shipped()
    steps: tuple[tuple[str, Iterable[Row], Callable], ...] = (
        ("local governments", missing_governments(counts), add_governments),
        ("providers", missing_providers(counts), add_providers),
        ("solutions", missing_solutions(counts), add_solutions),
        ("needs", missing_needs(counts), add_needs),
        ("plans", missing_plans(counts), large_plans.add_plans),
        ("projects", missing_projects(counts), large_plans.add_projects),
    )
    for what, rows, add in steps:
        done = 0
        for batch in batched(rows, AT_ONCE):
            with transaction.atomic():
                add(batch, shipped)
            done += len(batch)
            say(f"{done} {what} …")


# --- What is missing ---------------------------------------------------------------


def missing_governments(counts: Scale) -> Iterable[Row]:
    known = slugs(Organisation)
    for number in range(counts.governments):
        if invented.slug("city", number) not in known:
            yield invented.government(number)


def missing_providers(counts: Scale) -> Iterable[Row]:
    known = slugs(Organisation)
    for number in range(counts.providers):
        if invented.slug("firm", number) not in known:
            yield invented.provider(number)


def missing_solutions(counts: Scale) -> Iterable[Row]:
    known = slugs(Solution)
    for number in range(counts.solutions):
        if invented.slug("solution", number) not in known:
            yield invented.solution(
                number, providers=counts.providers, cities=counts.governments
            )


def missing_needs(counts: Scale) -> Iterable[Row]:
    """Needs have no address; their figures tell them apart."""
    known = {
        getattr(need, column("text", need.source_lang))
        for need in Need.objects.filter(is_demo=True).iterator()
    }
    for number in range(counts.needs):
        row = invented.need(number, cities=counts.governments)
        if row["text"] not in known:
            yield row


def missing_plans(counts: Scale) -> Iterable[Row]:
    """Of all those whose projects are wanted."""
    known = slugs(Scap)
    for number in range(min(counts.governments, counts.projects)):
        if invented.slug("plan", number) not in known:
            yield invented_plans.plan(number)


def missing_projects(counts: Scale) -> Iterable[Row]:
    known = slugs(Project)
    for number in range(counts.projects):
        if invented.slug("project", number) not in known:
            yield invented_plans.project(number, cities=counts.governments)


def slugs(model: type[models.Model]) -> set[str]:
    found = model._default_manager.filter(slug__startswith="demo-")
    return set(found.values_list("slug", flat=True))


# --- Rows in bulk ------------------------------------------------------------------


def add_governments(rows: Sequence[Row], shipped: Shipped) -> None:
    cities = [organisation(row, shipped, Kind.LOCAL_GOVERNMENT) for row in rows]
    Organisation.objects.bulk_create(cities)
    LocalGovernment.objects.bulk_create(
        [
            LocalGovernment(
                organisation=city,
                unit_type=shipped.unit_types[row["unit_type"]],
                latitude=shipped.centres[row["place"].country][0] + row["north"],
                longitude=shipped.centres[row["place"].country][1] + row["east"],
                timezone="UTC",
                population=row["population"],
                population_source="invented",
            )
            for city, row in zip(cities, rows, strict=True)
        ]
    )
    decided = decision_of("Inaugural Meeting (invented for the demo)", INAUGURAL)
    network = Network.objects.get(slug="neascn")
    Membership.objects.bulk_create(
        [
            Membership(
                network=network,
                organisation=city,
                state=MembershipState.FULL,
                since=decided.date,
                decision=decided,
            )
            for city in cities
        ]
    )


def add_providers(rows: Sequence[Row], shipped: Shipped) -> None:
    found = [organisation(row, shipped, row["kind"]) for row in rows]
    Organisation.objects.bulk_create(found)
    Provider.objects.bulk_create(
        [
            Provider(
                organisation=owner,
                founded=row["founded"],
                staff_band=row["staff_band"],
                reviewed_at=timezone.now(),
            )
            for owner, row in zip(found, rows, strict=True)
        ]
    )


def organisation(row: Row, shipped: Shipped, kind: str) -> Organisation:
    place = row["place"]
    found = Organisation(
        kind=kind,
        slug=row["slug"],
        source_lang=place.language,
        native_name=row["name"][place.language],
        native_lang=place.language,
        country=shipped.countries[place.country],
        languages=row["languages"],
        is_public=True,
        is_demo=True,
        compliance_status=ComplianceStatus.CLEAR,
        **in_columns(name=row["name"], summary=row["summary"]),
    )
    found.derive()
    return found


def add_solutions(rows: Sequence[Row], shipped: Shipped) -> None:
    owners = owned("firm", (row["provider"] for row in rows))
    found = [
        solution(row, owners[row["provider"]], shipped, now=timezone.now())
        for row in rows
    ]
    Solution.objects.bulk_create(found)
    pairs = list(zip(found, rows, strict=True))
    link(Solution.sectors, pairs, lambda row: [shipped.sectors[row["topic"].sector]])
    link(
        Solution.areas,
        pairs,
        lambda row: [shipped.areas[code] for code in row["topic"].areas],
    )
    link(
        Solution.stages, pairs, lambda row: [shipped.stages[at] for at in row["stages"]]
    )
    link(
        Solution.countries,
        pairs,
        lambda row: [shipped.countries[code] for code in row["countries"]],
    )
    add_references(pairs)


def solution(row: Row, owner: Organisation, shipped: Shipped, *, now) -> Solution:
    language, topic = row["place"].language, row["topic"]
    listed = now - timedelta(minutes=DAYS * 24 * 60 * row["age"])
    least, most = row["price"] or (None, None)
    title = invented.title(
        "solution_titles",
        language,
        sector=word(shipped.sectors[topic.sector], language),
        area=word(shipped.areas[topic.areas[0]], language),
        name=row["name"],
    )
    found = Solution(
        provider=owner,
        slug=row["slug"],
        source_lang=language,
        maturity=shipped.maturities[row["maturity"]],
        languages=row["languages"],
        price_model=shipped.price_models[row["maturity"] % len(shipped.price_models)],
        price_min=least,
        price_max=most,
        currency=row["place"].currency if least else "",
        price_date=listed.date() if least else None,
        state=SolutionState.PUBLISHED,
        submitted_at=listed,
        submitted_by=shipped.by,
        published_at=listed,
        published_by=shipped.by,
        is_demo=True,
        **{column("title", language): title},
        **{
            column(field, language): row[field]
            for field in ("problem", "description", "users")
        },
    )
    found.derive()
    return found


def add_references(pairs: Sequence[tuple[Solution, Row]]) -> None:
    cities = owned("city", (fact["city"] for _s, row in pairs for fact in row["uses"]))
    Reference.objects.bulk_create(
        [
            Reference(
                solution=found,
                city=cities[fact["city"]].native_name,
                country_id=cities[fact["city"]].country_id,
                year=fact["year"],
                result=fact["result"],
                lang=row["place"].language,
                is_verified=fact["verified"],
                latitude=cities[fact["city"]].local_government.latitude,
                longitude=cities[fact["city"]].local_government.longitude,
            )
            for found, row in pairs
            for fact in row["uses"]
        ],
        # Twice the same city and year.
        ignore_conflicts=True,
    )


def add_needs(rows: Sequence[Row], shipped: Shipped) -> None:
    cities = owned("city", (row["city"] for row in rows))
    found = [
        need(row, cities[row["city"]], shipped, now=timezone.now()) for row in rows
    ]
    Need.objects.bulk_create(found)
    pairs = list(zip(found, rows, strict=True))
    link(Need.types, pairs, lambda row: [shipped.need_types[row["type"]]])
    link(
        Need.areas,
        pairs,
        lambda row: [shipped.areas[code] for code in row["topic"].areas],
    )
    Ranking.objects.bulk_create(
        [Ranking(need=one, wanted=1, wanted_at=timezone.now()) for one in found]
    )
    outbox.enqueue("solutions.match_needs", key="all")


def need(row: Row, city: Organisation, shipped: Shipped, *, now) -> Need:
    language, topic = row["place"].language, row["topic"]
    title = invented.title(
        "need_titles",
        language,
        sector=word(shipped.sectors[topic.sector], language),
        kind=word(shipped.need_types[row["type"]], language),
        name=row["name"],
    )
    least, most = row["budget"] or (None, None)
    found = Need(
        organisation=city,
        source_lang=language,
        sector=shipped.sectors[topic.sector],
        stage=shipped.stages[row["stage"]],
        urgency=shipped.urgencies[row["urgency"]],
        budget_min=least,
        budget_max=most,
        currency=row["place"].currency if least else "",
        price_date=now.date() if least else None,
        languages=row["languages"],
        state=NeedState.PUBLISHED,
        published_at=now,
        published_by=shipped.by,
        entered_by=shipped.by,
        is_demo=True,
        **{column("title", language): title, column("text", language): row["text"]},
    )
    found.derive()
    return found
