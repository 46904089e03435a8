"""A plan as it is read: a version, or the working copy as it would be published.

Everything comes from snapshots, so that the city and the secretariat see before
publication what readers see after it. What a reader may not see is left out here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.languages import current
from core.money import Money
from scaps import actuals, plan_words, snapshots, timeline
from scaps.models import Need, PlanFile, Project, ProjectVersion, Scap, ScapVersion
from scaps.plan_parts import Translated, parts, parts_in_words, translated
from scaps.plan_words import Words
from scaps.states import ProjectStanding, ScapState, Secured
from scaps.timeline import Span
from translations import services as translations
from translations.services import Text

TONES = {
    ProjectStanding.ON_HOLD: "hold",
    ProjectStanding.CANCELLED: "stop",
    ProjectStanding.COMPLETED: "done",
}
MOST_IN_WORK = 50
STAGE_TONES = {"implementation": "run", "operation": "done"}


@dataclass
class Shown:
    """One project of a plan, with what this reader may see of it."""

    id: int
    slug: str
    data: dict
    plan: "Plan"

    @property
    def url(self) -> str:
        return reverse("scaps:project", args=[self.plan.scap.slug, self.slug])

    def text(self, name: str) -> Text:
        return snapshots.read(self.data[name])

    title = property(lambda self: self.text("title"))
    status = property(lambda self: self.text("status"))
    outcome = property(lambda self: self.text("outcome"))
    offers = property(lambda self: self.text("offers"))
    place = property(lambda self: self.text("place"))

    @property
    def state(self) -> str:
        """The stage; what is on hold, cancelled or completed says so instead."""
        if self.data["standing"] != ProjectStanding.ACTIVE:
            return self.plan.words.of("standing", self.data["standing"])
        return self.plan.words.of("stage", self.data["stage"])

    @property
    def tone(self) -> str:
        standing = TONES.get(self.data["standing"])
        return standing or STAGE_TONES.get(self.data["stage"], "plan")

    @property
    def stage(self) -> str:
        return self.plan.words.of("stage", self.data["stage"])

    @property
    def standing(self) -> str:
        return self.plan.words.of("standing", self.data["standing"])

    @property
    def sectors(self) -> list[str]:
        return self.plan.words.all_of("sector", self.data["sectors"])

    @property
    def goals(self) -> list[str]:
        return [
            f"{number}. {self.plan.words.of('goal', f'sdg-{number}')}"
            for number in self.data["sdgs"]
        ]

    @property
    def is_open(self) -> bool:
        return self.data["is_open"]

    @cached_property
    def day(self) -> dict[str, date | None]:
        return {
            name: date.fromisoformat(value) if value else None
            for name, value in self.data["dates"].items()
        }

    @property
    def span(self) -> Span:
        day = self.day
        return Span(
            (day["starts_on"], day["ends_on"]), (day["started_on"], day["ended_on"])
        )

    @property
    def bars(self) -> dict | None:
        """What the timeline draws, and the same in words."""
        axis, today = self.plan.axis, self.plan.today
        if axis is None or not self.span.days:
            return None
        return {
            "planned": timeline.planned(axis, self.span),
            "done": timeline.done(axis, self.span, today),
            "label": self.when,
        }

    @property
    def when(self) -> str:
        first = self.day["started_on"] or self.day["starts_on"]
        last = self.day["ended_on"] or self.day["ends_on"]
        if first and last and first.year != last.year:
            years = {"first": first.year, "last": last.year}
            return _("From %(first)s to %(last)s") % years
        known = first or last
        return _("In %(year)s") % {"year": known.year} if known else ""

    @property
    def money(self) -> list["Sum"]:
        return [Sum(row, self.plan.words) for row in self.data.get("money", [])]

    @property
    def is_money_hidden(self) -> bool:
        return "money" not in self.data

    @property
    def cost(self) -> str:
        """Capital and preparation together, in dollars; empty where none is known."""
        once = [s for s in self.money if s.row["kind"] != "operation" and s.dollars]
        total = sum(s.dollars for s in once)
        return str(Money(total, "USD")) if once else ""

    @property
    def partners(self) -> list["Ally"]:
        contacts = {c["id"]: c["contact"] for c in self.data.get("contacts", [])}
        return [
            Ally(row, self.plan, contacts.get(row["id"], ""))
            for row in self.data["partners"]
        ]

    @property
    def challenges(self) -> list[dict]:
        return [_read_row(row, "text", "solution") for row in self.data["challenges"]]

    @property
    def milestones(self) -> list[dict]:
        rows = [_read_row(row, "title") for row in self.data["milestones"]]
        for row in rows:
            for name in ("planned_on", "reached_on"):
                row[name] = date.fromisoformat(row[name]) if row[name] else None
        return sorted(
            rows, key=lambda r: r["planned_on"] or r["reached_on"] or date.max
        )

    @property
    def evidence(self) -> list[dict]:
        return [
            row | {"label": self.plan.words.of("criterion", row["criterion"])}
            for row in self.data["evidence"]
            if row["is_met"]
        ]

    @property
    def needs_text(self) -> Text | None:
        needs = self.data.get("needs")
        return snapshots.read(needs["needs_text"]) if needs else None

    @property
    def needs(self) -> list[Need]:
        ids = self.data.get("needs", {}).get("ids", [])
        return [self.plan.needs[pk] for pk in ids if pk in self.plan.needs]


@dataclass
class Sum:
    """One sum of a project."""

    row: Mapping
    words: Words

    @property
    def money(self) -> Money:
        return Money(Decimal(self.row["amount"]), self.row["currency"])

    @property
    def dollars(self) -> Decimal | None:
        return Decimal(self.row["usd"]) if self.row["usd"] else None

    @property
    def in_usd(self) -> str:
        is_usd = self.row["currency"] == "USD" or self.dollars is None
        return "" if is_usd else str(Money(self.dollars, "USD"))

    kind = property(lambda self: self.words.of("kind", self.row["kind"]))
    source = property(lambda self: self.words.of("source", self.row["source"]))
    secured = property(lambda self: self.words.of("secured", self.row["secured"]))
    instrument = property(
        lambda self: self.words.of("instrument", self.row["instrument"])
    )
    price_date = property(lambda self: _day(self.row["price_date"]))
    rate_date = property(lambda self: _day(self.row["rate_date"]))


@dataclass
class Ally:
    """A partner of a project; `contact` where the reader may see contacts."""

    row: Mapping
    plan: "Plan"
    contact: str

    @property
    def organisation(self):
        return self.plan.organisations.get(self.row["organisation"])

    @property
    def name(self) -> str:
        return self.row["name"] or str(self.organisation or "")

    @property
    def role(self) -> str:
        return self.plan.words.of("role", self.row["role"])


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
    def sectors(self) -> list[str]:
        return self.words.all_of("sector", self.data["sectors"])

    @cached_property
    def words(self) -> Words:
        return Words()

    @property
    def focuses(self) -> list[dict]:
        return [
            _read_row(row, "text") | {"name": self.words.of("focus", row["area"])}
            for row in self.data["focuses"]
        ]

    @cached_property
    def targets(self) -> list[dict]:
        return [self._target(row) for row in self.data["targets"]]

    def _target(self, row: Mapping) -> dict:
        """`actual` is what the city last reported; `share` how much of the way that is."""
        actual = self.actuals.get(row["id"])
        found = _read_row(row, "indicator", "unit")
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
                sum(s.dollars for s in known if s.row["secured"] == name), "USD"
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
    return snapshots.may_see(
        version.visibility, user=user, organisation_id=version.scap.organisation_id
    )


def _hidden(version: ScapVersion, user) -> set[str]:
    return snapshots.hidden_groups(
        version.visibilities, user=user, organisation_id=version.scap.organisation_id
    )


def figure(value: Decimal | None) -> str:
    """A number as the reader writes it, with the digits that it has."""
    if value is None:
        return ""
    value = value.normalize()
    places = max(0, -value.as_tuple().exponent)
    return number_format(value, places, force_grouping=True)


def _read_row(row: Mapping, *texts: str) -> dict:
    return {**row, **{name: snapshots.read(row[name]) for name in texts}}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


# --- Around the plan ---------------------------------------------------------------


def may_look_in(scap: Scap, *, user) -> bool:
    """Whether somebody sees the working copy: the office itself and the secretariat."""
    return user.is_authenticated and (
        user.is_secretariat or scap.organisation_id in user.sits_at
    )


def files(plan: Plan, *, user) -> list[PlanFile]:
    """Documents of the plan that this reader may have."""
    found = plan.scap.files.select_related("upload")
    if not may_look_in(plan.scap, user=user):
        found = found.filter(is_public=True)
    return list(found)


def successor(scap: Scap, *, user) -> Scap | None:
    """The plan that replaced this one."""
    if scap.state != ScapState.SUPERSEDED:
        return None
    found = Scap.objects.visible_to(user).published().filter(replaces=scap)
    return next(iter(translations.prepare(found.order_by("-pk")[:1])), None)


def in_work(user) -> list[Scap]:
    """The plans of one's own cities, whatever their state; for staff what is submitted."""
    if not user.is_authenticated:
        return []
    wanted = Q(organisation__in=user.sits_at)
    if user.is_secretariat:
        wanted |= Q(state=ScapState.SUBMITTED)
    found = Scap.objects.filter(wanted).select_related("organisation", "current")
    return translations.prepare(found.order_by("-updated_at")[:MOST_IN_WORK])
