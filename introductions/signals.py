from django.dispatch import Signal

introduction_moved = Signal()
"""Sent inside the transaction with `introduction_id` and `state`, also at the start."""
