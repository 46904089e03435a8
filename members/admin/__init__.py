"""The secretariat's pages about organisations, people and networks."""

from members.admin import joining, network_pages, offices, organisations, screening

__all__ = ["joining", "network_pages", "offices", "organisations", "screening"]
