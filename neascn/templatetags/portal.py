"""Tags that every page of the portal uses."""

from django import template
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import markdown
from core.languages import CODES, ENDONYMS, current, in_markup, listed
from translations import services as translations

register = template.Library()


@register.simple_tag(takes_context=True)
def language_links(context) -> list[dict]:
    """The same page in every language, for the header and for `hreflang`."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    here = current()
    return [
        {
            "code": code,
            "html_lang": in_markup(code),
            "name": ENDONYMS[code],
            "url": translate_url(path, code),
            "current": code == here,
        }
        for code in CODES
    ]


@register.simple_tag(takes_context=True)
def nav_items(context) -> list[dict]:
    """The main sections, with the one the reader is in."""
    request = context.get("request")
    path = request.path if request else ""
    pages = [
        (reverse("members:index"), _("Cities")),
        (reverse("scaps:index"), _("Action plans")),
        (reverse("overlaps:index"), _("Overlaps")),
        (reverse("needs:index"), _("Needs")),
        (reverse("solutions:index"), _("Solutions")),
        (reverse("networks:index"), _("Networks")),
    ]
    if request and request.user.is_authenticated and request.user.is_member:
        pages.insert(-1, (reverse("driver:index"), _("Driver")))
    return [
        {"url": url, "label": label, "current": path.startswith(url)}
        for url, label in pages
    ]


@register.filter("in_markup")
def in_markup_filter(code: str) -> str:
    """The `lang` attribute for a language code."""
    return in_markup(code)


@register.filter
def endonym(code: str) -> str:
    """A language's name in that language."""
    return ENDONYMS.get(code, code)


@register.filter
def markdown_html(text: str) -> SafeString:
    return markdown.render(str(text))


@register.filter
def percent(value: float, of: float = 100) -> str:
    """A bar's width attribute: “86%”."""
    return f"{max(0, min(100, round(100 * value / of) if of else 0))}%"


@register.simple_tag
def text_of(obj, field: str):
    """A translated text for the reader: `translations.Text`, for `<c-text>`."""
    return translations.read(obj, field)


@register.filter
def item(mapping: dict, key):
    """A dictionary's value under a key that a variable holds."""
    return mapping.get(key)


@register.filter("listed")
def listed_filter(items) -> str:
    """Things by name in one line, with the reader's mark between them."""
    return listed(items)
