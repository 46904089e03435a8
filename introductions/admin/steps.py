"""Who has to do what until when, without the words of it; and what is stuck."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core import work_queue
from core.admin import ReadOnly, StaffInline
from core.work_queue import Queue
from introductions import stuck
from introductions.models import Introduction, NextStep, Outcome


class OverseenInline(ReadOnly, StaffInline, admin.TabularInline):
    show_change_link = False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("introductions.oversee_introduction", obj)


class StepInline(OverseenInline):
    model = NextStep
    fields = ["kind", "side", "due_on", "funding", "state", "ended_at"]
    readonly_fields = fields


class OutcomeInline(OverseenInline):
    model = Outcome
    fields = ["result", "cause", "said_on", "side", "text"]
    readonly_fields = fields


for name, label, rows in (
    ("unanswered", _("Introductions without an answer"), stuck.unanswered),
    ("late", _("Introductions with a late step"), stuck.late),
    ("silent", _("Introductions that have gone silent"), stuck.silent),
):
    work_queue.register(
        Queue(
            name=f"introductions-{name}",
            label=label,
            model=Introduction,
            rows=rows,
            since="stirred_at",
        )
    )
