"""Invented packages of the Smart City Driver, and three cities that ask for one."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from core.languages import column
from members.models import Organisation, User
from members.states import StaffRole
from neascn.demo.files import in_columns, read
from scaps.models import Need
from solutions.models import DriverPackage, DriverRequest
from solutions.services import driver
from translations import services as translations
from vocabulary.models import Stage

TEXTS = ("title", "summary", "deliverables", "audience", "contribution", "terms")
MEETS_IN = timedelta(days=8)
MEETS_AT = time(5)


@transaction.atomic
def load() -> None:
    """Packages first; a request needs its package, and the need it is made with."""
    found = read("driver")
    by = User.objects.staff_with(StaffRole.SECRETARIAT).first()
    known = set(DriverPackage.objects.values_list("slug", flat=True))
    for order, row in enumerate(found["packages"], start=1):
        if row["slug"] not in known:
            _package(row, order, by=by)
    for row in found["requests"]:
        _request(row, by=by)


def _package(row: dict, order: int, *, by: User) -> None:
    package = DriverPackage.objects.create(
        kind=row["kind"],
        order=order,
        slug=row["slug"],
        source_lang=row["lang"],
        weeks_min=row["weeks"][0],
        weeks_max=row["weeks"][1],
        is_demo=True,
        **in_columns(**{field: row[field] for field in TEXTS}),
    )
    package.stages.set(Stage.objects.filter(code__in=row["stages"]))
    package.partners.set(Organisation.objects.filter(slug__in=row["partners"]))
    translations.note_all(package, TEXTS, by=by)
    driver.offer(package, by=by)


def _request(row: dict, *, by: User) -> None:
    title = {column("title", row["lang"]): row["need"]}
    need = Need.objects.filter(organisation__slug=row["organisation"], **title).first()
    package = DriverPackage.objects.get(slug=row["package"])
    if need is None or package.requests.filter(need=need).exists():
        return
    author = User.objects.speaking_for(need.organisation).order_by("pk").first() or by
    request = driver.ask(
        package, about=need, text=row["text"], lang=row["lang"], by=author
    )
    DriverRequest.objects.filter(pk=request.pk).update(is_demo=True)
    for name in row["moves"]:
        facts = FACTS[name](row) if name in FACTS else {}
        request = getattr(driver, name)(request, by=by, **facts)


def _meeting(row: dict) -> dict:
    """At two in the afternoon in Seoul, on a day next week."""
    day = timezone.now().date() + MEETS_IN
    meets_at = datetime.combine(day, MEETS_AT, tzinfo=timezone.get_default_timezone())
    return {"meets_at": meets_at, "place": row["place"], **row["answer"]}


def _introduction(row: dict) -> dict:
    partner = Organisation.objects.select_related("country").get(slug=row["partner"])
    return {"partner": partner, **row["answer"]}


FACTS = {"meet": _meeting, "introduce": _introduction}
