"""What people do with introductions."""

from introductions.services.introducing import (
    AlreadyIntroduced,
    agree,
    close,
    decline,
    reopen,
    start,
    stop,
    withdraw,
)

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
