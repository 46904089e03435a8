"""The lists that the figures of the dashboard open: the same rows, page by page."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import Money
from core.text import clean_line
from neascn import dashboard_figures as figures
from neascn.dashboard_page import TONES
from neascn.dashboard_scope import Scope
from scaps import circles, report_reading, snapshots
from scaps.models import Scap
from scaps.states import TargetStanding
from translations import services as translations
from translations.services import Text
from vocabulary.models import Country, FocusArea, Sector, Stage, Term

PAGE_SIZE = 25
TITLES: dict[str, str | Promise] = {
    "plans": gettext_lazy("Plans in force"),
    "targets": gettext_lazy("Strategic targets"),
    "projects": gettext_lazy("Priority projects"),
    "needs": gettext_lazy("Unmet needs"),
    "reported": gettext_lazy("Reports of the year"),
    "missing": gettext_lazy("Not reported yet"),
}
WORDS: dict[str, type[Term]] = {
    "stage": Stage,
    "sector": Sector,
    "focus": FocusArea,
    "country": Country,
}


@dataclass(frozen=True)
class Row:
    """One line of a list; `state` is a word with a tone."""

    title: Text
    url: str
    city: str
    country: str
    meta: list[str] = field(default_factory=list)
    state: str = ""
    tone: str = ""
    under: Text | None = None


def page(scope: Scope, what: str, asked) -> Page:
    """One page of rows; `asked` are the filters of the address."""
    make, found = {
        "plans": (_plan_rows, scope.plans),
        "targets": (_target_rows, _targets(scope, asked)),
        "projects": (_project_rows, _projects(scope, asked)),
        "needs": (_need_rows, _needs(scope, asked)),
        "reported": (_report_rows, scope.reports),
        "missing": (_plan_rows, scope.missing),
    }[what]
    if what != "targets":
        found = found.order_by(*_order(what))
    found_page = Paginator(found, PAGE_SIZE).get_page(asked.get("page"))
    found_page.object_list = make(scope, found_page.object_list)
    return found_page


def filters(scope: Scope, asked) -> list[str]:
    """The filters that are on, in words."""
    names = [scope.network.acronym] if scope.network else []
    for name, model in WORDS.items():
        code = _code(asked, name)
        if code and (word := model.objects.filter(code=code).first()):
            names.append(str(word))
    if asked.get("standing") in TargetStanding.values:
        names.append(str(TargetStanding(asked["standing"]).label))
    if asked.get("money") == "sought":
        names.append(_("money sought"))
    if asked.get("money") == "secured":
        names.append(_("money secured"))
    return names


def _order(what: str) -> list[str]:
    if what == "projects":
        return ["organisation__slug", "project__order", "pk"]
    if what == "needs":
        return ["-published_at", "-pk"]
    if what == "reported":
        return ["-signed_at", "pk"]
    return ["organisation__slug", "pk"]


# --- Which rows --------------------------------------------------------------------


def _code(asked, name: str) -> str:
    return clean_line(asked.get(name, ""))


def _targets(scope: Scope, asked) -> list[tuple]:
    rows = figures.targets(scope)
    wanted = asked.get("standing")
    return [row for row in rows if row[3] == wanted] if wanted else rows


def _projects(scope: Scope, asked):
    rows = scope.projects
    if stage := _code(asked, "stage"):
        rows = rows.filter(stage=stage)
    if sector := _code(asked, "sector"):
        rows = rows.filter(sectors__contains=[sector])
    if focus := _code(asked, "focus"):
        rows = rows.filter(scap_version__focus_areas__contains=[focus])
    if (money := asked.get("money")) in ("sought", "secured"):
        rows = rows.filter(
            circles.seen_by(scope.user, "money_visibility"), **{f"{money}_usd__gt": 0}
        )
    return rows


def _needs(scope: Scope, asked):
    rows = scope.needs
    if sector := _code(asked, "sector"):
        rows = rows.filter(sector__code=sector)
    if focus := _code(asked, "focus"):
        rows = rows.filter(project__scap__current__focus_areas__contains=[focus])
    return rows


# --- As lines ----------------------------------------------------------------------


def _plan_rows(scope: Scope, found) -> list[Row]:
    plans = found.select_related("organisation__country", "current")
    return [_plan_row(plan) for plan in _read(plans)]


def _plan_row(plan: Scap, **more) -> Row:
    return Row(
        snapshots.read(plan.current.data["title"]),
        plan_url(plan),
        *_where(plan.organisation),
        **more,
    )


def _target_rows(scope: Scope, found: list[tuple]) -> list[Row]:
    ids = {plan for plan, *_rest in found}
    plans = Scap.objects.filter(pk__in=ids).select_related("organisation__country")
    by_id = {plan.pk: plan for plan in _read(plans)}
    return [
        Row(
            snapshots.read(target["indicator"]),
            plan_url(by_id[plan]),
            *_where(by_id[plan].organisation),
            meta=[_("now %(now)s, goal %(goal)s %(unit)s") % _measure(target, actual)],
            state=str(TargetStanding(word).label),
            tone=TONES[TargetStanding(word)],
        )
        for plan, target, actual, word in found
    ]


def _measure(target: dict, actual) -> dict:
    now = report_reading.figure(actual.value) if actual else ""
    return {
        "now": now or "–",
        "goal": report_reading.figure(target["goal"]) or "–",
        "unit": snapshots.read(target["unit"]),
    }


def _project_rows(scope: Scope, found) -> list[Row]:
    versions = list(found.select_related("organisation__country", "project__scap"))
    translations.prepare(version.organisation for version in versions)
    stages = {stage.code: stage.name for stage in Stage.objects.all()}
    return [
        Row(
            snapshots.read(version.data["title"]),
            plan_url(version.project.scap),
            *_where(version.organisation),
            meta=_money(scope, version),
            state=stages.get(version.stage, ""),
            tone="run",
        )
        for version in versions
    ]


def _money(scope: Scope, version) -> list[str]:
    if not circles.may_see(
        version.money_visibility,
        user=scope.user,
        organisation_id=version.organisation_id,
    ):
        return []
    sums = (
        (_("sought: %(money)s"), version.sought_usd),
        (_("secured: %(money)s"), version.secured_usd),
    )
    return [words % {"money": Money(sum_, "USD")} for words, sum_ in sums if sum_]


def _need_rows(scope: Scope, found) -> list[Row]:
    needs = found.defer("search").select_related("organisation__country", "sector")
    return [
        Row(
            translations.read(need, "title"),
            need.get_absolute_url(),
            *_where(need.organisation),
            meta=[str(need.sector)],
        )
        for need in _read(needs)
    ]


def _report_rows(scope: Scope, found) -> list[Row]:
    reports = list(
        found.defer("answers").select_related(
            "scap__organisation__country", "scap__current", "period"
        )
    )
    _read([report.scap for report in reports])
    return [
        Row(
            snapshots.read(report.scap.current.data["title"]),
            report.get_absolute_url(),
            *_where(report.scap.organisation),
            state=_("signed off"),
            tone="done",
        )
        for report in reports
    ]


def _read(rows) -> list:
    """With the statuses of the texts of the rows and of their cities, two queries."""
    rows = translations.prepare(rows)
    translations.prepare(row.organisation for row in rows)
    return rows


def _where(organisation) -> tuple[str, str]:
    return translations.read(organisation, "name").value, str(organisation.country)


def plan_url(plan: Scap | None) -> str:
    if plan is None:
        return ""
    try:
        return reverse("scaps:detail", args=[plan.slug])
    except NoReverseMatch:
        return ""
