"""Which language a text is in, where the declared one cannot be right.

The mean that is taken off a vector follows the language, so a wrong one costs
quality. People declare the language; they are overruled only on clear evidence.
"""

import re
from collections import Counter

# Below this many letters, evidence is chance.
FEWEST_LETTERS = 20
CLEAR_SHARE = 0.8

SCRIPTS = {
    "hangul": re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]"),
    "kana": re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "latin": re.compile("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]"),
}
SCRIPT_OF = {"en": "latin", "ko": "hangul", "ru": "cyrillic", "mn": "cyrillic"}

# Ө and ү belong to Mongolian and Kazakh; the other four to Kazakh alone.
MONGOLIAN_LETTERS = re.compile("[өүӨҮ]")
KAZAKH_LETTERS = re.compile("[қғңәҚҒҢӘ]")
# Words that are frequent in one language and do not exist in the other.
RUSSIAN_WORDS = re.compile(r"\b(?:и|в|на|для|с|к|из|не|что|по|от|при|или)\b", re.I)
MONGOLIAN_WORDS = re.compile(r"\b(?:нь|ба|болон|бид|энэ|юм|байна|байгаа)\b", re.I)
FEWEST_WORDS = 2
# Ө and ү make up one letter in twenty of Mongolian; quoted names stay below this.
MONGOLIAN_SHARE = 0.015


def canonical(code: str) -> str:
    """`zh`, `zh-CN`, `zh_Hans` → `zh-hans`; `ko-KR` → `ko`; anything else lowered."""
    code = code.strip().lower().replace("_", "-")
    primary = code.partition("-")[0]
    return "zh-hans" if primary == "zh" else primary


def effective_language(declared: str, text: str) -> str:
    """The language to treat `text` as: the declared one unless clearly wrong."""
    declared = canonical(declared)
    guessed = guess(text)
    if guessed is None or guessed == declared:
        return declared
    if (
        guessed == "en"
        and declared not in SCRIPT_OF
        and declared
        not in {
            "ja",
            "zh-hans",
        }
    ):
        # Latin letters say nothing against Vietnamese or Malay.
        return declared
    return guessed


def guess(text: str) -> str | None:
    """One of the six languages, or None when the text does not say clearly."""
    letters = Counter(
        {name: len(pattern.findall(text)) for name, pattern in SCRIPTS.items()}
    )
    total = letters.total()
    if total < FEWEST_LETTERS:
        return None
    east_asian = letters["kana"] + letters["han"]
    if letters["hangul"] >= CLEAR_SHARE * (total - letters["latin"] / 2):
        return "ko"
    if east_asian >= CLEAR_SHARE * (total - letters["latin"] / 2):
        return guess_east_asian(letters)
    if letters["cyrillic"] >= CLEAR_SHARE * total:
        return guess_cyrillic(text, letters["cyrillic"])
    return "en" if letters["latin"] >= CLEAR_SHARE * total else None


def guess_east_asian(letters: Counter[str]) -> str | None:
    """Japanese prose is at least a fifth kana; a Chinese text may quote a word."""
    share = letters["kana"] / (letters["kana"] + letters["han"])
    if share >= 0.15:
        return "ja"
    return "zh-hans" if share <= 0.02 else None


def guess_cyrillic(text: str, letters: int) -> str | None:
    if KAZAKH_LETTERS.search(text):
        return None
    russian = len(RUSSIAN_WORDS.findall(text))
    mongolian = len(MONGOLIAN_WORDS.findall(text))
    share = len(MONGOLIAN_LETTERS.findall(text)) / letters
    if share >= MONGOLIAN_SHARE and russian < FEWEST_WORDS:
        return "mn"
    if share == 0 and russian >= FEWEST_WORDS and not mongolian:
        return "ru"
    return None
