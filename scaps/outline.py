"""How far a plan is: of every section its state, who touched it, what is missing."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.languages import column
from core.models import Draft
from scaps import completeness
from scaps.completeness import PLAN_CONTENT, PROJECT_CONTENT, Gap
from scaps.models import Project, Remark, Scap, Section
from scaps.sections import PARTS, PROJECT, SCAP, Part, kind_of
from scaps.sheets import holder_of
from translations import services as translations


class PartState(models.TextChoices):
    NOT_BEGUN = "not_begun", pgettext_lazy("a section", "not begun")
    IN_WORK = "in_work", pgettext_lazy("a section", "in work")
    READY = "ready", pgettext_lazy("a section", "ready")
    REMARKS = "remarks", _("has remarks")


TONES = {
    PartState.NOT_BEGUN: "plan",
    PartState.IN_WORK: "run",
    PartState.READY: "done",
    PartState.REMARKS: "hold",
}


@dataclass
class Line:
    """One section in the task list."""

    part: Part
    saved: Section | None = None
    drafts: list[Draft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    has_content: bool = False

    @property
    def state(self) -> PartState:
        if self.remarks:
            return PartState.REMARKS
        if not (self.saved or self.drafts or self.has_content):
            return PartState.NOT_BEGUN
        return PartState.IN_WORK if self.gaps or self.drafts else PartState.READY

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_ready(self) -> bool:
        return self.state == PartState.READY

    @property
    def touched_by(self):
        """Whoever typed or saved last."""
        last = self._last
        return last.saved_by if last else None

    @property
    def touched_at(self) -> datetime | None:
        return self._last.saved_at if self._last else None

    @property
    def _last(self):
        there = [*self.drafts, *([self.saved] if self.saved else [])]
        return max(there, key=lambda row: row.saved_at, default=None)


@dataclass
class Outline:
    """The sections of a plan or project. Those that are optional are not counted."""

    thing: Scap | Project
    lines: list[Line]

    @property
    def counted(self) -> list[Line]:
        return [line for line in self.lines if not line.part.is_optional]

    @property
    def ready(self) -> int:
        return sum(line.is_ready for line in self.counted)

    @property
    def total(self) -> int:
        return len(self.counted)

    @property
    def gaps(self) -> list[tuple[Part, Gap]]:
        return [(line.part, gap) for line in self.lines for gap in line.gaps]

    @property
    def is_ready(self) -> bool:
        return self.ready == self.total

    @property
    def has_remarks(self) -> bool:
        return any(line.remarks for line in self.lines)


@dataclass
class Overview:
    plan: Outline
    projects: list[Outline]

    @property
    def needed(self) -> list[tuple[Outline, Part, Gap]]:
        """Gaps without which the plan cannot be submitted."""
        return [
            (outline, part, gap)
            for outline in (self.plan, *self.projects)
            for part, gap in outline.gaps
            if gap.is_needed
        ]


PROJECT_ROWS = (
    "sectors",
    "partners",
    "investments",
    "milestones",
    "challenges",
    "needs",
)


def of_scap(scap: Scap) -> Overview:
    """The plan and all its projects, in as many queries as for one."""
    projects = translations.prepare(
        scap.projects.select_related("stage").prefetch_related(*PROJECT_ROWS)
    )
    marks = _Marks(scap, projects)
    data = plan_data(scap, projects=len(projects), saved=marks.saved(scap))
    plan = _outline(scap, data, completeness.of_plan(data), marks)
    return Overview(plan, [_of_project(project, marks) for project in projects])


def of_project(project: Project) -> Outline:
    return _of_project(project, _Marks(None, [project]))


def _of_project(project: Project, marks: "_Marks") -> Outline:
    data = project_data(project)
    return _outline(project, data, completeness.of_project(data), marks)


def _outline(thing, data: dict, gaps: list[Gap], marks: "_Marks") -> Outline:
    content = PLAN_CONTENT if kind_of(thing) == SCAP else PROJECT_CONTENT
    begun = completeness.begun(data, content)
    saved = marks.saved(thing)
    lines = [
        Line(
            part,
            saved=saved.get(part.name),
            drafts=marks.drafts(thing, part.name),
            remarks=marks.remarks(thing, part.name),
            gaps=[gap for gap in gaps if gap.section == part.name],
            has_content=part.name in begun,
        )
        for part in PARTS[kind_of(thing)]
    ]
    return Outline(thing, lines)


class _Marks:
    """Who saved, typed and remarked what, of a plan and its projects at once."""

    def __init__(self, scap: Scap | None, projects: list[Project]) -> None:
        things = [*([scap] if scap else []), *projects]
        ids = [project.pk for project in projects]
        mine = models.Q(scap=scap) if scap else models.Q(pk=None)
        self._saved: dict = defaultdict(dict)
        for row in Section.objects.filter(
            mine | models.Q(project__in=ids)
        ).select_related("saved_by"):
            self._saved[_key(row)][row.name] = row
        self._remarks: dict = defaultdict(list)
        open_ones = Remark.objects.filter(sent_at__isnull=False, settled_at=None)
        of_projects = models.Q(project__in=ids)
        plans_own = models.Q(scap=scap, project=None) if scap else models.Q(pk=None)
        for remark in open_ones.filter(plans_own | of_projects):
            kind = PROJECT if remark.project_id else SCAP
            key = (kind, remark.project_id or remark.scap_id, remark.section)
            self._remarks[key].append(remark)
        self._drafts: dict = defaultdict(list)
        if things:
            self._read_drafts(things)

    def _read_drafts(self, things: list) -> None:
        types = ContentType.objects.get_for_models(Scap, Project)
        kinds = {types[Scap].pk: SCAP, types[Project].pk: PROJECT}
        ids = {SCAP: set(), PROJECT: set()}
        for thing in things:
            ids[kind_of(thing)].add(thing.pk)
        found = Draft.objects.filter(
            models.Q(target_type=types[Scap], target_id__in=ids[SCAP])
            | models.Q(target_type=types[Project], target_id__in=ids[PROJECT]),
            holder=holder_of(things[0]),
        ).select_related("saved_by")
        for draft in found.defer("data"):
            section = draft.section.partition("-")[0]
            key = (kinds[draft.target_type_id], draft.target_id, section)
            self._drafts[key].append(draft)

    def saved(self, thing) -> dict[str, Section]:
        return self._saved[kind_of(thing), thing.pk]

    def drafts(self, thing, section: str) -> list[Draft]:
        return self._drafts[kind_of(thing), thing.pk, section]

    def remarks(self, thing, section: str) -> list[Remark]:
        return self._remarks[kind_of(thing), thing.pk, section]


def _key(row: Section) -> tuple[str, int]:
    return (PROJECT, row.project_id) if row.project_id else (SCAP, row.scap_id)


# --- Plain data ----------------------------------------------------------------------


def plan_data(scap: Scap, *, projects: int, saved: dict) -> dict:
    lang = scap.source_lang
    return {
        **_texts(scap, "title", "status", "needs_text", "outcome", "vision"),
        "year_from": scap.year_from,
        "year_to": scap.year_to,
        "sectors": [sector.pk for sector in scap.sectors.all()],
        "focuses": [
            {"text": getattr(row, column("text", lang))} for row in scap.focuses.all()
        ],
        "targets": [
            {
                "goal": row.goal,
                "goal_year": row.goal_year,
                "baseline": row.baseline,
            }
            for row in scap.targets.all()
        ],
        "projects": projects,
        "sharing_seen": "sharing" in saved or scap.current_id is not None,
        "documents": scap.files.exists(),
    }


def project_data(project: Project) -> dict:
    lang = project.source_lang
    return {
        **_texts(project, "title", "status", "needs_text", "outcome", "offers"),
        "place": getattr(project, column("place", lang)),
        "standing": project.standing,
        "stage": project.stage.order if project.stage else 0,
        "sectors": [sector.pk for sector in project.sectors.all()],
        "needs": [need.pk for need in project.needs.all()],
        "partners": [row.pk for row in project.partners.all()],
        "money": [
            {"kind": row.kind, "source": row.source}
            for row in project.investments.all()
        ],
        "milestones": [row.pk for row in project.milestones.all()],
        "challenges": [
            {"response": getattr(row, column("response", lang))}
            for row in project.challenges.all()
        ],
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "started_on": project.started_on,
        "ended_on": project.ended_on,
        "point": project.latitude is not None and project.longitude is not None,
        "sdgs": project.sdgs,
    }


def _texts(obj, *names: str) -> dict:
    return {name: getattr(obj, column(name, obj.source_lang)) or "" for name in names}
