"""The secretariat's pages about introductions. None of them shows what was written."""

from introductions.admin import introductions, reports

__all__ = ["introductions", "reports"]
