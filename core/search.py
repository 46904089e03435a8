"""Search in six languages with one index: the words are prepared here.

PostgreSQL cannot cut Chinese, Japanese or Korean into words, and has no
configuration for Mongolian. Han, kana and Hangul are indexed as pairs of
neighbouring characters; other scripts as folded words, found by their
beginning.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value
from django.db.models.expressions import Combinable

CONFIG = "simple"
MAX_QUERY = 200
_EAST_ASIAN = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u3005\uf900-\ufaff]+"
)
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, full-width to ordinary, ё to е, no accents on Latin letters."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return "".join(_unaccented(character) for character in text)


@cache
def _unaccented(character: str) -> str:
    """Only Latin letters lose their marks: й and が are letters of their own."""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


def terms(text: str) -> list[str]:
    """What is written into the index for a text, in order."""
    found: list[str] = []
    for word in _WORD.findall(fold(text)):
        rest = 0
        for run in _EAST_ASIAN.finditer(word):
            found += _plain(word[rest : run.start()])
            found += _pairs(run.group())
            rest = run.end()
        found += _plain(word[rest:])
    return found


def _plain(word: str) -> list[str]:
    return [word] if word else []


def _pairs(run: str) -> list[str]:
    if len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def vector(*texts: str, titles: Iterable[str] = ()) -> Combinable:
    """The value of a `search` column; words of titles count most when ranking."""
    return _weighted(titles, "A") + _weighted(texts, "D")


def _weighted(texts: Iterable[str], weight: str) -> SearchVector:
    words = " ".join(term for text in texts for term in terms(text or ""))
    return SearchVector(Value(words), config=CONFIG, weight=weight)


def query(text: str) -> SearchQuery | None:
    """Rows must hold every term, words by their beginning; nothing to ask → None."""
    return _asked(wanted(text), " & ")


def any_of(text: str) -> SearchQuery | None:
    """Rows must hold one of the terms."""
    return _asked(wanted(text), " | ")


def wanted(text: str) -> list[str]:
    """The terms of what somebody typed, each once."""
    return list(dict.fromkeys(terms(text[:MAX_QUERY])))


def one(term: str) -> SearchQuery:
    """Rows must hold this term, a word by its beginning."""
    return SearchQuery(_pattern(term), search_type="raw", config=CONFIG)


def _asked(terms: list[str], between: str) -> SearchQuery | None:
    if not terms:
        return None
    patterns = between.join(_pattern(term) for term in terms)
    return SearchQuery(patterns, search_type="raw", config=CONFIG)


def _pattern(term: str) -> str:
    is_pair = len(term) == 2 and _EAST_ASIAN.fullmatch(term)
    return f"'{term}'" if is_pair else f"'{term}':*"
