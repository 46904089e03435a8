"""Addresses of progress reports, under /reports/."""

app_name = "reports"
urlpatterns = []
