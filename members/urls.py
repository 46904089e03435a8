"""The profile of a city shows what several apps know: `neascn.urls` adds it here."""

from django.urls import path

from members import views

app_name = "members"

urlpatterns = [path("", views.index, name="index")]
