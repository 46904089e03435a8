"""Addresses of joint initiatives, under /initiatives/."""

app_name = "initiatives"
urlpatterns = []
