"""Long texts → passages an encoder reads whole, cut where a reader would pause."""

import re
from collections.abc import Callable, Iterable, Sequence

MOST_TOKENS = 200

Count = Callable[[Sequence[str]], list[int]]

# From the kindest place to cut to the least kind. Each pattern matches one unit with
# the mark and the space that end it; CJK marks need no space after them.
PARAGRAPHS = re.compile(r"\S.*?(?:\n\s*\n\s*|\Z)", re.DOTALL)
LINES = re.compile(r"\S[^\n]*(?:\n\s*|\Z)")
SENTENCES = re.compile(
    r"\S.*?(?:[。！？｡]+[」』”’）】》]*\s*|[.!?…;]+[\"'”’»)\]]*\s+|\Z)", re.DOTALL
)
CLAUSES = re.compile(r"\S.*?(?:[，、；：､]+\s*|[,:—–]+\s+|\Z)", re.DOTALL)
WORDS = re.compile(r"\S+\s*")
CUTS = (PARAGRAPHS, LINES, SENTENCES, CLAUSES, WORDS)


def passages(text: str, count: Count, *, most: int = MOST_TOKENS) -> list[str]:
    """Pieces of `text` in order, none blank, each about `most` tokens or fewer.

    Every piece is a substring; together they hold every character but the white
    space between them. `count` answers the tokens of each of several texts.
    """
    return [piece.strip() for piece in packed(text, count, most, CUTS)]


def packed(
    text: str, count: Count, most: int, cuts: Sequence[re.Pattern[str]]
) -> list[str]:
    """Cut at the kindest place that makes the pieces small, then fill up again."""
    if not text.strip():
        return []
    if count([text])[0] <= most:
        return [text]
    if not cuts:
        return halved(text, count, most)
    units = cuts[0].findall(text)
    sizes = count(units)
    pieces: list[tuple[str, int]] = []
    for unit, size in zip(units, sizes, strict=True):
        if size <= most:
            pieces.append((unit, size))
        else:
            smaller = packed(unit, count, most, cuts[1:])
            pieces += zip(smaller, count(smaller), strict=True)
    return filled(pieces, most)


def filled(pieces: Iterable[tuple[str, int]], most: int) -> list[str]:
    """Join neighbours while their token counts fit together."""
    joined: list[str] = []
    size = most
    for piece, tokens in pieces:
        if size + tokens <= most:
            joined[-1] += piece
            size += tokens
        else:
            joined.append(piece)
            size = tokens
    return joined


def halved(text: str, count: Count, most: int) -> list[str]:
    """An unbroken run of characters, cut wherever it must be."""
    if len(text) == 1 or count([text])[0] <= most:
        return [text]
    middle = len(text) // 2
    return [
        *halved(text[:middle], count, most),
        *halved(text[middle:], count, most),
    ]
