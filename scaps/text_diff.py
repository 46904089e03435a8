"""What changed between two texts, in pieces to be marked: plain Python."""

import re
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
# Words with the space behind them; scripts without spaces go by the character.
TOKENS = re.compile(
    r"[\u2e80-\u9fff\uff00-\uffef]|\s+|[^\s\u2e80-\u9fff\uff00-\uffef]+"
)
MOST = 4000


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """`(same | gone | new, text)` in reading order; what is gone comes first.

    Very long texts are not compared word by word: that takes too long.
    """
    before, after = TOKENS.findall(old), TOKENS.findall(new)
    if len(before) + len(after) > MOST:
        return [(GONE, old), (NEW, new)]
    found: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append((SAME, "".join(after[c:d])))
            continue
        if b > a:
            found.append((GONE, "".join(before[a:b])))
        if d > c:
            found.append((NEW, "".join(after[c:d])))
    return found
