"""Addresses of the networks, under /networks/."""

from django.urls import path

from neascn import network_views

app_name = "networks"

urlpatterns = [
    path("", network_views.index, name="index"),
    path("<slug:slug>/", network_views.detail, name="detail"),
]
