"""Addresses of overlaps, under /overlaps/."""

app_name = "overlaps"
urlpatterns = []
