"""The published plan of a city on its profile: its parts at a glance, and projects."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.languages import listed
from members.models import Organisation
from neascn.plans_at_a_glance import span
from scaps import circles, plan_parts, snapshots
from scaps.models import ProgressReport, Project, Scap
from scaps.plan_words import Words
from translations.services import Text

WORDS = frozenset({"sector", "stage", "focus"})


@dataclass(frozen=True)
class Row:
    """A project as a row of the profile's table."""

    title: Text
    url: str
    sectors: str
    stage: str
    budget: str
    offers: Text


@dataclass(frozen=True)
class Part:
    """One of the four parts: its mark, what it says, and how much there is of it."""

    name: str
    mark: str
    text: Text | str
    amount: str


@dataclass(frozen=True)
class CityPlan:
    scap: Scap
    years: str
    parts: list[Part]
    rows: list[Row]
    sectors: str
    report_year: int | None

    @property
    def offers(self) -> list[Row]:
        return [row for row in self.rows if row.offers]


def of(city: Organisation, user) -> CityPlan | None:
    """The plan published last, if the reader may see one."""
    projects = list(
        Project.objects.visible_to(user)
        .published()
        .filter(organisation=city, scap__current__isnull=False)
        .select_related("current", "scap__current")
        .annotate(report_year=_last_report(user))
        .order_by("-scap__current__published_at", "order", "pk")
    )
    scap = projects[0].scap if projects else _without_projects(city, user)
    if scap is None:
        return None
    projects = [project for project in projects if project.scap_id == scap.pk]
    words, data = Words(WORDS), scap.current.data
    return CityPlan(
        scap=scap,
        years=span(data["years"]),
        parts=_parts(data, [project.current.data for project in projects], words),
        rows=[_row(project, scap, words, user) for project in projects],
        sectors=listed(words.all_of("sector", data["sectors"])),
        report_year=projects[0].report_year if projects else None,
    )


def _without_projects(city: Organisation, user) -> Scap | None:
    plans = Scap.objects.visible_to(user).published().filter(organisation=city)
    return plans.select_related("current").order_by("-current__published_at").first()


def _last_report(user) -> Subquery:
    """The year of the newest progress report that the reader may see."""
    reports = ProgressReport.objects.visible_to(user).signed()
    newest = reports.filter(scap=OuterRef("scap")).order_by("-period__year")
    return Subquery(newest.values("period__year")[:1])


def _parts(data: dict, projects: list[dict], words: Words) -> list[Part]:
    vision, focuses, targets, in_projects = plan_parts.parts(data, projects)
    areas = listed(words.of("focus", focus["area"]) for focus in data["focuses"])
    indicators = listed(
        snapshots.read(target["indicator"]) for target in data["targets"]
    )
    titles = listed(snapshots.read(project["title"]) for project in projects)
    whole = _("complete") if vision == plan_parts.FULL else _("not begun")
    return [
        Part(_("Vision"), vision, snapshots.read(data["vision"]), whole),
        Part(_("Focus areas"), focuses, areas, _areas(len(data["focuses"]))),
        Part(_("Strategic targets"), targets, indicators, _goals(len(data["targets"]))),
        Part(_("Priority projects"), in_projects, titles, _projects(len(projects))),
    ]


def _areas(n: int) -> str:
    return ngettext("%(n)s area", "%(n)s areas", n) % {"n": n}


def _goals(n: int) -> str:
    return ngettext("%(n)s target", "%(n)s targets", n) % {"n": n}


def _projects(n: int) -> str:
    return ngettext("%(n)s project", "%(n)s projects", n) % {"n": n}


def _row(project: Project, scap: Scap, words: Words, user) -> Row:
    version, data = project.current, project.current.data
    shows_money = circles.may_see(
        version.money_visibility, user=user, organisation_id=project.organisation_id
    )
    budget = version.sought_usd + version.secured_usd if shows_money else Decimal(0)
    return Row(
        title=snapshots.read(data["title"]),
        url=reverse("scaps:project", args=[scap.slug, project.slug]),
        sectors=listed(words.all_of("sector", version.sectors)),
        stage=words.of("stage", version.stage) if version.stage else "",
        budget=number_format(budget, 0, force_grouping=True) if budget else "",
        offers=snapshots.read(data["offers"]),
    )
