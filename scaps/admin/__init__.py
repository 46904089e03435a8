"""The secretariat's pages about needs and plans."""

from scaps.admin import needs

__all__ = ["needs"]
