import pghistory
from modeltranslation.translator import TranslationOptions, register

from introductions.models import (
    Attachment,
    ContactShare,
    Introduction,
    Message,
    NextStep,
    Outcome,
    Reading,
    Report,
)


@register(Introduction)
class IntroductionTranslation(TranslationOptions):
    fields = ("title",)
    fallback_values = ""


pghistory.track(exclude=["search"])(Introduction)
# What was written is kept once, where it is read; history needs no copy of it.
pghistory.track(exclude=["text", "search"])(Message)
for model in (Attachment, ContactShare, NextStep, Outcome, Reading, Report):
    pghistory.track()(model)
