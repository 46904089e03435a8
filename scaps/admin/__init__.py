"""The secretariat's pages about needs and plans."""

from scaps.admin import initiatives, needs, overlaps, plans, reports

__all__ = ["initiatives", "needs", "overlaps", "plans", "reports"]
