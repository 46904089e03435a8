"""Addresses of joining, under /members/join/.

What stands behind `a/<word>/` needs no account: the word is the signed link
that was mailed to the applicant (`members.join_links`).
"""

from django.urls import path, re_path

from members.views import joining

app_name = "join"

LINK = r"^a/(?P<word>[\w:-]{1,200})/"

urlpatterns = [
    path("", joining.start, name="start"),
    path("link/", joining.resend, name="resend"),
    path("form/", joining.blank_form, name="blank"),
    re_path(rf"{LINK}$", joining.open_link, name="open"),
    re_path(rf"{LINK}status/$", joining.status, name="status"),
    re_path(rf"{LINK}discard/$", joining.discard, name="discard"),
    re_path(rf"{LINK}form/$", joining.own_form, name="form"),
    re_path(rf"{LINK}file/(?P<name>[a-z_]+)/$", joining.file, name="file"),
    re_path(rf"{LINK}(?P<name>[a-z]+)/$", joining.step, name="step"),
    re_path(rf"{LINK}(?P<name>[a-z]+)/draft/$", joining.autosave, name="autosave"),
]
