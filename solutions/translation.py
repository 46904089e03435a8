import pghistory
from modeltranslation.translator import TranslationOptions, register

from solutions.models import Match, Reference, Solution


@register(Solution)
class SolutionTranslation(TranslationOptions):
    fields = ("title", "problem", "description", "users", "data_location")
    fallback_values = ""


pghistory.track(exclude=["search", "sort_keys"])(Solution)
pghistory.track()(Reference)
pghistory.track(
    fields=["need", "solution", "state", "decided_at", "decided_by", "decision_reason"]
)(Match)
