"""Addresses of the networks, under /networks/."""

app_name = "networks"
urlpatterns = []
