"""The profile of a city shows what several apps know: `neascn.urls` adds it here."""

from django.urls import path

from members.views import directory

app_name = "members"

urlpatterns = [path("", directory.index, name="index")]
