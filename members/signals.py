from django.dispatch import Signal

screened = Signal()
"""Sent inside the transaction with `organisation_id`, when compliance decided anew."""
