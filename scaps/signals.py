from django.dispatch import Signal

need_changed = Signal()
"""Sent inside the transaction with `need_id` and `text_version`, when what the
matchers read of a need has changed, or it was opened again."""

plan_published = Signal()
"""A plan has a new version in force: `scap_id` and `version_id`."""
