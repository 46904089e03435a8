"""A network of the size the portal is made for, put in by the thousand.

What is generated is named by its number, so a second run adds only what is missing.
Services are gone past: nobody is told, and every need waits for the worker's lists.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core import outbox, search, sorting
from core.batches import batched
from core.languages import CODES, column, columns
from members.models import (
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    Provider,
    User,
)
from members.states import (
    ComplianceStatus,
    MembershipState,
    OrganisationKind,
    StaffRole,
)
from neascn.demo import invented
from neascn.demo.files import in_columns, places, read
from neascn.demo.network import INAUGURAL, decision
from scaps.models import Need
from scaps.states import NeedState
from solutions.models import Ranking, Reference, Solution
from solutions.states import SolutionState
from vocabulary.models import (
    Country,
    Maturity,
    NeedType,
    PriceModel,
    Sector,
    SolutionArea,
    Stage,
    UnitType,
    Urgency,
)

AT_ONCE = 2000
DAYS = 700
Say = Callable[[str], None]


@dataclass(frozen=True)
class Scale:
    """How many there shall be, with those of the small demo."""

    governments: int
    providers: int
    solutions: int
    needs: int

    def generated(self) -> "Scale":
        return Scale(
            max(self.governments - len(places()), 1),
            max(self.providers - len(read("providers")), 1),
            max(self.solutions - len(read("solutions")), 0),
            max(self.needs - len(read("needs")), 0),
        )


LARGE = Scale(governments=1000, providers=2000, solutions=100_000, needs=2000)


class Vocabulary:
    """The shipped lists by code and in order, read once."""

    def __init__(self) -> None:
        self.countries = _by_code(Country)
        self.sectors = _by_code(Sector)
        self.areas = _by_code(SolutionArea)
        self.unit_types = _by_code(UnitType)
        self.stages = list(Stage.objects.all())
        self.maturities = list(Maturity.objects.all())
        self.urgencies = list(Urgency.objects.all())
        self.need_types = list(NeedType.objects.all())
        self.price_models = list(PriceModel.objects.exclude(code="per_use"))
        self.by = User.objects.staff_with(StaffRole.SECRETARIAT).first()

    @cached_property
    def centres(self) -> dict[str, tuple[float, float]]:
        """A real city of each country: invented ones lie around it."""
        return {
            row["country"]: (row["latitude"], row["longitude"])
            for row in reversed(list(places().values()))
        }


def _by_code(model: type[models.Model]) -> dict[str, Any]:
    return {row.code: row for row in model._default_manager.all()}


def load(say: Say, scale: Scale = LARGE) -> None:
    counts, known = scale.generated(), Vocabulary()
    steps: list[tuple[str, Callable, Iterable[dict]]] = [
        ("local governments", _governments, _missing_cities(counts)),
        ("providers", _providers, _missing_providers(counts)),
        ("solutions", _solutions, _missing_solutions(counts)),
        ("needs", _needs, _missing_needs(counts)),
    ]
    for what, put, rows in steps:
        done = 0
        for batch in batched(rows, AT_ONCE):
            with transaction.atomic():
                put(batch, known)
            done += len(batch)
            say(f"{done} {what} …")


# --- What is missing --------------------------------------------------------------


def _missing_cities(counts: Scale) -> Iterable[dict]:
    rows = map(invented.government, range(counts.governments))
    return _unknown(rows, Organisation)


def _missing_providers(counts: Scale) -> Iterable[dict]:
    return _unknown(map(invented.provider, range(counts.providers)), Organisation)


def _missing_solutions(counts: Scale) -> Iterable[dict]:
    known = set(Solution.objects.filter(is_demo=True).values_list("slug", flat=True))
    for number in range(counts.solutions):
        if invented.solution_slug(number) not in known:
            yield invented.solution(
                number, providers=counts.providers, cities=counts.governments
            )


def _missing_needs(counts: Scale) -> Iterable[dict]:
    """Needs have no address: they are told apart by city and text."""
    cities = _cities()
    known = {
        (need.organisation_id, getattr(need, column("text", need.source_lang)))
        for need in Need.objects.filter(is_demo=True)
    }
    for number in range(counts.needs):
        row = invented.need(number, cities=counts.governments)
        city = cities[invented.government(row["city"])["slug"]]
        if (city.pk, row["text"]) not in known:
            yield row


def _unknown(rows: Iterable[dict], model: type[models.Model]) -> Iterable[dict]:
    known = set(model._default_manager.values_list("slug", flat=True))
    return (row for row in rows if row["slug"] not in known)
