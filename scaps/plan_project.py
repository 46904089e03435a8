"""One project of a plan, with what this reader may see of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.money import Money
from scaps import snapshots, timeline
from scaps.models import Need
from scaps.plan_words import Words
from scaps.states import ProjectStanding
from scaps.timeline import Span
from translations.services import Text

if TYPE_CHECKING:
    from scaps.plan_page import Plan

TONES = {
    ProjectStanding.ON_HOLD: "hold",
    ProjectStanding.CANCELLED: "stop",
    ProjectStanding.COMPLETED: "done",
}
STAGE_TONES = {"implementation": "run", "operation": "done"}


@dataclass
class Shown:
    """`data` is the project’s snapshot without the groups that are hidden."""

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
    def rate(self) -> "Sum | None":
        """A sum that was turned into dollars: its day and source are those of all."""
        return next((one for one in self.money if one.in_usd and one.rate_date), None)

    @property
    def is_money_hidden(self) -> bool:
        return "money" not in self.data

    @property
    def cost(self) -> str:
        """Capital and preparation together, in dollars; empty where none is known."""
        once = [s for s in self.money if s.row["kind"] != "operation" and s.dollars]
        total = total_of(s.dollars for s in once)
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
        return [read_row(row, "text", "response") for row in self.data["challenges"]]

    @property
    def milestones(self) -> list[dict]:
        rows = [read_row(row, "title") for row in self.data["milestones"]]
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
        """Who the portal knows is named in the reader's language."""
        return str(self.organisation or self.row["name"])

    @property
    def role(self) -> str:
        return self.plan.words.of("role", self.row["role"])


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def figure(value: Decimal | None) -> str:
    """A number as the reader writes it, with the digits that it has."""
    if value is None:
        return ""
    value = value.normalize()
    places = max(0, -value.as_tuple().exponent)
    return number_format(value, places, force_grouping=True)


def read_row(row: Mapping, *texts: str) -> dict:
    return {**row, **{name: snapshots.read(row[name]) for name in texts}}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
