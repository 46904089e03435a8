"""What changed from one year's report to the next; both are plain data. Pure.

Each difference names its kind and the two values; pages put it into words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

FIGURE, STAGE, MILESTONE = "figure", "stage", "milestone"
SECURED, SPENT = "secured", "spent"
NEW_PROJECT, GONE_PROJECT = "new_project", "gone_project"


@dataclass(frozen=True)
class Difference:
    """`title` is the text, in all its languages, of the target or the project.

    Figures are numbers as text, stages are codes; `subject` is the milestone.
    """

    kind: str
    title: dict
    before: str = ""
    now: str = ""
    unit: dict | None = None
    subject: dict | None = None
    currency: str = ""


def between(before: dict, now: dict, *, with_money: bool = True) -> list[Difference]:
    return [
        *_figures(before, now),
        *_projects(before, now, with_money=with_money),
    ]


def _figures(before: dict, now: dict) -> Iterator[Difference]:
    old = {row["id"]: row for row in before["targets"]}
    for row in now["targets"]:
        last = old.get(row["id"])
        if last and row["value"] is not None and row["value"] != last["value"]:
            yield Difference(
                FIGURE, row["indicator"], last["value"] or "", row["value"], row["unit"]
            )


def _projects(before: dict, now: dict, *, with_money: bool) -> Iterator[Difference]:
    old = {row["project"]: row for row in before["projects"]}
    for row in now["projects"]:
        last = old.pop(row["project"], None)
        if last is None:
            yield Difference(NEW_PROJECT, row["title"], now=row["stage"])
            continue
        if row["stage"] != last["stage"]:
            yield Difference(STAGE, row["title"], last["stage"], row["stage"])
        yield from _milestones(last, row)
        if with_money:
            yield from _money(last, row)
    for row in old.values():
        yield Difference(GONE_PROJECT, row["title"], before=row["stage"])


def _milestones(last: dict, row: dict) -> Iterator[Difference]:
    reached = {m["id"] for m in last["milestones"] if m["reached_on"]}
    for milestone in row["milestones"]:
        if milestone["reached_on"] and milestone["id"] not in reached:
            yield Difference(
                MILESTONE,
                row["title"],
                now=milestone["reached_on"],
                subject=milestone["title"],
            )


def _money(last: dict, row: dict) -> Iterator[Difference]:
    """Only sums in the same currency can be compared."""
    old, new = last["money"], row["money"]
    for kind in (SECURED, SPENT):
        if new[kind] is None or (old[kind] and old["currency"] != new["currency"]):
            continue
        if Decimal(new[kind]) != Decimal(old[kind] or 0):
            yield Difference(
                kind,
                row["title"],
                old[kind] or "",
                new[kind],
                currency=new["currency"],
            )
