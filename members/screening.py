"""Is this name on that list? Names of any script, compared as they sound.

A name is written in Latin letters, common spellings of one sound are made one
(`Kim` and `Gim`, `Jeong` and `Chung`, `Хүрэл` and `Khurel`), and then compared
without regard to spaces, diacritics and the order of its parts. Plain Python:
what a likeness means is for a person to say.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from members.romanising import in_latin

PERSON, BODY = "person", "organisation"

POSSIBLE = 0.86
"""From this likeness on a person has to look."""

SAME, SAME_SOUND, OTHER_ORDER, FEWER_PARTS, NEARLY = (
    "same",
    "same_sound",
    "other_order",
    "fewer_parts",
    "nearly",
)
OTHER_COUNTRY = 0.04
PART_LEFT_OUT = 0.04
MOST_PARTS = 7

# The order matters: longer spellings first.
SOUNDS = [
    ("shch", "s"),
    ("tch", "c"),
    ("sch", "s"),
    ("kh", "h"),
    ("gh", "g"),
    ("zh", "c"),
    ("ch", "c"),
    ("sh", "s"),
    ("ph", "p"),
    ("th", "t"),
    ("ts", "c"),
    ("tz", "c"),
    ("ck", "k"),
    ("ng", "n"),
    ("eo", "o"),
    ("eu", "u"),
    ("ae", "e"),
    ("oo", "u"),
    ("ee", "i"),
    ("ou", "o"),
    ("ii", "i"),
    ("iy", "i"),
    ("yy", "i"),
    ("ex", "eks"),
    ("ax", "aks"),
    ("x", "h"),
    ("j", "c"),
    ("q", "c"),
    ("g", "k"),
    ("d", "t"),
    ("b", "p"),
    ("r", "l"),
    ("z", "c"),
    ("v", "p"),
    ("f", "p"),
    ("w", "u"),
    ("y", "i"),
]
# Korean family names as families write them.
FAMILIES = {
    spelling: one
    for one, spellings in {
        "li": "lee yi ri rhee li i rhie reeh",
        "pak": "park pak bak bahk pack",
        "coe": "choi choe choy ch'oe",
        "con": "jung jeong chung chong joung cheong",
        "no": "no roh noh ro rho",
        "lim": "im lim rim yim leem",
        "iu": "yoo yu ryu you yoou",
        "ian": "yang ryang",
        "u": "woo u wu",
        "mun": "moon mun",
        "o": "oh o",
        "co": "jo cho joe",
        "cu": "ju joo chu choo",
        "kan": "kang gang",
    }.items()
    for spelling in spellings.split()
}
# Words that tell the form or the trade of a body, not which body it is.
COMMON = frozenset(
    [
        "co",
        "company",
        "corp",
        "corporation",
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "plc",
        "jsc",
        "ojsc",
        "pjsc",
        "cjsc",
        "gmbh",
        "ag",
        "sa",
        "bv",
        "kk",
        "pte",
        "pty",
        "the",
        "of",
        "and",
        "for",
        "group",
        "holding",
        "holdings",
        "ooo",
        "zao",
        "oao",
        "pao",
        "ao",
        "too",
        "hhk",
        "hk",
        "xxk",
        "xk",
        "hhc",
        "kabushiki",
        "kaisha",
        "kabusikikaisha",
        "kabushikikaisha",
        "kabushikigaisha",
        "godo",
        "jusikhoesa",
        "jusighoesa",
        "yuhanhoesa",
        "gongsi",
        "youxian",
        "youxiangongsi",
        "gufen",
        "youxianzerengongsi",
        "zeren",
        "jituan",
        "trading",
        "international",
        "general",
        "enterprise",
        "enterprises",
        "industries",
    ]
)
FORMS_OF_BODIES = re.compile(
    r"株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|集团|公司"
    r"|주식회사|유한회사|\(주\)|㈜|\(株\)|㈱"
)
VOWELS = frozenset("aeiou")


@dataclass(frozen=True)
class Likeness:
    """How like two names are, from 0 to 1, and in which way."""

    score: float
    how: str
    name: str = ""
    listed: str = ""


@dataclass(frozen=True)
class Name:
    """A name made ready to be compared."""

    text: str
    folded: str
    parts: tuple[str, ...]

    @property
    def joined(self) -> str:
        return "".join(self.parts)


@lru_cache(maxsize=20_000)
def ready(text: str, kind: str = PERSON) -> Name:
    folded = _folded(text)
    without_form = FORMS_OF_BODIES.sub(" ", text) if kind == BODY else text
    words = re.findall(r"[a-z']+", _plain_latin(in_latin(without_form)))
    if kind == BODY:
        words = [word for word in words if word not in COMMON] or words
    parts = tuple(part for word in words[:MOST_PARTS] if (part := sound(word)))
    return Name(text, folded, parts)


def _folded(text: str) -> str:
    """Letters and digits alone, of whatever script, small and in one width."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in text if character.isalnum())


