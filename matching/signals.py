from django.dispatch import Signal

weights_changed = Signal()
"""Sent inside the transaction with `version`, when other weights came into use."""

preview_wanted = Signal()
"""Sent inside the transaction with `weight_set_id`, when staff want to see what a
version would change."""
