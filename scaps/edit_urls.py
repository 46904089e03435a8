"""Addresses of the editor, under /scaps/."""

urlpatterns = []
