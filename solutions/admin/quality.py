"""The quality report: how well the Finder serves whom."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import csv_export
from core.access import fetch
from core.admin import Button, StaffAdmin
from solutions import report_tables, services
from solutions.models import QualityReport
from solutions.quality import FEW


@admin.register(QualityReport)
class QualityReportAdmin(StaffAdmin):
    """Made by a job every night, and by the button."""

    list_display = ["__str__", "made_at"]
    date_hierarchy = "made_at"
    fields = ["made_at"]
    readonly_fields = fields

    def get_urls(self):
        make = self.admin_site.admin_view(self.make_view)
        return [
            path("make/", make, name="solutions_qualityreport_make"),
            self.own_path("csv", self.csv_view, "csv"),
            *super().get_urls(),
        ]

    def buttons(self, request, obj):
        return [
            Button(
                _("Table for a spreadsheet (CSV)"), self.url("csv", obj.pk), asks=True
            ),
            Button(_("Compute anew"), self.url("make"), tone="quiet"),
        ]

    def changelist_view(self, request, extra_context=None):
        context = {"make_url": self.url("make")}
        return super().changelist_view(request, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= {"tables": report_tables.tables(obj.figures), "few": FEW}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def make_view(self, request):
        if not request.user.has_perm("solutions.make_qualityreport"):
            raise PermissionDenied
        if request.method == "POST":
            services.report(by=request.user)
            messages.success(
                request,
                gettext("The report is being computed. Look again in a minute."),
            )
        return redirect(self.url("changelist"))

    def csv_view(self, request, pk):
        report = fetch(
            request.user, "solutions.view_qualityreport", QualityReport, pk=pk
        )
        header = [
            gettext("Table"),
            gettext("Row"),
            gettext("Figure"),
            gettext("Value"),
            gettext("Cases"),
        ]
        text = csv_export.table(
            header, report_tables.lines(report_tables.tables(report.figures))
        )
        name = f"quality-{report.made_at:%Y-%m-%d}.csv"
        return HttpResponse(
            text,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
