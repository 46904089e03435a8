from django.urls import path

from scaps import views

app_name = "scaps"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("draft/", views.draft, name="draft"),
    path("<int:pk>/draft/", views.draft, name="draft-of"),
    path("<int:pk>/draft/drop/", views.drop_draft, name="drop-draft"),
    path("<int:pk>/<slug:move>/", views.move, name="move"),
]
