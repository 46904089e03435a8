"""What bulk loading of the large demo shares: lists by code, owners, link tables."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

from core.languages import column
from members.models import Organisation, User
from members.states import StaffRole
from neascn.demo import invented
from neascn.demo.files import places
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

Row = dict[str, Any]


class Shipped:
    """The portal's lists by code and in order, and who signs for invented rows."""

    def __init__(self) -> None:
        self.countries = by_code(Country)
        self.sectors = by_code(Sector)
        self.areas = by_code(SolutionArea)
        self.unit_types = by_code(UnitType)
        self.stages = list(Stage.objects.all())
        self.maturities = list(Maturity.objects.all())
        self.urgencies = list(Urgency.objects.all())
        self.need_types = list(NeedType.objects.all())
        self.price_models = list(PriceModel.objects.exclude(code="per_use"))
        self.by = User.objects.staff_with(StaffRole.SECRETARIAT).first()
        # A real city of each country: invented ones lie around it.
        self.centres = {
            row["country"]: (row["latitude"], row["longitude"])
            for row in reversed(places().values())
        }


def by_code(model: type[models.Model]) -> dict[str, Any]:
    return {row.code: row for row in model._default_manager.all()}


def owned(what: str, numbers: Iterable[int]) -> dict[int, Organisation]:
    """Generated organisations by their number."""
    by_slug = {invented.slug(what, number): number for number in set(numbers)}
    found = Organisation.objects.filter(slug__in=by_slug)
    return {by_slug[one.slug]: one for one in found.select_related("local_government")}


def word(term: models.Model, language: str) -> str:
    return str(getattr(term, column("name", language)))


def link(relation, pairs: Sequence[tuple[Any, Row]], terms: Callable) -> None:
    """Rows of a many-to-many table, copied into it."""
    field = relation.field
    table, mine, theirs = map(
        connection.ops.quote_name,
        (field.m2m_db_table(), field.m2m_column_name(), field.m2m_reverse_name()),
    )
    into = f"COPY {table} ({mine}, {theirs}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for one, row in pairs:
            for term in terms(row):
                copy.write_row((one.pk, term.pk))
