"""Addresses of applying as a provider, under /solutions/apply/.

What stands behind `a/<word>/` needs no account: the word is the signed link
that was mailed to the applicant (`solutions.apply_links`).
"""

from django.urls import path, re_path

from core.drafts import KEY_PATTERN
from solutions.views import applying, introducing_partners, pinpointing

app_name = "apply"

LINK = r"^a/(?P<word>[\w:-]{1,200})/"
SOLUTION = rf"{LINK}solution/(?P<key>{KEY_PATTERN})/"

urlpatterns = [
    path("", applying.start, name="start"),
    path("link/", applying.resend, name="resend"),
    path("partner/", introducing_partners.introduce, name="introduce"),
    re_path(rf"{LINK}$", applying.open_link, name="open"),
    re_path(rf"{LINK}status/$", applying.status, name="status"),
    re_path(rf"{LINK}withdraw/$", applying.withdraw, name="withdraw"),
    re_path(rf"{LINK}discard/$", applying.discard, name="discard"),
    re_path(rf"{LINK}file/(?P<name>[a-z_]+)/$", applying.file, name="file"),
    re_path(rf"{SOLUTION}$", applying.solution, name="solution"),
    re_path(rf"{SOLUTION}draft/$", applying.keep_solution, name="keep-solution"),
    re_path(rf"{SOLUTION}remove/$", applying.remove_solution, name="remove-solution"),
    re_path(rf"{LINK}needs/$", pinpointing.needs, name="needs"),
    re_path(rf"{LINK}needs/draft/$", pinpointing.autosave, name="keep-needs"),
    re_path(rf"{LINK}(?P<name>[a-z]+)/$", applying.step, name="step"),
    re_path(rf"{LINK}(?P<name>[a-z]+)/draft/$", applying.autosave, name="autosave"),
]
