from notifications.models.events import Event
from notifications.models.letters import DemoLetter, Letter
from notifications.models.notices import Digest, Notice
from notifications.models.preferences import LetterTimes, Preference

__all__ = [
    "DemoLetter",
    "Digest",
    "Event",
    "Letter",
    "LetterTimes",
    "Notice",
    "Preference",
]
