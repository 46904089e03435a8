from django.urls import path, re_path

from core.drafts import KEY_PATTERN
from scaps.views import lists, needs, steps

app_name = "needs"

NEW = rf"^new/(?P<key>{KEY_PATTERN})/"
STEP = r"(?P<name>[a-z]+)/"

urlpatterns = [
    path("", lists.index, name="index"),
    path("csv/", lists.index_csv, name="index-csv"),
    path("ours/", lists.ours, name="ours"),
    path("ours/csv/", lists.ours_csv, name="ours-csv"),
    path("new/", steps.start, name="new"),
    re_path(rf"{NEW}$", steps.resume, name="begun"),
    re_path(rf"{NEW}discard/$", steps.discard, name="begun-discard"),
    re_path(rf"{NEW}{STEP}$", steps.step, name="begun-step"),
    re_path(rf"{NEW}{STEP}draft/$", steps.autosave, name="begun-autosave"),
    path("<int:pk>/", needs.detail, name="detail"),
    path("<int:pk>/edit/", steps.edit, name="edit"),
    path("<int:pk>/edit/discard/", steps.discard, name="edit-discard"),
    path("<int:pk>/edit/<slug:name>/", steps.step, name="edit-step"),
    path("<int:pk>/edit/<slug:name>/draft/", steps.autosave, name="edit-autosave"),
    path("<int:pk>/<slug:move>/", needs.move, name="move"),
]
