import pghistory
from modeltranslation.translator import TranslationOptions, register

from solutions.models import (
    AddressedNeed,
    ApplicationSponsor,
    DriverPackage,
    DriverRequest,
    DriverStep,
    Match,
    NeedSubscription,
    Pairing,
    ProposedSolution,
    ProviderApplication,
    ProviderQuestion,
    Question,
    Reference,
    Renewal,
    ReviewCheck,
    ReviewScore,
    Solution,
    SolutionRevision,
)


@register(Solution)
class SolutionTranslation(TranslationOptions):
    fields = ("title", "problem", "description", "users", "data_location")
    fallback_values = ""


pghistory.track(exclude=["search", "sort_keys"])(Solution)
pghistory.track()(Reference)
pghistory.track()(SolutionRevision)
pghistory.track(
    fields=[
        "need",
        "solution",
        "state",
        "decided_at",
        "decided_by",
        "decision_reason",
        "pinned_at",
        "pinned_by",
        "pin_reason",
        "pin_lang",
    ],
    model_name="MatchEvent",
)(Match)
pghistory.track()(Question)
pghistory.track()(Pairing)
# What is typed, and what is computed from it, is kept for a while and is no history.
pghistory.track(
    exclude=[
        "answers",
        "reached",
        "linked_at",
        "link_number",
        "pinpointed",
        "pinpointed_at",
        "pinpoint_wanted",
        "pinpoint_done",
    ]
)(ProviderApplication)
pghistory.track(exclude=["data"])(ProposedSolution)
for model in (AddressedNeed, ApplicationSponsor, ProviderQuestion):
    pghistory.track()(model)
for model in (Renewal, ReviewCheck, ReviewScore):
    pghistory.track()(model)


@register(DriverPackage)
class DriverPackageTranslation(TranslationOptions):
    fields = (
        "title",
        "summary",
        "deliverables",
        "audience",
        "contribution",
        "terms",
    )
    fallback_values = ""


for model in (DriverPackage, DriverRequest, DriverStep):
    pghistory.track()(model)
# What was looked up is computed, as matches are.
pghistory.track(exclude=["looked_wanted", "looked_done", "looked_at"])(NeedSubscription)
