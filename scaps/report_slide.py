"""The one page that a city shows of its report at the yearly meeting."""

from collections import Counter

from scaps import snapshots
from scaps.models import ProgressReport

TARGETS_SHOWN = 3


def slide(report: ProgressReport, reading: dict) -> dict:
    """`reading` is what `report_reading.page` made of the report."""
    vision = (
        snapshots.read(report.scap.current.data["vision"])
        if report.scap.current
        else ""
    )
    return {
        "vision": vision,
        "targets": first(reading["targets"]),
        "more_targets": max(len(reading["targets"]) - TARGETS_SHOWN, 0),
        "stages": stages(reading["projects"]),
        "money": [
            row["money"] | {"title": row["title"]}
            for row in reading["projects"]
            if row["money"] and (row["money"]["secured"] or row["money"]["spent"])
        ][:TARGETS_SHOWN],
    }


def first(targets: list[dict]) -> list[dict]:
    """Those with a bar first, in the order of the plan."""
    return sorted(targets, key=lambda row: row["share"] is None)[:TARGETS_SHOWN]


def stages(projects: list[dict]) -> list[dict]:
    """Projects counted by stage, in the order in which the stages come up."""
    counts = Counter(row["stage"] for row in projects)
    most = max(counts.values(), default=1)
    return [
        {
            "label": stage,
            "value": n,
            "text": n,
            "max": most,
            "names": names(projects, stage),
        }
        for stage, n in counts.items()
    ]


def names(projects: list[dict], stage: str) -> list:
    return [row["title"] for row in projects if row["stage"] == stage]
