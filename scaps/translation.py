import pghistory
from modeltranslation.translator import TranslationOptions, register

from scaps.models import Need


@register(Need)
class NeedTranslation(TranslationOptions):
    fields = ("title", "text")
    fallback_values = ""


pghistory.track(exclude=["search"])(Need)
