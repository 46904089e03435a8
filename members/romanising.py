"""Any of the region's scripts in Latin letters, to compare names by their sound.

Not for showing: a person's own spelling is shown. Chinese characters are read
in Chinese; a Japanese or Korean reading of them is in no table, so such a name
is compared by its characters and by the Latin or kana spelling beside it.
"""

import unicodedata

from pypinyin import lazy_pinyin

CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяөүңґєіїўқғҳҷәұһ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "yo",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
            "o",
            "u",
            "ng",
            "g",
            "e",
            "i",
            "i",
            "u",
            "k",
            "g",
            "h",
            "j",
            "a",
            "u",
            "h",
        ],
        strict=True,
    )
)
FIRSTS = [
    "g",
    "kk",
    "n",
    "d",
    "tt",
    "r",
    "m",
    "b",
    "pp",
    "s",
    "ss",
    "_",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
]
MIDDLES = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
LASTS = [
    "_",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
KANA = dict(
    zip(
        "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん"
        "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔぁぃぅぇぉ",
        [
            "a",
            "i",
            "u",
            "e",
            "o",
            "ka",
            "ki",
            "ku",
            "ke",
            "ko",
            "sa",
            "shi",
            "su",
            "se",
            "so",
            "ta",
            "chi",
            "tsu",
            "te",
            "to",
            "na",
            "ni",
            "nu",
            "ne",
            "no",
            "ha",
            "hi",
            "fu",
            "he",
            "ho",
            "ma",
            "mi",
            "mu",
            "me",
            "mo",
            "ya",
            "yu",
            "yo",
            "ra",
            "ri",
            "ru",
            "re",
            "ro",
            "wa",
            "i",
            "e",
            "o",
            "n",
            "ga",
            "gi",
            "gu",
            "ge",
            "go",
            "za",
            "ji",
            "zu",
            "ze",
            "zo",
            "da",
            "ji",
            "zu",
            "de",
            "do",
            "ba",
            "bi",
            "bu",
            "be",
            "bo",
            "pa",
            "pi",
            "pu",
            "pe",
            "po",
            "vu",
            "a",
            "i",
            "u",
            "e",
            "o",
        ],
        strict=True,
    )
)
GLIDES = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
KATAKANA, HIRAGANA_SHIFT = range(0x30A1, 0x30F7), 0x60
HANGUL, HANGUL_FIRST = range(0xAC00, 0xD7A4), 0xAC00


def in_latin(text: str) -> str:
    """The text with every letter of another script spelled out."""
    text = unicodedata.normalize("NFKC", text).casefold()
    out: list[str] = []
    place = 0
    while place < len(text):
        run = _run_of_han(text, place)
        if run:
            out.append(" " + " ".join(lazy_pinyin(run)) + " ")
            place += len(run)
            continue
        out.append(_letter(text[place], out))
        place += 1
    return "".join(out)


def _letter(letter: str, before: list[str]) -> str:
    code = ord(letter)
    if code in HANGUL:
        return _syllable(code)
    if code in KATAKANA:
        letter = chr(code - HIRAGANA_SHIFT)
    if letter in GLIDES:
        return _glide(letter, before)
    if letter in KANA:
        return KANA[letter]
    if letter in "っー":
        return ""
    return CYRILLIC.get(letter, letter).replace("_", "")


def _syllable(code: int) -> str:
    """Revised Romanisation of one block; a space after it, as names are spaced."""
    number = code - HANGUL_FIRST
    first, rest = divmod(number, 21 * 28)
    middle, last = divmod(rest, 28)
    spelled = FIRSTS[first] + MIDDLES[middle] + LASTS[last]
    return " " + spelled.replace("_", "") + " "


def _glide(letter: str, before: list[str]) -> str:
    """し and a small ゃ are `sha`, き and a small ゃ are `kya`."""
    vowel = GLIDES[letter]
    if before and before[-1].endswith("i") and len(before[-1]) > 1:
        before[-1] = before[-1][:-1]
        if not before[-1].endswith(("sh", "ch", "j")):
            return "y" + vowel
    return vowel


def _run_of_han(text: str, place: int) -> str:
    end = place
    while end < len(text) and _is_han(text[end]):
        end += 1
    return text[place:end]


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or "\u3400" <= letter <= "\u4dbf"
