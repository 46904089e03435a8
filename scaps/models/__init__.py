from scaps.models.initiatives import (
    FollowUp,
    Initiative,
    InitiativeStep,
    Participation,
)
from scaps.models.moves import StageChange
from scaps.models.needs import Need, NeedQuerySet
from scaps.models.overlaps import (
    Comparison,
    Overlap,
    OverlapDecision,
    ProjectMeans,
)
from scaps.models.plans import Focus, PlanFile, Remark, Scap, Section, Target
from scaps.models.projects import (
    Challenge,
    Evidence,
    Investment,
    Milestone,
    Partner,
    Project,
)
from scaps.models.reports import (
    ProgressReport,
    ProjectProgress,
    ReportPeriod,
    ReportReminder,
    ReportRevision,
    TargetActual,
)
from scaps.models.versions import ProjectVersion, ScapVersion

__all__ = [
    "Challenge",
    "Comparison",
    "Evidence",
    "Focus",
    "FollowUp",
    "Initiative",
    "InitiativeStep",
    "Investment",
    "Milestone",
    "Need",
    "NeedQuerySet",
    "Overlap",
    "OverlapDecision",
    "Participation",
    "Partner",
    "PlanFile",
    "ProgressReport",
    "Project",
    "ProjectMeans",
    "ProjectProgress",
    "ProjectVersion",
    "Remark",
    "ReportPeriod",
    "ReportReminder",
    "ReportRevision",
    "Scap",
    "ScapVersion",
    "Section",
    "StageChange",
    "Target",
    "TargetActual",
]
