"""E-mail addresses and telephone numbers in what people write.

Before both sides have agreed, none is passed on. Plain functions over text; a
number is taken for a telephone number only where it is written like one, so
that amounts, dates and quantities stay.
"""

import re
import unicodedata

GAP = "[…]"
_EMAIL = re.compile(r"[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
_INTERNATIONAL = re.compile(r"\+\s?\d(?:[\s().-]{0,2}\d){7,14}(?!\d)")
_NATIONAL = re.compile(
    r"(?<![\d.,])\(?0\d{1,3}\)?[\s.-]{0,2}\d{3,4}[\s.-]\d{3,4}(?!\d)"
)
_PATTERNS = (_EMAIL, _INTERNATIONAL, _NATIONAL)


def found_in(text: str) -> list[str]:
    """What looks like a way to reach somebody, as it was written."""
    plain = unicodedata.normalize("NFKC", text)
    return [match.group() for p in _PATTERNS for match in p.finditer(plain)]


def masked(text: str) -> str:
    """The text with a gap in each such place."""
    if not found_in(text):
        return text
    plain = unicodedata.normalize("NFKC", text)
    for pattern in _PATTERNS:
        plain = pattern.sub(GAP, plain)
    return plain
