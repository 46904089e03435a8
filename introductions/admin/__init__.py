"""The secretariat's pages about introductions. None of them shows what was written."""

from introductions.admin import introductions, reports, steps

__all__ = ["introductions", "reports", "steps"]
