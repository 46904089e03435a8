"""A plan as it is read: a version, or the working copy as it would be published.

Everything comes from snapshots, so that the city and the secretariat see before
publication what readers see after it. What a reader may not see is left out here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from core.languages import current, listed
from core.money import Money
from scaps import actuals, circles, plan_words, snapshots, timeline
from scaps.models import (
    Need,
    PlanFile,
    ProgressReport,
    Project,
    ProjectVersion,
    Scap,
    ScapVersion,
)
from scaps.plan_parts import Translated, parts, parts_in_words, translated
from scaps.plan_project import Shown, figure, read_row, total_of
from scaps.plan_words import Words
from scaps.states import Horizon, Origin, ScapState, Secured
from translations import services as translations
from translations.services import Text

MOST_IN_WORK = 50


@dataclass
class Plan:
    """A plan with its projects. `user` is the reader."""

    scap: Scap
    data: dict
    user: object
    version: ScapVersion | None = None
    projects: list[Shown] = field(default_factory=list)

    def text(self, name: str) -> Text:
        return snapshots.read(self.data[name])

    title = property(lambda self: self.text("title"))
    vision = property(lambda self: self.text("vision"))
    status = property(lambda self: self.text("status"))
    outcome = property(lambda self: self.text("outcome"))

    @property
    def needs_text(self) -> Text | None:
        needs = self.data.get("needs")
        return snapshots.read(needs["needs_text"]) if needs else None

    @property
    def years(self) -> str:
        first, last = self.data["years"]
        if first and last and first != last:
            return f"{first}–{last}"
        return str(first or last or "")

    @property
    def kind(self) -> str:
        """“short term”, and whether the city had adopted the plan before."""
        horizon = str(Horizon(self.data["horizon"]).label)
        if self.data["origin"] != Origin.EXISTING:
            return horizon
        return listed([horizon, Origin.EXISTING.label])

    @property
    def sectors(self) -> list[str]:
        return self.words.all_of("sector", self.data["sectors"])

    @cached_property
    def words(self) -> Words:
        return Words()

    @property
    def focuses(self) -> list[dict]:
        return [
            read_row(row, "text") | {"name": self.words.of("focus", row["area"])}
            for row in self.data["focuses"]
        ]

    @cached_property
    def targets(self) -> list[dict]:
        return [self._target(row) for row in self.data["targets"]]

    def _target(self, row: Mapping) -> dict:
        """`actual` is what the city last reported; `share` how much of the way that is."""
        actual = self.actuals.get(row["id"])
        found = read_row(row, "indicator", "unit")
        for name in ("baseline", "goal"):
            found[name] = Decimal(row[name]) if row[name] is not None else None
            found[f"{name}_text"] = figure(found[name])
        return found | {
            "actual": actual,
            "actual_text": figure(actual.value) if actual else "",
            "share": actuals.share(row, actual),
            "is_reached": actuals.reached(row, actual),
            "standing": actuals.standing(row, actual),
        }

    @cached_property
    def actuals(self) -> dict:
        return actuals.latest(self.scap) if self.data["targets"] else {}

    @cached_property
    def organisations(self) -> dict:
        partners = (row for p in self.projects for row in p.data["partners"])
        return plan_words.organisations(
            {row["organisation"] for row in partners if row["organisation"]}
        )

    @cached_property
    def needs(self) -> dict[int, Need]:
        ids = {n for p in self.projects for n in p.data.get("needs", {}).get("ids", [])}
        if not ids:
            return {}
        rows = Need.objects.visible_to(self.user).filter(pk__in=ids).defer("search")
        return {need.pk: need for need in translations.prepare(rows)}

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def axis(self) -> timeline.Axis | None:
        spans = [project.span for project in self.projects]
        return timeline.axis(self.data["years"], spans, self.today)

    @cached_property
    def translated(self) -> Translated:
        return translated([self.data, *(p.data for p in self.projects)], current())

    @property
    def is_plain(self) -> str:
        """Whether the note above the plan says all there is to say of its language."""
        is_one = self.translated.state in {"original", "none", "confirmed"}
        return "1" if is_one else ""

    @cached_property
    def parts(self) -> list[str]:
        return parts(self.data, [p.data for p in self.projects])

    @property
    def parts_in_words(self) -> str:
        return parts_in_words(self.parts)

    @cached_property
    def totals(self) -> dict | None:
        """In dollars, without yearly cost and without what has no rate."""
        sums = [s for p in self.projects for s in p.money]
        once = [s for s in sums if s.row["kind"] != "operation"]
        known = [s for s in once if s.dollars is not None]
        if not known:
            return None
        found = {
            name: Money(
                total_of(s.dollars for s in known if s.row["secured"] == name), "USD"
            )
            for name in Secured.values
        }
        days = [s.rate_date for s in known if s.rate_date]
        return found | {
            "rate_date": max(days, default=None),
            "unknown": len(once) - len(known),
        }

    @property
    def is_money_hidden(self) -> bool:
        return bool(self.projects) and all(p.is_money_hidden for p in self.projects)

    @property
    def has_partners_or_money(self) -> bool:
        return any(p.partners or p.money for p in self.projects)

    @property
    def challenges(self) -> list[dict]:
        return [row | {"project": p} for p in self.projects for row in p.challenges]

    def sections(self, files: Iterable = ()) -> list[dict]:
        """What the page has, for the list beside it."""
        challenges, files = len(self.challenges), list(files)
        found = [
            ("vision", _("Vision"), "", True),
            ("focus", _("Focus areas"), len(self.data["focuses"]), True),
            ("targets", _("Strategic targets"), len(self.data["targets"]), True),
            ("projects", _("Priority projects"), len(self.projects), True),
            ("partners", _("Partners and investment"), "", self.has_partners_or_money),
            ("challenges", _("Challenges and responses"), challenges, challenges),
            ("documents", _("Documents"), len(files), files),
        ]
        return [
            {"url": f"#{name}", "label": label, "note": note}
            for name, label, note, is_there in found
            if is_there
        ]


def of_version(version: ScapVersion, *, user) -> Plan:
    """A version with the circles of readers it had, and those of the one in force."""
    scap = version.scap
    hidden = _hidden(version, user)
    if scap.current_id and scap.current_id != version.pk:
        hidden |= _hidden(scap.current, user)
    plan = Plan(scap, snapshots.without(version.data, hidden), user, version)
    rows = ProjectVersion.objects.filter(scap_version=version)
    plan.projects = [
        Shown(
            row.project_id, row.project.slug, snapshots.without(row.data, hidden), plan
        )
        for row in sorted(
            rows.select_related("project"),
            key=lambda row: (row.data.get("order", 0), row.project_id),
        )
    ]
    for project in plan.projects:
        if "needs" in project.data:
            seen = [pk for pk in project.data["needs"]["ids"] if pk in plan.needs]
            project.data["needs"] = project.data["needs"] | {"ids": seen}
    return plan


def of_working_copy(scap: Scap, *, user) -> Plan:
    """What would be published now, for those who work on it and review it."""
    plan = Plan(scap, snapshots.of_scap(scap), user)
    projects: list[Project] = list(scap.projects.all())
    plan.projects = [
        Shown(project.pk, project.slug, data, plan)
        for project, data in zip(projects, snapshots.of_projects(projects), strict=True)
    ]
    return plan


def may_read(version: ScapVersion, *, user) -> bool:
    """A version is for those it was published for."""
    return circles.may_see(
        version.visibility, user=user, organisation_id=version.scap.organisation_id
    )


def _hidden(version: ScapVersion, user) -> set[str]:
    return snapshots.hidden_groups(
        version.visibilities, user=user, organisation_id=version.scap.organisation_id
    )


# --- Around the plan ---------------------------------------------------------------


def may_look_in(scap: Scap, *, user) -> bool:
    """Whether somebody sees the working copy: the office itself and the secretariat."""
    return user.is_authenticated and (
        user.is_secretariat or scap.organisation_id in user.sits_at
    )


def files(plan: Plan, *, user) -> list[PlanFile]:
    """Documents of the plan that this reader may have."""
    return list(files_of(plan.scap, user=user).select_related("upload"))


def files_of(scap: Scap, *, user) -> QuerySet[PlanFile]:
    """Readers get those that were there when the version in force was published."""
    if may_look_in(scap, user=user):
        return scap.files.all()
    if scap.current is None:
        return scap.files.none()
    until = scap.current.published_at
    return scap.files.filter(is_public=True, created_at__lte=until)


def successor(scap: Scap, *, user) -> Scap | None:
    """The plan that replaced this one."""
    if scap.state != ScapState.SUPERSEDED:
        return None
    found = Scap.objects.visible_to(user).published().filter(replaces=scap)
    return next(iter(translations.prepare(found.order_by("-pk")[:1])), None)


def withdrawn(slug: str, *, user) -> Scap | None:
    """A plan that this reader could read until it was withdrawn."""
    last = ScapVersion.objects.filter(scap=OuterRef("pk")).order_by("-number")
    found = Scap.objects.annotate(
        last_visibility=Subquery(last.values("visibility")[:1])
    ).filter(
        state=ScapState.WITHDRAWN,
        slug=slug,
        last_visibility__in=circles.open_to(user),
        organisation__is_public=True,
    )
    return found.select_related("organisation").first()


def last_report(scap: Scap, *, user) -> ProgressReport | None:
    """The newest progress report that this reader may see."""
    found = ProgressReport.objects.visible_to(user).signed().filter(scap=scap)
    found = found.select_related("scap", "period").defer("answers")
    return found.order_by("-period__year").first()


def in_work(user, *, city=None) -> list[Scap]:
    """The plans of one's own cities, whatever their state; for staff what is submitted.

    With `city` those of that city, for who has a seat there.
    """
    if not user.is_authenticated or (city and city.pk not in user.sits_at):
        return []
    wanted = Q(organisation__in=user.sits_at)
    if user.is_secretariat:
        wanted |= Q(state=ScapState.SUBMITTED)
    found = Scap.objects.filter(wanted).select_related("organisation", "current")
    if city:
        found = found.filter(organisation=city)
    return translations.prepare(found.order_by("-updated_at")[:MOST_IN_WORK])
