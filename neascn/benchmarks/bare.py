"""Addresses for one comparison: a view that does nothing, behind all middleware."""

from django.urls import path

from neascn import health
from neascn.urls import handler400, handler403, handler404, handler429, handler500
from neascn.urls import urlpatterns as pages

__all__ = [
    "handler400",
    "handler403",
    "handler404",
    "handler429",
    "handler500",
    "urlpatterns",
]

ADDRESS = "/bare"

urlpatterns = [path(ADDRESS[1:], health.alive), *pages]
