"""Plans, their targets and their projects as rows for spreadsheets, in the reader's
language."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.languages import ENDONYMS, listed
from scaps import snapshots
from scaps.plan_filters import Listing
from scaps.plan_page import Plan
from scaps.plan_project import Shown

MOST_PLANS = 5_000
Table = tuple[list, Iterable[list]]


def of_plans(found: Listing, *, site: str) -> Table:
    header = [
        _("Address"),
        _("Title"),
        _("City"),
        _("Country"),
        _("Network"),
        _("First year"),
        _("Last year"),
        _("Focus areas"),
        _("Projects"),
        _("Original language"),
        _("Published"),
    ]
    return header, [
        [
            f"{site}{plan.get_absolute_url()}",
            snapshots.read(plan.shown_title),
            plan.organisation,
            plan.organisation.country,
            plan.network,
            *plan.shown_years,
            listed(plan.focus_names),
            plan.projects_shown,
            ENDONYMS[plan.shown_title["lang"]],
            plan.current.published_at.date(),
        ]
        for plan in found.rows(found.found[:MOST_PLANS])
    ]


def of_targets(plan: Plan) -> Table:
    focuses = {row["id"]: row["name"] for row in plan.focuses}
    header = [
        _("Indicator"),
        _("Unit"),
        _("Direction"),
        _("Baseline"),
        _("Year of the baseline"),
        _("Latest figure"),
        _("Year of the figure"),
        _("Target"),
        _("Year of the target"),
        _("Focus area"),
        _("Source of the figures"),
    ]
    return header, [
        [
            row["indicator"],
            row["unit"],
            plan.words.of("direction", row["direction"]),
            row["baseline"],
            row["baseline_year"],
            row["actual"] and row["actual"].value,
            row["actual"] and row["actual"].year,
            row["goal"],
            row["goal_year"],
            focuses.get(row["focus"], ""),
            row["source"],
        ]
        for row in plan.targets
    ]


def of_projects(plan: Plan, *, site: str) -> Table:
    """Sums are in dollars; they are left out where the reader may not see money."""
    shows_money = not plan.is_money_hidden
    header = [label for label, _value in COLUMNS]
    if shows_money:
        header += [_("Secured (USD)"), _("Sought (USD)")]
    return [_("Address"), *header], [
        [
            f"{site}{project.url}",
            *(value(project) for _label, value in COLUMNS),
            *(_sums(project) if shows_money else ()),
        ]
        for project in plan.projects
    ]


def _sums(project: Shown) -> list:
    once = [one for one in project.money if one.row["kind"] != "operation"]
    return [
        sum(one.dollars for one in once if one.dollars and one.row["secured"] == name)
        for name in ("secured", "sought")
    ]


def _day(name: str):
    def day(project: Shown) -> date | None:
        return project.day[name]

    return day


COLUMNS = (
    (_("Title"), lambda project: project.title),
    (_("Sectors"), lambda project: listed(project.sectors)),
    (_("Stage"), lambda project: project.stage),
    (_("Standing"), lambda project: project.standing),
    (_("Planned start"), _day("starts_on")),
    (_("Planned end"), _day("ends_on")),
    (_("Actual start"), _day("started_on")),
    (_("Actual end"), _day("ended_on")),
    (pgettext_lazy("section of a project", "Place"), lambda project: project.place),
    (_("Current status"), lambda project: project.status),
    (_("Expected outcome"), lambda project: project.outcome),
    (_("Partners"), lambda project: listed(ally.name for ally in project.partners)),
    (
        _("Sustainable Development Goals"),
        lambda project: listed(project.data["sdgs"]),
    ),
    (_("Open to joint work"), lambda project: _("yes") if project.is_open else _("no")),
)
