"""What long jobs have in common: they come again after a database that was away,
and go on in pieces, so that nobody waits behind them."""

from time import monotonic

from django.db import OperationalError

PIECE_SECONDS = 2
RETRIES = {
    "autoretry_for": (OperationalError,),
    "retry_backoff": 2,
    "retry_backoff_max": 30,
    "max_retries": 5,
}


def end_of_piece() -> float:
    """When a piece that begins now should end, by the monotonic clock."""
    return monotonic() + PIECE_SECONDS
