"""Addresses of overlaps, under /overlaps/."""

from django.urls import path

from scaps.views import overlaps

app_name = "overlaps"
urlpatterns = [
    path("", overlaps.index, name="index"),
    path("<int:pk>/", overlaps.detail, name="detail"),
    path("<int:pk>/<slug:slug>/dismiss/", overlaps.dismiss, name="dismiss"),
    path("<int:pk>/<slug:slug>/<slug:decision>/", overlaps.decide, name="decide"),
    path("<slug:slug>/", overlaps.city, name="city"),
]
