"""What people do with introductions."""

from introductions.services.answering import (
    agree,
    close,
    decline,
    reopen,
    stop,
    withdraw,
)
from introductions.services.introducing import AlreadyIntroduced, start

__all__ = [
    "AlreadyIntroduced",
    "agree",
    "close",
    "decline",
    "reopen",
    "start",
    "stop",
    "withdraw",
]
