import pghistory
from modeltranslation.translator import TranslationOptions, register

from solutions.models import Match, Question, Reference, Solution


@register(Solution)
class SolutionTranslation(TranslationOptions):
    fields = ("title", "problem", "description", "users", "data_location")
    fallback_values = ""


pghistory.track(exclude=["search", "sort_keys"])(Solution)
pghistory.track()(Reference)
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
