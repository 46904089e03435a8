"""Years of progress reports: the secretariat opens and closes them, and has reports corrected."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnly, WorkflowAdmin
from scaps import reminders
from scaps.models import ProgressReport, ReportPeriod
from scaps.services import report_periods, reports
from scaps.states import PERIOD_WORKFLOW, REPORT_WORKFLOW


@admin.register(ReportPeriod)
class ReportPeriodAdmin(WorkflowAdmin):
    workflow, services = PERIOD_WORKFLOW, report_periods
    list_display = ["__str__", "opens_on", "due_on", "state"]
    list_filter = ["state", "network", "year"]
    list_select_related = ["network"]
    fields = ["network", "year", "opens_on", "due_on"]
    readonly_fields = [
        "state",
        "reported",
        "opened_at",
        "opened_by",
        "closed_at",
        "closed_by",
    ]

    @admin.display(description=_("reports signed off"))
    def reported(self, period):
        signed = period.reports.signed().count()
        return f"{signed} / {reminders.expected(period).count()}"


@admin.register(ProgressReport)
class ProgressReportAdmin(ReadOnly, WorkflowAdmin):
    """Reports are written on the portal's pages; staff open a signed one for correction."""

    workflow, services = REPORT_WORKFLOW, reports
    list_display = ["__str__", "period", "state", "signed_at"]
    list_filter = ["state", "period__network", "period__year", "is_demo"]
    list_select_related = ["scap", "period__network"]
    fields = [
        "scap",
        "period",
        "source_lang",
        "state",
        "current",
        "signed_at",
        "signed_by",
        "reopened_at",
        "reopened_by",
        "reopen_reason",
        "entered_by",
    ]
    readonly_fields = fields
