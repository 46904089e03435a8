"""Addresses of published plans and of their review, under /scaps/."""

urlpatterns = []
