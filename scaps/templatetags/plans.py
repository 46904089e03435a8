"""Tags about published plans."""

from django import template
from django.urls import translate_url

from scaps import snapshots
from scaps.states import ScapState
from translations.services import Text

register = template.Library()
TONES = {
    ScapState.DRAFT: "plan",
    ScapState.SUBMITTED: "run",
    ScapState.RETURNED: "hold",
    ScapState.PUBLISHED: "done",
}


@register.simple_tag
def snapshot_text(text: dict) -> Text:
    """A text of a snapshot for the reader, for `<c-text>`."""
    return snapshots.read(text)


@register.simple_tag(takes_context=True)
def original_url(context, lang: str) -> str:
    """This page in the language that the plan is written in."""
    return translate_url(context["request"].get_full_path(), lang)


@register.filter
def years(pair) -> str:
    """“2025–2030”, or the year that is known."""
    first, last = pair or (None, None)
    if first and last and first != last:
        return f"{first}–{last}"
    return str(first or last or "")


@register.filter
def plan_tone(state: str) -> str:
    """The shape and colour of a plan's state, for `<c-state>`."""
    return TONES.get(state, "stop")
