"""The secretariat's pages about organisations, people and networks."""

from members.admin import organisations

__all__ = ["organisations"]
