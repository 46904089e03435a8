"""Tags about published plans."""

from django import template

from scaps import snapshots
from translations.services import Text

register = template.Library()


@register.simple_tag
def snapshot_text(text: dict) -> Text:
    """A text of a snapshot for the reader, for `<c-text>`."""
    return snapshots.read(text)


@register.filter
def years(pair) -> str:
    """“2025–2030”, or the year that is known."""
    first, last = pair or (None, None)
    if first and last and first != last:
        return f"{first}–{last}"
    return str(first or last or "")
