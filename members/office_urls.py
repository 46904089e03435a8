"""Addresses of seats, terms and invitations, under /office/."""

app_name = "office"
urlpatterns = []
