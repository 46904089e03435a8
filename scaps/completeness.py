"""What is missing in a plan or project: plain data in, gaps out.

A gap is a section and a code; the words for it are in `scaps.gap_words`. What
a project must say depends on its stage: a first idea needs no budget line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

APPRAISAL, PREPARATION, IMPLEMENTATION = 2, 3, 4
"""Numbers of the stages, as `vocabulary.Stage.order` counts them."""

CAPITAL, OPERATION = "capital", "operation"
NOT_KNOWN, CANCELLED = "open", "cancelled"


@dataclass(frozen=True)
class Gap:
    """`is_needed`: without it the plan cannot be submitted."""

    section: str
    code: str
    is_needed: bool = False


def of_plan(plan: Mapping) -> list[Gap]:
    targets = plan["targets"]
    found = [
        (not plan["title"], Gap("about", "title", True)),
        (
            not (plan["year_from"] and plan["year_to"]),
            Gap("about", "years", True),
        ),
        (not plan["sectors"], Gap("about", "sectors")),
        (not plan["status"], Gap("situation", "status")),
        (not plan["needs_text"], Gap("situation", "needs_text")),
        (not plan["outcome"], Gap("situation", "outcome")),
        (not plan["vision"], Gap("vision", "vision", True)),
        (not plan["focuses"], Gap("focus", "no_focus", True)),
        (
            any(not focus["text"] for focus in plan["focuses"]),
            Gap("focus", "focus_without_words"),
        ),
        (not targets, Gap("targets", "no_target", True)),
        (any(_is_open(t) for t in targets), Gap("targets", "target_without_goal")),
        (
            any(t["baseline"] is None for t in targets),
            Gap("targets", "target_without_baseline"),
        ),
        (not plan["projects"], Gap("projects", "no_project", True)),
        (not plan["sharing_seen"], Gap("sharing", "sharing_not_seen")),
    ]
    return [gap for is_missing, gap in found if is_missing]


def _is_open(target: Mapping) -> bool:
    return target["goal"] is None or target["goal_year"] is None


def of_project(project: Mapping) -> list[Gap]:
    """`stage` is its number, 0 for none. Nobody asks for more of what is cancelled."""
    if project["standing"] == CANCELLED:
        return []
    stage = project["stage"]
    found = [
        (not project["title"], Gap("about", "title", True)),
        (not project["sectors"], Gap("about", "sectors")),
        (not project["status"], Gap("situation", "status")),
        (
            not (project["needs_text"] or project["needs"]),
            Gap("situation", "needs_text"),
        ),
        (not project["outcome"], Gap("situation", "outcome")),
        (not stage, Gap("stage", "stage", True)),
        (
            stage >= APPRAISAL and not project["partners"],
            Gap("partners", "no_partner"),
        ),
        *_of_money(project["money"], stage),
        *_of_time(project, stage),
        (not project["challenges"], Gap("challenges", "no_challenge")),
        (
            stage >= PREPARATION
            and any(not row["response"] for row in project["challenges"]),
            Gap("challenges", "challenge_without_response"),
        ),
        (not project["point"], Gap("place", "point")),
        (not project["sdgs"], Gap("goals", "sdgs")),
    ]
    return [gap for is_missing, gap in found if is_missing]


def _of_money(sums: Iterable[Mapping], stage: int) -> list[tuple[bool, Gap]]:
    """Proposals are thin at what running a thing costs: asked for before it is built."""
    kinds = {row["kind"] for row in sums}
    unpaid = [row for row in sums if row["kind"] == OPERATION]
    has_payer = any(row["source"] != NOT_KNOWN for row in unpaid)
    return [
        (stage >= APPRAISAL and CAPITAL not in kinds, Gap("money", "no_capital")),
        (stage >= PREPARATION and OPERATION not in kinds, Gap("money", "no_operation")),
        (
            stage >= PREPARATION and bool(unpaid) and not has_payer,
            Gap("money", "operation_without_source"),
        ),
    ]


def _of_time(project: Mapping, stage: int) -> list[tuple[bool, Gap]]:
    has_plan = project["starts_on"] and project["ends_on"]
    return [
        (stage >= APPRAISAL and not has_plan, Gap("time", "no_dates")),
        (
            stage >= PREPARATION and not project["milestones"],
            Gap("time", "no_milestone"),
        ),
        (
            stage >= IMPLEMENTATION and not project["started_on"],
            Gap("time", "no_actual_start"),
        ),
    ]


PLAN_CONTENT = {
    "about": ("title",),
    "situation": ("status", "needs_text", "outcome"),
    "vision": ("vision",),
    "focus": ("focuses",),
    "targets": ("targets",),
    "projects": ("projects",),
    "sharing": ("sharing_seen",),
    "documents": ("documents",),
}
PROJECT_CONTENT = {
    "about": ("title",),
    "situation": ("status", "needs_text", "outcome", "needs"),
    "stage": ("stage",),
    "partners": ("partners",),
    "money": ("money",),
    "time": ("starts_on", "ends_on", "started_on", "ended_on", "milestones"),
    "challenges": ("challenges",),
    "place": ("place", "point"),
    "goals": ("sdgs",),
    "openness": ("offers",),
}


def begun(data: Mapping, content: Mapping[str, Iterable[str]]) -> set[str]:
    """The sections in which anything is said."""
    return {
        section
        for section, names in content.items()
        if any(data[name] for name in names)
    }
