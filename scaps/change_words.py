"""Changes between two versions in the reader's words, grouped as the plan is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.languages import current, listed
from scaps import differences, snapshots
from scaps.differences import ADDED, CHANGED, REMOVED, Change
from scaps.plan_page import Plan
from scaps.plan_project import Shown, figure
from scaps.plan_words import Words
from scaps.states import Horizon, Origin

FIELDS = {
    "title": gettext_lazy("Title"),
    "horizon": gettext_lazy("Horizon"),
    "origin": gettext_lazy("Origin"),
    "years": gettext_lazy("Years"),
    "sectors": gettext_lazy("Sectors"),
    "status": gettext_lazy("Current status"),
    "outcome": gettext_lazy("Expected outcome"),
    "vision": gettext_lazy("Vision"),
    "needs_text": gettext_lazy("Needs"),
    "ids": gettext_lazy("Needs"),
    "focuses": gettext_lazy("Focus areas"),
    "targets": gettext_lazy("Strategic targets"),
    "stage": gettext_lazy("Stage"),
    "standing": gettext_lazy("Standing"),
    "starts_on": gettext_lazy("Planned start"),
    "ends_on": gettext_lazy("Planned end"),
    "started_on": gettext_lazy("Actual start"),
    "ended_on": gettext_lazy("Actual end"),
    "point": gettext_lazy("Position"),
    "place": pgettext_lazy("section of a project", "Place"),
    "sdgs": gettext_lazy("Sustainable Development Goals"),
    "is_open": gettext_lazy("Open to joint work"),
    "offers": gettext_lazy("Know-how the city offers"),
    "milestones": gettext_lazy("Milestones"),
    "challenges": gettext_lazy("Challenges"),
    "evidence": gettext_lazy("Gate of the stage"),
    "partners": gettext_lazy("Partners"),
    "contacts": gettext_lazy("Contacts"),
    "money": gettext_lazy("Investment"),
    "needs": gettext_lazy("Needs"),
    "area": gettext_lazy("Focus area"),
    "text": gettext_lazy("Text"),
    "response": gettext_lazy("What is done about it"),
    "indicator": gettext_lazy("Indicator"),
    "unit": gettext_lazy("Unit"),
    "direction": gettext_lazy("Direction"),
    "baseline": gettext_lazy("Baseline"),
    "baseline_year": gettext_lazy("Year of the baseline"),
    "goal": gettext_lazy("Goal"),
    "goal_year": gettext_lazy("Year of the target"),
    "focus": gettext_lazy("Focus area"),
    "source": gettext_lazy("Source"),
    "planned_on": gettext_lazy("Planned for"),
    "reached_on": gettext_lazy("Reached on"),
    "organisation": gettext_lazy("Organisation"),
    "name": gettext_lazy("Name"),
    "role": gettext_lazy("Role"),
    "contact": gettext_lazy("Contact"),
    "kind": gettext_lazy("For"),
    "instrument": gettext_lazy("Instrument"),
    "secured": gettext_lazy("Secured or sought"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "price_date": gettext_lazy("Price date"),
    "note": gettext_lazy("Note"),
    "is_met": gettext_lazy("Met"),
}
DAYS = {
    "starts_on",
    "ends_on",
    "started_on",
    "ended_on",
    "planned_on",
    "reached_on",
    "price_date",
}
FIGURES = {"baseline", "goal", "amount"}
WORDS = {
    "stage": "stage",
    "standing": "standing",
    "direction": "direction",
    "role": "role",
    "kind": "kind",
    "instrument": "instrument",
    "secured": "secured",
    "area": "focus",
    "sectors": "sector",
}
KINDS = {
    ADDED: gettext_lazy("added"),
    REMOVED: gettext_lazy("removed"),
    CHANGED: gettext_lazy("changed"),
}


@dataclass(frozen=True)
class Told:
    """One change as the page tells it."""

    kind: str
    label: str
    row: str
    before: str
    after: str
    pieces: tuple
    lang: str

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Group:
    """The changes of the plan itself, or of one project; `kind` when it came or went."""

    title: str
    lang: str
    url: str
    kind: str
    changes: list[Told]

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind]) if self.kind else ""


def between(old: Plan, new: Plan) -> list[Group]:
    """From one version to a later one: the plan first, then its projects."""
    words = Names(new.words, {**old.organisations, **new.organisations}, old, new)
    groups = [Group(_("The plan"), "", "", "", _told(old.data, new.data, words))]
    was = {project.id: project for project in old.projects}
    for project in new.projects:
        before = was.pop(project.id, None)
        groups.append(_of_project(before, project, words))
    groups += [_gone(project) for project in was.values()]
    return [group for group in groups if group.changes or group.kind]


def _of_project(before: Shown | None, project: Shown, words: "Names") -> Group:
    title = project.title
    if before is None:
        return Group(title.value, title.lang, project.url, ADDED, [])
    told = _told(before.data, project.data, words)
    return Group(title.value, title.lang, project.url, "", told)


def _gone(project: Shown) -> Group:
    return Group(project.title.value, project.title.lang, "", REMOVED, [])


def _told(old: dict, new: dict, words: "Names") -> list[Told]:
    return [words.tell(change) for change in differences.compare(old, new, current())]


@dataclass
class Names:
    """Values of snapshots as a reader sees them."""

    words: Words
    organisations: dict
    old: Plan
    new: Plan

    def tell(self, change: Change) -> Told:
        group, last = change.path[0], change.path[-1]
        is_row = change.row is not None and isinstance(last, int | str)
        names = [FIELDS.get(name) for name in change.path if name in FIELDS]
        whole_row = last not in FIELDS or (
            is_row
            and change.row
            in (
                change.before,
                change.after,
            )
        )
        if change.row is not None and whole_row:
            return Told(
                change.kind,
                str(FIELDS.get(group, group)),
                "",
                self.row(group, change.before) if change.before else "",
                self.row(group, change.after) if change.after else "",
                (),
                "",
            )
        row = self.row(group, change.row) if change.row is not None else ""
        label = str(names[-1]) if names else str(last)
        if row:
            label = pgettext("a list, a field of a row", "%(list)s, %(field)s") % {
                "list": FIELDS[group],
                "field": label,
            }
        return Told(
            change.kind,
            label,
            row,
            "" if change.pieces else self.value(last, change.before),
            "" if change.pieces else self.value(last, change.after),
            change.pieces,
            change.lang,
        )

    def row(self, group, row) -> str:
        """What a row of a list is called."""
        if group == "focuses":
            return self.words.of("focus", row["area"])
        if group == "evidence":
            return self.words.of("criterion", row["criterion"])
        if group == "money":
            amount = self.value("amount", row["amount"])
            kind = self.words.of("kind", row["kind"])
            return f"{amount} {row['currency']} ({kind})"
        if group == "partners":
            return row["name"] or self.organisation(row["organisation"])
        if group == "contacts":
            return row["name"]
        for name in ("indicator", "title", "text"):
            if name in row:
                return snapshots.read(row[name]).value
        return ""

    def organisation(self, pk) -> str:
        return str(self.organisations.get(pk, ""))

    def value(self, name, value) -> str:
        if value in (None, "", []):
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name in DAYS:
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        if name in FIGURES:
            return figure(Decimal(value))
        if name == "years":
            return "–".join(str(year) for year in value if year)
        if name == "point":
            return ", ".join(str(one) for one in value)
        if name == "horizon":
            return str(Horizon(value).label)
        if name == "origin":
            return str(Origin(value).label)
        if name == "organisation":
            return self.organisation(value)
        if name == "focus":
            return self.focus(value)
        if name == "ids":
            return listed(f"№ {pk}" for pk in value)
        if name == "sdgs":
            return listed(value)
        if name in WORDS and isinstance(value, list):
            return listed(self.words.all_of(WORDS[name], value))
        return self.words.of(WORDS[name], value) if name in WORDS else str(value)

    def focus(self, pk) -> str:
        for plan in (self.new, self.old):
            for row in plan.focuses:
                if row["id"] == pk:
                    return row["name"]
        return ""
