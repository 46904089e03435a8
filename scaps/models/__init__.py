from scaps.models.needs import Need, NeedQuerySet
from scaps.models.plans import Focus, PlanFile, Remark, Scap, Section, Target
from scaps.models.projects import (
    Challenge,
    Evidence,
    Investment,
    Milestone,
    Partner,
    Project,
)
from scaps.models.versions import ProjectVersion, ScapVersion

__all__ = [
    "Challenge",
    "Evidence",
    "Focus",
    "Investment",
    "Milestone",
    "Need",
    "NeedQuerySet",
    "Partner",
    "PlanFile",
    "Project",
    "ProjectVersion",
    "Remark",
    "Scap",
    "ScapVersion",
    "Section",
    "Target",
]
