"""Invented solutions and needs, put in through the portal's own services."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.text import slugify

from core.languages import column
from members.models import Organisation, User
from members.states import StaffRole
from neascn.demo.files import in_columns, read
from scaps.models import Need
from scaps.services import needs
from solutions.models import Reference, Solution
from solutions.states import SolutionState
from translations.services import write
from vocabulary.models import (
    Country,
    Maturity,
    NeedType,
    PriceModel,
    Sector,
    SolutionArea,
    Stage,
    Urgency,
)

TEXTS = ("title", "problem", "description", "users")


def load_solutions() -> int:
    known = set(Solution.objects.values_list("slug", flat=True))
    secretariat = User.objects.staff_with(StaffRole.SECRETARIAT).first()
    missing = [row for row in read("solutions") if row["key"] not in known]
    for row in missing:
        _solution(row, by=secretariat)
    return len(missing)


def load_needs() -> int:
    known = {
        getattr(need, column("title", need.source_lang))
        for need in Need.objects.filter(is_demo=True)
    }
    secretariat = User.objects.staff_with(StaffRole.SECRETARIAT).first()
    missing = [row for row in read("needs") if _title(row) not in known]
    for row in missing:
        _need(row, by=secretariat)
    return len(missing)


def _title(row: dict) -> str:
    return row["title"][row["lang"]]


def _solution(row: dict, *, by: User) -> None:
    state = row["state"]
    now = timezone.now()
    past_draft = state != SolutionState.DRAFT
    source = {field: {row["lang"]: row[field][row["lang"]]} for field in TEXTS}
    solution = Solution.objects.create(
        provider=Organisation.objects.get(slug=row["provider"]),
        slug=row["key"],
        source_lang=row["lang"],
        maturity=Maturity.objects.get(code=row["maturity"]),
        languages=row["languages"],
        price_model=PriceModel.objects.get(code=row["price_model"]),
        price_min=_amount(row["price_min"]),
        price_max=_amount(row["price_max"]),
        currency=row["currency"],
        price_date=_day(row["price_date"]),
        standards=row["standards"],
        state=state,
        submitted_at=now if past_draft else None,
        submitted_by=by if past_draft else None,
        published_at=now if state == SolutionState.PUBLISHED else None,
        published_by=by if state == SolutionState.PUBLISHED else None,
        is_demo=True,
        **in_columns(**source, data_location=row["data_location"] or {}),
    )
    for field in TEXTS:
        for language, text in row[field].items():
            if language != row["lang"]:
                write(solution, field, language, text, by=by)
    solution.sectors.set(Sector.objects.filter(code__in=row["sectors"]))
    solution.areas.set(SolutionArea.objects.filter(code__in=row["areas"]))
    solution.stages.set(Stage.objects.filter(code__in=row["stages"]))
    codes = row["countries"] if isinstance(row["countries"], list) else []
    solution.countries.set(Country.objects.filter(code__in=codes))
    Reference.objects.bulk_create(
        [_reference(solution, fact) for fact in row["references"]]
    )


def _reference(solution: Solution, fact: dict) -> Reference:
    cities = Organisation.objects.select_related("local_government")
    city = cities.filter(slug=fact["city"]).first()
    latitude, longitude = _point(city, fact["city"])
    language, result = next(iter(fact["result"].items()), ("en", ""))
    return Reference(
        solution=solution,
        city=city.name if city else _known(fact["city"]).get("name", fact["city"]),
        country=Country.objects.filter(code=fact["country"]).first(),
        year=fact["year"],
        scale=fact["scale"],
        result=result,
        lang=language,
        is_verified=fact["verified"],
        latitude=latitude,
        longitude=longitude,
    )


def _point(city: Organisation | None, slug: str) -> tuple:
    """Where the city lies; not every city with a reference is a member."""
    place = getattr(city, "local_government", None)
    if place is not None:
        return place.latitude, place.longitude
    known = _known(slug)
    return known.get("latitude"), known.get("longitude")


def _known(slug: str) -> dict:
    """A city that is no member, in the demo's own list."""
    return read("points")["cities"].get(slugify(slug), {})


def _need(row: dict, *, by: User) -> None:
    city = Organisation.objects.get(slug=row["organisation"])
    author = User.objects.speaking_for(city).order_by("pk").first() or by
    data = {
        "source_lang": row["lang"],
        "title": row["title"][row["lang"]],
        "text": row["text"][row["lang"]],
        "sector": Sector.objects.get(code=row["sector"]),
        "stage": Stage.objects.filter(code=row["stage"]).first(),
        "urgency": Urgency.objects.filter(code=row["urgency"]).first(),
        "types": NeedType.objects.filter(code__in=row["types"]),
        "areas": SolutionArea.objects.filter(code__in=row["areas"]),
        "budget_min": _amount(row["budget_min"]),
        "budget_max": _amount(row["budget_max"]),
        "currency": row["currency"],
        "price_date": _day(row["price_date"]),
        "languages": row["languages"],
        "starts_on": _day(row["starts"]),
        "visibility": row["visibility"],
    }
    need = needs.create(city, data, by=author)
    Need.objects.filter(pk=need.pk).update(is_demo=True)
    if row["state"] == "published":
        needs.publish(need, by=author)


def _amount(number) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _day(text: str | None) -> date | None:
    if not text:
        return None
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")
