"""Addresses of joining, under /members/join/."""

app_name = "join"
urlpatterns = []
