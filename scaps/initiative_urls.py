"""Addresses of joint initiatives, under /initiatives/."""

from django.urls import path

from scaps.views import initiative_proposing, initiative_writing, initiatives

app_name = "initiatives"
urlpatterns = [
    path("", initiatives.index, name="index"),
    path("ours/", initiatives.ours, name="ours"),
    path("new/", initiative_proposing.new, name="new"),
    path("<slug:slug>/", initiatives.detail, name="detail"),
    path("<slug:slug>/edit/", initiative_writing.edit, name="edit"),
    path("<slug:slug>/invite/", initiative_writing.invite, name="invite"),
    path("<slug:slug>/follow-up/", initiative_writing.follow_up, name="follow-up"),
    path("<slug:slug>/part/<slug:city>/", initiative_writing.part, name="part"),
    path(
        "<slug:slug>/answer/<slug:city>/<slug:move>/",
        initiative_writing.answer,
        name="answer",
    ),
    path("<slug:slug>/<slug:move>/", initiative_writing.move, name="move"),
]
