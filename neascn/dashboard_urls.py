"""Addresses of the network dashboard, under /dashboard/."""

from django.urls import path

from neascn import dashboard_views as views

app_name = "dashboard"

urlpatterns = [
    path("", views.index, name="index"),
    path("csv/", views.table, name="csv"),
    path("<slug:what>/", views.rows, name="list"),
]
