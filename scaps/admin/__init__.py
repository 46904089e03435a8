"""The secretariat's pages about needs and plans."""

from scaps.admin import needs, overlaps, plans, reports

__all__ = ["needs", "overlaps", "plans", "reports"]
