"""Addresses of seats, terms and invitations, under /office/."""

from django.urls import path

from members.views import invitations, offices

app_name = "office"

urlpatterns = [
    path("", offices.index, name="index"),
    path("switch/", offices.switch, name="switch"),
    path("accept/<str:token>/", invitations.accept, name="accept"),
    path("<slug:slug>/", offices.detail, name="detail"),
    path("<slug:slug>/invite/", invitations.invite, name="invite"),
    path(
        "<slug:slug>/invitations/<int:pk>/send-again/",
        invitations.send_again,
        name="send-again",
    ),
    path("<slug:slug>/invitations/<int:pk>/revoke/", invitations.revoke, name="revoke"),
    path("<slug:slug>/seats/<int:pk>/role/", offices.role, name="role"),
    path("<slug:slug>/seats/<int:pk>/end/", offices.end, name="end"),
    path("<slug:slug>/hand-over/", offices.hand_over, name="hand-over"),
    path("<slug:slug>/terms/<int:pk>/letter/", offices.letter, name="letter"),
    path("<slug:slug>/head/", offices.head, name="head"),
]
