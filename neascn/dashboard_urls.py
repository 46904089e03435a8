"""Addresses of the network dashboard, under /dashboard/."""

app_name = "dashboard"
urlpatterns = []