def _plain_latin(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold().replace("ß", "ss")
    text = text.replace("ø", "o").replace("ł", "l").replace("ı", "i")
    return "".join(c for c in text if not unicodedata.combining(c))


def sound(word: str) -> str:
    """One spelling for what may be one sound."""
    word = word.replace("'", "")
    if word in FAMILIES:
        return FAMILIES[word]
    for spelling, one in SOUNDS:
        word = word.replace(spelling, one)
    word = word[:1] + word[1:].replace("h", "")
    return re.sub(r"(.)\1+", r"\1", word)


# --- Which names are worth comparing ---------------------------------------------------


def keys(names: Iterable[str], kind: str = PERSON) -> set[str]:
    """Two names that are alike share a key; most that are not do not.

    A key is the consonants of the whole, beginning with any part, or of any two
    parts: so neither order nor spaces nor a part left out keep two names apart.
    """
    found: set[str] = set()
    for text in names:
        name = ready(text, kind)
        if name.folded:
            found.add(f"={name.folded}"[:60])
        for turned in _turned(name.parts):
            found.add(_bones("".join(turned))[:12])
        for one, other in combinations(sorted(_bones(p)[:4] for p in name.parts), 2):
            found.add(f"{one}-{other}")
    return found - {""}


def _bones(part: str) -> str:
    return part[:1] + "".join(letter for letter in part[1:] if letter not in VOWELS)


def _turned(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for first in range(len(parts)):
        yield parts[first:] + parts[:first]


# --- How like they are ------------------------------------------------------------------


def likeness(
    names: Iterable[str],
    listed: Iterable[str],
    *,
    kind: str = PERSON,
    countries_differ: bool = False,
) -> Likeness:
    """The best of all pairs of a party's names and a list entry's."""
    theirs = [ready(text, kind) for text in listed]
    best = max(
        (compare(ready(text, kind), other) for text in names for other in theirs),
        key=lambda found: found.score,
        default=Likeness(0.0, NEARLY),
    )
    if countries_differ and best.score:
        score = round(best.score - OTHER_COUNTRY, 3)
        return Likeness(score, best.how, best.name, best.listed)
    return best


def compare(a: Name, b: Name) -> Likeness:
    # Comparing letters depends on which comes first: the lower of the two ways counts.
    score, how = min(_compare(a, b), _compare(b, a))
    return Likeness(round(score, 3), how, a.text, b.text)


def _compare(a: Name, b: Name) -> tuple[float, str]:
    if a.folded and a.folded == b.folded:
        return 1.0, SAME
    if not a.parts or not b.parts:
        return 0.0, NEARLY
    if len(a.joined) < 5 or len(b.joined) < 5:
        # Too little is left of a short name to say more than “the same”.
        return (0.9, SAME_SOUND) if a.parts == b.parts else (0.0, NEARLY)
    if a.joined == b.joined:
        return 0.97, SAME_SOUND
    if sorted(a.parts) == sorted(b.parts) or b.joined in {
        "".join(turned) for turned in _turned(a.parts)
    }:
        return 0.95, OTHER_ORDER
    if len(a.parts) == len(b.parts):
        return _by_parts(a, b)
    return max(_by_whole(a, b), _by_parts(a, b))


def _by_whole(a: Name, b: Name) -> tuple[float, str]:
    best = max(_alike("".join(turned), b.joined) for turned in _turned(a.parts))
    return 0.97 * best, NEARLY


def _by_parts(a: Name, b: Name) -> tuple[float, str]:
    """Part by part; a father's name may be missing on one side."""
    short, long = sorted((a.parts, b.parts), key=len)
    if len(short) < 2 and len(long) > 1:
        return 0.0, NEARLY
    left, total = list(long), 0.0
    for part in sorted(short, key=len, reverse=True):
        best = max(left, key=lambda other: _alike(part, other))
        alike = _alike(part, best)
        if alike < 0.6:
            return 0.0, NEARLY
        left.remove(best)
        total += alike * len(part)
    score = total / sum(map(len, short))
    if not left:
        return 0.96 * score, NEARLY
    return 0.96 * score - PART_LEFT_OUT * len(left), FEWER_PARTS


@lru_cache(maxsize=50_000)
def _alike(a: str, b: str) -> float:
    """1 for the same; a vowel for another costs less than a consonant."""
    row = [0.0]
    for letter in b:
        row.append(row[-1] + _cost(letter))
    for x in a:
        before, row = row, [row[0] + _cost(x)]
        for place, y in enumerate(b, start=1):
            change = 0.0 if x == y else 0.4 if {x, y} <= VOWELS else 1.0
            row.append(
                min(
                    before[place] + _cost(x),
                    row[place - 1] + _cost(y),
                    before[place - 1] + change,
                )
            )
    return max(0.0, 1.0 - row[-1] / max(len(a), len(b), 1))


def _cost(letter: str) -> float:
    """`Petr` is also written `Pyotr`: an `i` more is hardly heard."""
    if letter == "i":
        return 0.3
    return 0.5 if letter in VOWELS else 1.0
