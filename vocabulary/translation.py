import pghistory
from modeltranslation.translator import TranslationOptions, register

from vocabulary.models import (
    Country,
    FocusArea,
    GateCriterion,
    Goal,
    HeadTitle,
    Maturity,
    NeedType,
    PriceModel,
    Sector,
    SolutionArea,
    Stage,
    UnitType,
    Urgency,
)

TERMS = [
    Sector,
    SolutionArea,
    NeedType,
    Stage,
    GateCriterion,
    FocusArea,
    Goal,
    Maturity,
    Urgency,
    PriceModel,
    UnitType,
]


@register(TERMS)
class TermTranslation(TranslationOptions):
    fields = ("name", "description")
    required_languages = ("en",)


@register(HeadTitle)
class HeadTitleTranslation(TranslationOptions):
    fields = ("name", "description", "salutation")
    required_languages = ("en",)


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name", "description", "formal_name")
    required_languages = ("en",)


for model in [*TERMS, HeadTitle, Country]:
    pghistory.track()(model)
