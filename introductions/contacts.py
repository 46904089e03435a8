"""E-mail addresses and telephone numbers in what people write.

Before both sides have agreed, none is passed on. Plain functions over text; a
number is taken for a telephone number only where it is written like one, so
that amounts, dates and quantities stay.
"""

import re
import unicodedata

GAP = "[…]"
# It begins where a word does: a text without spaces is looked through once.
_EMAIL = r"(?<![\w.+%-])[\w.+%-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+"
_INTERNATIONAL = r"\+\s?\d(?:[\s().-]{0,2}\d){7,14}(?!\d)"
_RUSSIAN = r"(?<![\d.,])[78]\s?\(\d{3,4}\)\s?\d{2,3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)"
_CHINESE = r"(?<![\d.,])1[3-9]\d[\s-]\d{4}[\s-]\d{4}(?!\d)"
_OTHERS = r"(?<![\d.,])\(?0\d{1,3}\)?[\s.-]{0,2}\d{3,4}[\s.-]\d{3,4}(?!\d)"
_CODED = r"(?<![\d.,-])(?:976|8[126])-\d{1,4}-\d{3,4}(?:-?\d{2,4})?(?!\d)"
_MONGOLIAN = r"(?<![\d.,-])976[\s-]?\d{4}[\s-]?\d{4}(?!\d)"
_NAMED = (
    r"(?:\b(?:phone|tel|mobile|fax|whatsapp|утас|дугаар|телефон|тел|факс)"
    r"|전화|휴대폰|팩스|電話|携帯|电话|手机|传真)"
    r"[\s.:№()-]{0,4}\d(?:[\s().-]{0,2}\d){5,14}(?!\d)"
)
_WAYS = re.compile(
    "|".join(
        [
            _EMAIL,
            _INTERNATIONAL,
            _RUSSIAN,
            _CHINESE,
            _OTHERS,
            _CODED,
            _MONGOLIAN,
            _NAMED,
        ]
    ),
    re.IGNORECASE,
)


def found_in(text: str) -> list[str]:
    """What looks like a way to reach somebody, as it was written."""
    return [match.group() for match in _WAYS.finditer(_plain(text))]


def masked(text: str) -> str:
    """The text with a gap in each such place; otherwise as it was written."""
    return _WAYS.sub(GAP, _plain(text)) if found_in(text) else text


def _plain(text: str) -> str:
    """Full-width figures and signs as ordinary ones."""
    return unicodedata.normalize("NFKC", text)
