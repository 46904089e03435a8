"""What people type, made safe to keep without changing what they meant."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Characters that steer the direction of text can make a line read as something
# else than it is; no language of the portal is written right to left.
STEERING = dict.fromkeys(
    [0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
KEPT_CONTROLS = "\n\t"
MOST_DIGITS = 9
# Control characters, and halves of characters, which no encoding can hold.
UNKEPT = {"Cc", "Cs"}


def clean(value: str) -> str:
    """NFC, one kind of line end, no steering and no invisible control characters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(STEERING)
    value = "".join(
        character
        for character in value
        if character in KEPT_CONTROLS or unicodedata.category(character) not in UNKEPT
    )
    return unicodedata.normalize("NFC", value).strip()


def clean_line(value: str) -> str:
    """The same for one line: a title, a name, a subject of a letter."""
    return " ".join(clean(value).split())


def whole_number(value: str) -> int | None:
    """A number as addresses and forms carry it; None for anything else."""
    is_one = value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS
    return int(value) if is_one else None


def check_says_something(value: str) -> None:
    """Refuse text without a single letter or digit: dots, dashes, smileys."""
    if value and not any(character.isalnum() for character in value):
        raise ValidationError(_("Write this in words."), code="no_words")
