"""Sort keys per language: PostgreSQL here has no collations for them.

Ө and Ү fall between О and П, У and Ф; Chinese sorts by reading; Japanese by
its reading field where there is one.
"""

from functools import cache, lru_cache

from pypinyin import lazy_pinyin
from pyuca import Collator

from core.languages import CODES
from core.search import fold


@cache
def _collator() -> Collator:
    return Collator()


def key(text: str, language: str, *, reading: str = "") -> str:
    """A string whose plain byte order is the language's order."""
    if language == "ja" and reading:
        text = reading
    elif language == "zh-hans":
        text = " ".join(lazy_pinyin(text))
    return _weights(text)


@lru_cache(maxsize=1000)
def _weights(text: str) -> str:
    """Most languages ask for the same text, one after the other."""
    weights = _collator().sort_key(fold(text))
    return "".join(f"{weight:04x}" for weight in weights)[:120]


def keys(names: dict[str, str], *, fallback: str, reading_ja: str = "") -> dict:
    """A key for each of the six languages; a missing name sorts by `fallback`."""
    return {
        code: key(names.get(code) or fallback, code, reading=reading_ja)
        for code in CODES
    }
