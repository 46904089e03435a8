"""Reviews that run out, and what was done about them."""

from django.contrib import admin
from django.db.models import Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.access import fetch
from core.admin import Button, ReadOnly, StaffAdmin
from core.work_queue import Queue, QueueFilter
from solutions import renewals
from solutions.models import Renewal
from solutions.services import renewing
from solutions.states import ProviderApplicationState


@admin.register(Renewal)
class RenewalAdmin(ReadOnly, StaffAdmin):
    """Made by a job; staff write once more, or take what is listed off the list."""

    list_display = ["organisation", "due_on", "reminders", "reminded_on", "application"]
    list_filter = [QueueFilter]
    list_select_related = ["organisation", "application"]
    search_fields = ["organisation__slug", "organisation__name"]
    date_hierarchy = "due_on"
    fields = readonly_fields = [
        "organisation",
        "due_on",
        "reminders",
        "reminded_on",
        "application",
    ]

    def get_urls(self):
        return [self.own_path("write", self.write_view, "write"), *super().get_urls()]

    def buttons(self, request, obj):
        may = request.user.has_perm("solutions.remind_of_renewal", obj)
        if not may or renewals.is_answered(obj):
            return []
        return [Button(_("Send the form once more"), self.url("write", obj.pk))]

    def write_view(self, request, pk):
        source = self.get_queryset(request).select_related(
            "organisation", "application"
        )
        renewal = fetch(request.user, "solutions.remind_of_renewal", source, pk=pk)
        if request.method != "POST":
            return redirect(self.object_url(renewal))
        return self.perform(request, renewal, renewing.write_again)


def _run_out(rows):
    unanswered = Q(application=None) | Q(
        application__state=ProviderApplicationState.DRAFT
    )
    return rows.filter(unanswered, due_on__lte=timezone.localdate())


work_queue.register(
    Queue(
        name="renewals",
        label=_("Providers whose review has run out"),
        model=Renewal,
        rows=_run_out,
        since="due_on",
    )
)
