"""The figures of the dashboard: counted by the database, put together here."""

from collections import Counter, defaultdict
from decimal import Decimal

from django.db.models import Count, Func, Sum, TextField

from neascn.dashboard_scope import Scope
from scaps import circles
from scaps.models import TargetActual
from scaps.progress import Actual, standing
from scaps.states import TargetStanding

NOTHING = Decimal(0)


class Unnest(Func):
    """A row for each item of an array."""

    function = "unnest"
    set_returning = True
    output_field = TextField()


# --- Targets ---------------------------------------------------------------------


def targets(scope: Scope) -> list[tuple[int, dict, Actual | None, str]]:
    """Every target of the plans in force: plan, target, what was reported, standing."""
    plans = scope.plans.order_by("organisation__slug", "pk").values_list(
        "pk", "current__data__targets"
    )
    known = actuals(scope)
    return [
        (plan, target, actual, standing(target, actual))
        for plan, aims in plans
        for target in aims or []
        for actual in [known.get(target["id"])]
    ]


def actuals(scope: Scope) -> dict[int, Actual]:
    """What was last reported of each target, up to the year of the dashboard."""
    rows = (
        TargetActual.objects.filter(
            report__scap__in=scope.plans, report__period__year__lte=scope.year
        )
        .order_by("target_id", "-report__period__year")
        .distinct("target_id")
        .values_list("target_id", "value", "year")
    )
    return {target: Actual(value, year) for target, value, year in rows}


def standings(rows: list[tuple]) -> dict[str, int]:
    counts = Counter(word for _plan, _target, _actual, word in rows)
    return {word: counts[word] for word in TargetStanding.values}


# --- Projects and money ------------------------------------------------------------


def projects(scope: Scope) -> dict[str, dict]:
    """Counts by stage, and counts and money by country, out of one query."""
    rows = scope.projects.values_list("stage", "organisation__country__code")
    rows = rows.annotate(**_money(scope)).order_by()
    stages: Counter = Counter()
    countries: dict[str, list] = defaultdict(lambda: [0, NOTHING, NOTHING])
    for stage, country, n, sought, secured in rows:
        stages[stage] += n
        _add(countries[country], n, sought, secured)
    return {"stages": stages, "countries": countries}


def by_sector(scope: Scope) -> dict[str, list]:
    """A project in two sectors counts in both."""
    return _by(scope, "sectors")


def by_focus(scope: Scope) -> dict[str, list]:
    """A project counts in every focus area of its plan."""
    return _by(scope, "scap_version__focus_areas")


def _by(scope: Scope, words: str) -> dict[str, list]:
    rows = scope.projects.annotate(word=Unnest(words)).values_list("word")
    rows = rows.annotate(**_money(scope)).order_by()
    found: dict[str, list] = {}
    for word, n, sought, secured in rows:
        _add(found.setdefault(word, [0, NOTHING, NOTHING]), n, sought, secured)
    return found


def _money(scope: Scope) -> dict:
    seen = circles.seen_by(scope.user, "money_visibility") or None
    return {
        "n": Count("pk"),
        "sought": Sum("sought_usd", filter=seen, default=NOTHING),
        "secured": Sum("secured_usd", filter=seen, default=NOTHING),
    }


def _add(sums: list, n: int, sought: Decimal, secured: Decimal) -> None:
    sums[0] += n
    sums[1] += sought
    sums[2] += secured


# --- Needs and reports ---------------------------------------------------------------


def needs(scope: Scope) -> dict[str, Counter]:
    rows = scope.needs.values_list(
        "sector__code", "organisation__country__code"
    ).annotate(n=Count("pk"))
    sectors: Counter = Counter()
    countries: Counter = Counter()
    for sector, country, n in rows.order_by():
        sectors[sector] += n
        countries[country] += n
    return {"sectors": sectors, "countries": countries}


def needs_by_focus(scope: Scope) -> Counter:
    """Needs of a project count in every focus area of its plan."""
    rows = (
        scope.needs.filter(project__scap__current__isnull=False)
        .annotate(word=Unnest("project__scap__current__focus_areas"))
        .values_list("word")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return Counter(dict(rows))


def reports(scope: Scope) -> dict:
    """How many reported, and the money they secured and spent since their plans."""
    seen = circles.seen_by(
        scope.user,
        "projects__project__current__money_visibility",
        organisation="projects__project__current__organisation",
    )
    return scope.reports.aggregate(
        n=Count("pk", distinct=True),
        secured=Sum("projects__secured_usd", filter=seen or None, default=NOTHING),
        spent=Sum("projects__spent_usd", filter=seen or None, default=NOTHING),
    )
