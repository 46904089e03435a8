import pghistory
from modeltranslation.translator import TranslationOptions, register

from scaps.models import (
    Challenge,
    Evidence,
    Focus,
    FollowUp,
    Initiative,
    InitiativeStep,
    Investment,
    Milestone,
    Need,
    OverlapDecision,
    Participation,
    Partner,
    PlanFile,
    ProgressReport,
    Project,
    ProjectProgress,
    Remark,
    ReportPeriod,
    ReportReminder,
    ReportRevision,
    Scap,
    ScapVersion,
    Section,
    StageChange,
    Target,
    TargetActual,
)


@register(Need)
class NeedTranslation(TranslationOptions):
    fields = ("title", "text")
    fallback_values = ""


@register(Scap)
class ScapTranslation(TranslationOptions):
    fields = ("title", "status", "needs_text", "outcome", "vision")
    fallback_values = ""


@register(Focus)
class FocusTranslation(TranslationOptions):
    fields = ("text",)
    fallback_values = ""


@register(Target)
class TargetTranslation(TranslationOptions):
    fields = ("indicator", "unit")
    fallback_values = ""


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = ("title", "status", "needs_text", "outcome", "offers", "place")
    fallback_values = ""


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title",)
    fallback_values = ""


@register(Challenge)
class ChallengeTranslation(TranslationOptions):
    fields = ("text", "response")
    fallback_values = ""


@register(Initiative)
class InitiativeTranslation(TranslationOptions):
    fields = ("title", "aim", "outcome")
    fallback_values = ""


@register(Participation)
class ParticipationTranslation(TranslationOptions):
    fields = ("contribution",)
    fallback_values = ""


@register(InitiativeStep)
class InitiativeStepTranslation(TranslationOptions):
    fields = ("title",)
    fallback_values = ""


pghistory.track(exclude=["search"])(Need)
pghistory.track(exclude=["search"])(ScapVersion)
for model in (
    Scap,
    Focus,
    Target,
    Section,
    Remark,
    PlanFile,
    Project,
    Partner,
    Investment,
    Milestone,
    Challenge,
    Evidence,
    StageChange,
    ReportPeriod,
    ProgressReport,
    ReportRevision,
    TargetActual,
    ProjectProgress,
    ReportReminder,
    OverlapDecision,
    Initiative,
    Participation,
    InitiativeStep,
    FollowUp,
):
    pghistory.track()(model)
