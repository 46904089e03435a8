from django.urls import path, re_path

from core.drafts import KEY_PATTERN
from solutions.views import composing, desk, subscriptions, translating

app_name = "provider"

NEW = rf"^(?P<slug>[-\w]+)/solutions/new/(?P<key>{KEY_PATTERN})/"
ONE = "<slug:slug>/solutions/<slug:solution>"

urlpatterns = [
    path("", desk.index, name="index"),
    path("<slug:slug>/", desk.overview, name="desk"),
    path("<slug:slug>/profile/", desk.profile, name="profile"),
    path("<slug:slug>/subscriptions/", subscriptions.index, name="subscriptions"),
    path(
        "<slug:slug>/subscriptions/seen/", subscriptions.see, name="subscriptions-seen"
    ),
    path("<slug:slug>/subscriptions/new/", subscriptions.add, name="subscribe"),
    path(
        "<slug:slug>/subscriptions/<int:pk>/", subscriptions.change, name="subscription"
    ),
    path(
        "<slug:slug>/subscriptions/<int:pk>/end/",
        subscriptions.end,
        name="subscription-end",
    ),
    path("<slug:slug>/solutions/new/", composing.start, name="new"),
    re_path(rf"{NEW}$", composing.write, name="new-begun"),
    re_path(rf"{NEW}draft/$", composing.autosave, name="new-autosave"),
    re_path(rf"{NEW}discard/$", composing.discard, name="new-discard"),
    path(f"{ONE}/", desk.solution, name="solution"),
    path(f"{ONE}/preview/", desk.preview, name="preview"),
    path(f"{ONE}/edit/", composing.write, name="edit"),
    path(f"{ONE}/edit/draft/", composing.autosave, name="edit-autosave"),
    path(f"{ONE}/edit/discard/", composing.discard, name="edit-discard"),
    path(f"{ONE}/take-change-back/", desk.take_change_back, name="take-change-back"),
    path(f"{ONE}/translate/<slug:lang>/", translating.translate, name="translate"),
    path(f"{ONE}/<slug:move>/", desk.move, name="move"),
]
