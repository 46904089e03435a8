"""What people do with solutions and with matches; jobs are in `matching`."""

from solutions.services.advice import answer, ask, pin, unpin
from solutions.services.catalogue import (
    publish,
    refresh,
    send_back,
    submit,
    take_back,
    withdraw,
)
from solutions.services.matches import dismiss, reconsider, see, shortlist
from solutions.services.offering import change, create
from solutions.services.reports import report

__all__ = [
    "answer",
    "ask",
    "change",
    "create",
    "dismiss",
    "pin",
    "publish",
    "reconsider",
    "refresh",
    "report",
    "see",
    "send_back",
    "shortlist",
    "submit",
    "take_back",
    "unpin",
    "withdraw",
]
