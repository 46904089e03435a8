from django.urls import path

from solutions.views import driver

app_name = "driver"

urlpatterns = [
    path("", driver.index, name="index"),
    path("requests/<int:pk>/", driver.follow, name="request"),
    path("requests/<int:pk>/withdraw/", driver.withdraw, name="withdraw"),
    path("<slug:slug>/", driver.detail, name="detail"),
    path("<slug:slug>/ask/", driver.ask, name="ask"),
]
