"""The six languages: their codes here, in markup and in column names."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import (
    get_language,
    get_language_from_request,
    pgettext,
)

ENDONYMS = {
    "en": "English",
    "zh-hans": "中文",
    "ja": "日本語",
    "ko": "한국어",
    "ru": "Русский",
    "mn": "Монгол",
}
CODES = tuple(code for code, _name in settings.LANGUAGES)
LANGUAGE_CHOICES = [(code, ENDONYMS[code]) for code in CODES]
"""To choose a language from, each by its own name."""


def current() -> str:
    """The reader's language; English outside a request."""
    language = get_language()
    return language if language in CODES else settings.LANGUAGE_CODE


def asked_for(request) -> str:
    """The language of an address, else of the browser.

    For pages that may be made before or after `LocaleMiddleware` has its turn.
    """
    return get_language_from_request(request, check_path=True)


def in_markup(code: str) -> str:
    """The BCP 47 tag for `lang` attributes."""
    return "zh-Hans" if code == "zh-hans" else code


def column(field: str, code: str) -> str:
    """The column that holds `field` in a language."""
    return f"{field}_{code.replace('-', '_')}"


def columns(field: str) -> list[str]:
    return [column(field, code) for code in CODES]


def shown(obj, field: str) -> str:
    """A translated text for lists of names and for logs: the reader's, else the original.

    Pages use `translations.services.read`, which also tells what it is.
    """
    mine = getattr(obj, column(field, current()))
    return mine or getattr(obj, column(field, obj.source_lang)) or ""


def listed(items: Iterable) -> str:
    """“a, b, c” with the reader's mark between items."""
    return pgettext("between the items of a list", ", ").join(str(i) for i in items)


def sentences(parts: Iterable[str]) -> str:
    """Sentences one after the other; Chinese and Japanese put no space between."""
    return ("" if current() in {"zh-hans", "ja"} else " ").join(filter(None, parts))
