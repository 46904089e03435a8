"""Sign-in, second factor, sessions: allauth under `/<language>/account/`."""

from allauth.account import urls as account
from django.urls import include, path

from neascn import account_views as views
from neascn import notice_views

urlpatterns = [
    path("", views.profile, name="account"),
    path("notices/", notice_views.preferences, name="account_notices"),
    path("notices/stop/<str:token>/", notice_views.stop, name="account_stop"),
    path("", include(account)),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("sessions/<int:pk>/end/", views.end_session, name="account_end_session"),
]
