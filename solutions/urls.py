from django.urls import path, re_path

from solutions.views import catalogue, finder

app_name = "solutions"

urlpatterns = [
    path("solutions/", catalogue.index, name="index"),
    path("solutions/by/<slug:slug>/", catalogue.provider, name="provider"),
    path("solutions/<slug:slug>/", catalogue.detail, name="detail"),
    path("finder/", finder.start, name="finder-start"),
    path("finder/<int:pk>/", finder.ranking, name="finder"),
    path("finder/<int:pk>/<int:match>/dismiss/", finder.dismiss, name="dismiss"),
    re_path(
        r"^finder/(?P<pk>\d+)/(?P<match>\d+)/(?P<decision>shortlist|reconsider)/$",
        finder.decide,
        name="decide",
    ),
]
