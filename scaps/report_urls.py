"""Addresses of progress reports, under /reports/."""

from django.urls import path

from scaps.views import report_writing, reports

app_name = "reports"

ONE = "<slug:slug>/<int:year>/"

urlpatterns = [
    path("", reports.index, name="index"),
    path(ONE, reports.detail, name="detail"),
    path(f"{ONE}slide/", reports.slide, name="slide"),
    path(f"{ONE}sign/", report_writing.sign, name="sign"),
    path(f"{ONE}edit/", report_writing.edit, name="edit"),
    path(f"{ONE}edit/<slug:name>/", report_writing.page, name="edit-page"),
    path(f"{ONE}edit/<slug:name>/draft/", report_writing.autosave, name="autosave"),
]
