"""The table of sections: what the editor asks for, one page each.

Forms, the saving of rows, the task list and the page of all answers read it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SCAP, PROJECT = "scap", "project"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One section. `texts` are written in the language of the plan or project.

    `many` are lists of other rows, `fields` the rest. `rows` names the relation
    to rows of its own, with their `row_texts` and `row_fields`. `fixed`: rows are
    neither added nor removed. `row_key`: a row is there once for each value of
    this field. `is_form`: saved with one button.
    """

    of: str
    name: str
    title: Promise
    lead: Promise
    texts: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    rows: str = ""
    row_title: Promise | str = ""
    row_texts: tuple[str, ...] = ()
    row_fields: tuple[str, ...] = ()
    row_key: str = ""
    fixed: bool = False
    is_form: bool = True
    is_optional: bool = False


PLAN_PARTS = (
    Part(
        of=SCAP,
        name="about",
        title=_("About the plan"),
        lead=_("What readers see first, and what lists and filters are made of."),
        texts=("title",),
        fields=("network", "horizon", "origin", "year_from", "year_to"),
        many=("sectors",),
    ),
    Part(
        of=SCAP,
        name="situation",
        title=_("Situation"),
        lead=_("One paragraph each, of the plan as a whole. Projects have their own."),
        texts=("status", "needs_text", "outcome"),
    ),
    Part(
        of=SCAP,
        name="vision",
        title=_("Vision"),
        lead=_("What life in the city is to be like when the plan is done."),
        texts=("vision",),
    ),
    Part(
        of=SCAP,
        name="focus",
        title=_("Focus areas"),
        lead=_("Where the plan puts its weight. Targets can be set under each."),
        rows="focuses",
        row_title=_("Focus area"),
        row_texts=("text",),
        row_fields=("area",),
        row_key="area",
    ),
    Part(
        of=SCAP,
        name="targets",
        title=_("Strategic targets"),
        lead=_(
            "Figures that show whether the plan works. Reports ask for them yearly."
        ),
        rows="targets",
        row_title=pgettext_lazy("of a plan", "Target"),
        row_texts=("indicator", "unit"),
        row_fields=(
            "direction",
            "baseline",
            "baseline_year",
            "goal",
            "goal_year",
            "source",
            "focus",
        ),
    ),
    Part(
        of=SCAP,
        name="projects",
        title=_("Priority projects"),
        lead=_("Each has sections of its own. Put the most important one first."),
        is_form=False,
    ),
    Part(
        of=SCAP,
        name="sharing",
        title=_("Who may see it"),
        lead=_("Money, contacts and needs may have a smaller circle than the plan."),
        fields=(
            "visibility",
            "money_visibility",
            "contacts_visibility",
            "needs_visibility",
        ),
    ),
    Part(
        of=SCAP,
        name="documents",
        title=_("Documents"),
        lead=_("The plan as the city adopted it, where there is one."),
        is_form=False,
        is_optional=True,
    ),
)

PROJECT_PARTS = (
    Part(
        of=PROJECT,
        name="about",
        title=_("About the project"),
        lead=_("A title that a reader in another city understands."),
        texts=("title",),
        many=("sectors",),
    ),
    Part(
        of=PROJECT,
        name="situation",
        title=_("Situation and needs"),
        lead=_("Where the project stands, what it lacks, and what will be better."),
        texts=("status", "needs_text", "outcome"),
    ),
    Part(
        of=PROJECT,
        name="stage",
        title=_("Stage"),
        lead=_("Each stage ends at a gate: a short list of what must be shown."),
        rows="evidences",
        row_title=_("Criterion"),
        row_fields=("criterion", "is_met", "text"),
        row_key="criterion",
        fixed=True,
    ),
    Part(
        of=PROJECT,
        name="partners",
        title=_("Partners and stakeholders"),
        lead=_("Who takes part, and who is concerned."),
        rows="partners",
        row_title=_("Partner"),
        row_fields=("organisation", "name", "role", "contact"),
    ),
    Part(
        of=PROJECT,
        name="money",
        title=pgettext_lazy("section of a project", "Money"),
        lead=_("What it costs to prepare, to build and to run, and who pays."),
        rows="investments",
        row_title=pgettext_lazy("of money", "Sum"),
        row_fields=(
            "kind",
            "amount",
            "currency",
            "price_date",
            "secured",
            "source",
            "instrument",
            "note",
        ),
    ),
    Part(
        of=PROJECT,
        name="time",
        title=pgettext_lazy("section of a project", "Time"),
        lead=_("Planned and actual dates, and the milestones between."),
        fields=("starts_on", "ends_on", "started_on", "ended_on"),
        rows="milestones",
        row_title=_("Milestone"),
        row_texts=("title",),
        row_fields=("planned_on", "reached_on"),
    ),
    Part(
        of=PROJECT,
        name="challenges",
        title=_("Challenges and solutions"),
        lead=_("What makes it hard, each paired with what is done about it."),
        rows="challenges",
        row_title=_("Challenge"),
        row_texts=("text", "response"),
    ),
    Part(
        of=PROJECT,
        name="place",
        title=pgettext_lazy("section of a project", "Place"),
        lead=_("One point on the map of the region."),
        texts=("place",),
        fields=("latitude", "longitude"),
    ),
    Part(
        of=PROJECT,
        name="goals",
        title=_("Sustainable Development Goals"),
        lead=_("Tick the few that the project serves directly."),
        fields=("sdgs",),
    ),
    Part(
        of=PROJECT,
        name="openness",
        title=_("Offers and joint work"),
        lead=_("What other cities may learn from this project, or do with you."),
        texts=("offers",),
        fields=("is_open",),
        is_optional=True,
    ),
)

PARTS = {SCAP: PLAN_PARTS, PROJECT: PROJECT_PARTS}


def named(of: str, name: str) -> Part | None:
    return next((part for part in PARTS[of] if part.name == name), None)


def following(part: Part) -> Part | None:
    """The section after this one; none after the last."""
    parts = PARTS[part.of]
    number = parts.index(part) + 1
    return parts[number] if number < len(parts) else None


def kind_of(thing) -> str:
    return thing._meta.model_name
