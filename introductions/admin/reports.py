"""Threads that somebody of a side has reported."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.access import fetch
from core.admin import Button, StaffAdmin
from core.work_queue import Queue, QueueFilter
from introductions.forms import RulingForm
from introductions.models import Report
from introductions.services import oversight


@admin.register(Report)
class ReportAdmin(StaffAdmin):
    list_display = ["__str__", "complaint", "created_at", "ruling", "ruled_at"]
    list_filter = [QueueFilter, "complaint", "ruling"]
    list_select_related = ["introduction"]
    fields = [
        "introduction",
        "complaint",
        "text",
        "made_by",
        "created_at",
        "ruling",
        "note",
        "ruled_at",
        "ruled_by",
    ]
    readonly_fields = fields

    def get_urls(self):
        return [self.own_path("rule", self.rule_view, "rule"), *super().get_urls()]

    def buttons(self, request, obj):
        page = reverse(
            "admin:introductions_introduction_change", args=[obj.introduction_id]
        )
        found = [Button(gettext("The introduction"), page, asks=True)]
        if obj.ruled_at is None and self.may("rule", request, obj):
            found.append(Button(gettext("Rule"), self.url("rule", obj.pk), asks=True))
        return found

    def rule_view(self, request, pk):
        source = self.get_queryset(request)
        obj = fetch(request.user, "introductions.rule_report", source, pk=pk)
        form = RulingForm(request.POST or None)
        if not form.is_valid():
            title = gettext("Rule on a report: %(thing)s") % {"thing": obj}
            lead = gettext("If you uphold it, the introduction is stopped for good.")
            label = gettext("Rule")
            return self.ask(
                request, obj, form=form, title=title, label=label, lead=lead
            )
        return self.perform(request, obj, oversight.rule, **form.cleaned_data)


work_queue.register(
    Queue(
        name="introduction-reports",
        label=_("Reported introductions"),
        model=Report,
        rows=lambda reports: reports.open(),
        since="created_at",
    )
)
