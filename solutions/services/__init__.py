"""What people do with solutions and with matches; jobs are in `matching`."""

from solutions.services.catalogue import (
    publish,
    refresh,
    send_back,
    submit,
    withdraw,
)
from solutions.services.matches import dismiss, reconsider, shortlist

__all__ = [
    "dismiss",
    "publish",
    "reconsider",
    "refresh",
    "send_back",
    "shortlist",
    "submit",
    "withdraw",
]
