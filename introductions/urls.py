from django.urls import include, path

from introductions.views import introductions as views

app_name = "introductions"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/move/<slug:move>/", views.move, name="move"),
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/contact/<slug:act>/", views.contact, name="contact"),
    path("<int:pk>/files/<int:file>/", views.file, name="file"),
    path("", include("introductions.step_urls")),
]
