"""Sign-in, second factor, sessions: allauth under `/<language>/account/`."""

from allauth.account import urls as account
from django.urls import include, path

urlpatterns = [
    path("", include(account)),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
